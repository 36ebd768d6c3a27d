"""Which members, by name, stand behind the figures of membership? Large unions register numbers instead."""

from __future__ import annotations

from datetime import date

from reports.demo.ledgers import names
from reports.demo.ledgers.books import Books, Thing
from reports.demo.ledgers.unions import hash_of, own_union

PARTS = {"member_migrant": "is_migrant_worker", "member_realname": "realname_verified"}
FLOWS = ("member_new", "member_transfer_in", "member_reduced", "member_new_migrant")
BY_NUMBER = "会员以登记数计，未逐人登记"


def members(books: Books, by_name: int) -> None:
    """Members by name where the union never has more than `by_name`; otherwise their registered number."""
    if not books.known("member_total", "member_female", *PARTS, *FLOWS):
        return
    if max(books.most("member_total"), books.most("member_new")) > by_name:
        for code in ("member_female", "member_new_form", *PARTS, *FLOWS):
            books.note(code, BY_NUMBER)
        if not books.spread(books.live["union_org"], "member_count_reg", books.get("member_total")):
            books.note("member_total", "没有可登记会员数的工会")
        return
    live = books.live["member"]
    new, came, left = (books.get(code) or 0 for code in FLOWS[:3])
    total = books.get("member_total")
    if books.starting:
        size = total - new - came + left if total is not None else books.most(*PARTS, "member_female") + 20
        _enter(books, live, max(size, left), "", 0)
    for _ in range(min(left, len(live))):
        gone = live.pop(books.dice.randrange(len(live)))
        day = books.day()
        gone.turn("membership", "withdrawn", day)
        gone.now["left_on"] = day
        books.add("member_change", member=gone, change_type="withdraw", changed_on=day, change_reason="9")
    migrants = min(books.get("member_new_migrant") or 0, new)
    fresh = _enter(books, live, new, "join", migrants)
    _enter(books, live, came, "transfer_in", 0)
    if total is not None and len(live) < total:
        _enter(books, live, total - len(live), "", 0)
    while total is not None and len(live) > total:
        live.pop(0).turn("membership", "retained", books.turning() or books.first)
    _parts(books, live, fresh, migrants)


def _enter(books: Books, live: list[Thing], count: int, change: str, migrants: int) -> list[Thing]:
    """So many more members; the first of them come from the country."""
    women, total = books.get("member_female"), books.get("member_total")
    have = sum(1 for thing in live if thing.now["gender"] == "2")
    share = women / total if women is not None and total else 0.45
    found = []
    for number in range(count):
        lacks = women is not None and have < women and (change or books.dice.random() < share)
        gender = "2" if lacks or (women is None and books.dice.random() < share) else "1"
        have += gender == "2"
        day = books.past(8) if not change and books.starting else books.day()
        found.append(_member(books, gender, day, number < migrants))
        if change:
            books.add("member_change", member=found[-1], change_type=change, changed_on=day)
    live += found
    return found


def _member(books: Books, gender: str, day: date, migrant: bool) -> Thing:
    born = names.birthday(books.dice, day)
    number = books.number("member")
    return books.add(
        "member",
        name=names.person(books.dice, gender),
        gender=gender,
        birth_on=born,
        id_type="1",
        id_number=names.id_number(books.dice, born, gender, number),
        join_on=day,
        membership="active",
        is_migrant_worker=migrant,
        realname_verified=False,
        new_form_group="",
        union_org=books.dice.choice(books.live["union_org"] or [own_union(books)]),
    )


def _parts(books: Books, live: list[Thing], fresh: list[Thing], migrants: int) -> None:
    order = sorted(live, key=lambda thing: hash_of(thing.now["name"] + str(thing.now["birth_on"])))
    for code, name in PARTS.items():
        count = books.get(code)
        fixed = fresh if name == "is_migrant_worker" and books.get("member_new_migrant") is not None else []
        if count is None:
            continue
        keep = {id(thing) for thing in fixed}
        wanted = count - (migrants if fixed else 0)
        if wanted < 0 or not books.settle([t for t in order if id(t) not in keep], name, {True: wanted}, False):
            books.note(code, "多于会员人数")
    forms = books.get("member_new_form")
    if forms is not None and not books.settle(order, "new_form_group", {"courier": forms}, ""):
        books.note("member_new_form", "多于会员人数")
    women = books.get("member_female")
    if women is not None and not books.settle(order, "gender", {"2": women}, "1"):
        books.note("member_female", "多于会员人数")
