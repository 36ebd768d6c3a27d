"""Which unions, union workers and elections stand behind the figures of organisation?"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from reports.demo.ledgers import names
from reports.demo.ledgers.books import TERM, Books, Thing
from reports.demo.ledgers.elections import election
from reports.demo.ledgers.shares import divide

TYPES = {
    "union_enterprise": "enterprise", "union_institution": "institution", "union_government": "government",
    "union_social_org": "social_org", "union_village_joint": "village_joint", "union_area_joint": "industry_joint",
    "union_other": "other",
}  # fmt: skip
JOINT = ("village_joint", "industry_joint")
ENDINGS = {
    "enterprise": "工会", "institution": "学校工会", "government": "站所工会", "social_org": "协会工会",
    "village_joint": "工会联合会", "industry_joint": "行业工会联合会", "other": "工会委员会",
}  # fmt: skip
#: Parts of all unions: figure → field, what those in it say, what the others say.
FLAGS = {
    "union_legal_person": ("legal_person_status", "registered", "none"),
    "women_org": ("women_org_kind", "committee", "none"),
    "audit_org": ("audit_org_kind", "committee", "none"),
    "union_standardized": ("standard_level", "county", "none"),
    "home_total": ("home_level", "qualified", "none"),
}
STOCKS = ("union_total", *TYPES, *FLAGS, "covered_units", "employee_total", "member_total", "union_term_overdue")
DATED = ("union_new", "union_revoked", "union_term_due", "union_reelected", "union_new_covered", "union_new_enterprise")


def own_union(books: Books) -> Thing:
    """The township's own federation, to which belongs what belongs to no single union."""
    for thing in books.things["union_org"]:
        if thing.now["level"] == "township":
            return thing
    return books.add("union_org", name=books.union.name, level="township", org_type="other", org_form="general",
                     approved_on=date(books.first.year - 12, 5, 8))  # fmt: skip


def unions(books: Books) -> None:
    """The unions of the month: founded, dissolved, by kind, with their terms, workers and registered members."""
    if not books.known(*STOCKS, *DATED):
        return
    live, fresh = books.live["union_org"], []
    if books.starting:
        for _ in range(_at_first(books)):
            live.append(_union(books, _kind_lacking(books), approved_on=books.past(12)))
    total, new, gone = (books.get(code) for code in ("union_total", "union_new", "union_revoked"))
    for _ in range(gone or 0):
        _end(books, live)
    enterprises = books.get("union_new_enterprise")
    for number in range(new or 0):
        kind = _kind_lacking(books) if enterprises is None else ""
        kind = kind or ("enterprise" if number < (enterprises or 0) else _kind_lacking(books, "enterprise"))
        fresh.append(_union(books, kind, approved_on=books.day()))
    live += fresh
    while total is not None and len(live) < total:
        live.append(_union(books, _kind_lacking(books), established_on=books.day()))
    while total is not None and len(live) > total:
        leaving = next(thing for thing in live if thing not in fresh)
        leaving.turn("level", "branch", books.turning() or books.first)
        live.remove(leaving)
    _kinds(books, live, fresh)
    for code, (name, value, rest) in FLAGS.items():
        count = books.get(code)
        if count is not None and not books.settle(_mixed(live, name), name, {value: count}, rest):
            books.note(code, "多于在册工会数")
    _covered(books, live, fresh)
    _terms(books, live)
    books.spread(live, "employee_count", books.get("employee_total"))
    if not books.spread(live, "female_employee_count", books.get("employee_female"), "employee_count"):
        books.note("employee_female", "多于职工人数")
    for _ in range(books.get("union_reelected") or 0):
        election(books, books.dice.choice(live) if live else own_union(books))


def running_out(books: Books) -> date:
    """The end of a term under way: after the last month that is made up, and within five years of it."""
    return books.last_day + timedelta(days=30 + 4 * books.dice.randint(0, 360))


def renewed(books: Books) -> date:
    """The end of a term of five years that begins this month."""
    return books.end + TERM


def _at_first(books: Books) -> int:
    """How many unions there were before the first month."""
    for values in books.months.values():
        if "union_total" in values:
            change = sum(int(v.get("union_new", 0)) - int(v.get("union_revoked", 0)) for m, v in books.months.items()
                         if m <= next(m for m, v in books.months.items() if "union_total" in v))  # fmt: skip
            return max(0, int(values["union_total"]) - change)
    return max(books.most(*FLAGS, *TYPES), 3)


def _union(books: Books, kind: str, **dates: Any) -> Thing:
    number = books.number("union_org")
    head = books.place + (names.village(books.dice) if kind == "village_joint" else "")
    firm = names.workplace(books.dice, number) if kind in ("enterprise", "other", "industry_joint") else ""
    joint = kind in JOINT or (kind != "government" and number % 11 == 3)
    ends = renewed(books) if "approved_on" in dates and not books.starting else running_out(books)
    return books.add(
        "union_org", name=f"{head}{firm}{ENDINGS[kind]}" + ("" if firm else f"（{number}）"), level="base",
        org_type=kind, base_kind="joint" if joint else "standalone", org_form="committee", status="active",
        is_non_public=False, covered_unit_count=1, legal_person_status="none", women_org_kind="none",
        audit_org_kind="none", standard_level="none", home_level="none", renewal_status="normal",
        term_no=1, term_years=5, term_end=ends, chair_name=names.person(books.dice), **dates,
    )  # fmt: skip


def _kind_lacking(books: Books, but: str = "") -> str:
    """The kind of union of which most are missing; `but` one."""
    have = [thing.now["org_type"] for thing in books.live["union_org"]]
    lack = {kind: (books.get(code) or 0) - have.count(kind) for code, kind in TYPES.items()
            if books.get(code) is not None and kind != but}  # fmt: skip
    best = max(lack, key=lambda kind: lack[kind], default="")
    if best and lack[best] > 0:
        return best
    return next(kind for code, kind in TYPES.items() if books.get(code) is None and kind != but) if (
        any(books.get(code) is None for code, kind in TYPES.items() if kind != but)
    ) else "village_joint"  # fmt: skip


def _end(books: Books, live: list[Thing]) -> None:
    if not live:
        books.note("union_revoked", "没有可撤销的工会")
        return
    have = [thing.now["org_type"] for thing in live]
    over = {kind: have.count(kind) - (books.get(code) or 0) for code, kind in TYPES.items()}
    thing = max(live, key=lambda t: over[t.now["org_type"]])
    live.remove(thing)
    day = books.day()
    thing.turn("status", "revoked", day)
    thing.now["ended_on"] = day


def _mixed(live: list[Thing], name: str) -> list[Thing]:
    """In an order of the field's own, so that not always the same unions have everything."""
    return sorted(live, key=lambda thing: hash_of(thing.now["name"] + name))


def hash_of(text: str) -> int:
    """The same number for the same text, always."""
    number = 7
    for letter in text:
        number = (number * 1_000_003 + ord(letter)) % 2_147_483_647
    return number


def _kinds(books: Books, live: list[Thing], fresh: list[Thing]) -> None:
    wanted = {kind: count for code, kind in TYPES.items() if (count := books.get(code)) is not None}
    if wanted:
        fixed = fresh if books.get("union_new_enterprise") is not None else []
        for thing in fixed:
            kind = thing.now["org_type"]
            if kind in wanted:
                wanted[kind] -= 1
        rest = next((kind for kind in ("other", "institution", "industry_joint", "social_org") if kind not in wanted),
                    "enterprise")  # fmt: skip
        if any(count < 0 for count in wanted.values()) or not books.settle(
            [thing for thing in live if thing not in fixed], "org_type", wanted, rest
        ):
            books.note("union_enterprise", "各类工会之和多于工会总数")
    nonpublic = books.get("union_nonpublic")
    if nonpublic is not None:
        firms = [thing for thing in live if thing.now["org_type"] == "enterprise"]
        if not books.settle(firms, "is_non_public", {True: nonpublic}, False):
            books.note("union_nonpublic", "多于企业工会数")


def _covered(books: Books, live: list[Thing], fresh: list[Thing]) -> None:
    new = books.get("union_new_covered")
    if new is not None and fresh:
        for thing, share in zip(fresh, divide(new, len(fresh), books.dice, 1), strict=True):
            thing.now["covered_unit_count"] = int(share)
            thing.now["base_kind"] = "standalone" if share == 1 else "joint"
    elif new:
        books.note("union_new_covered", "没有新建工会")
    total = books.get("covered_units")
    if total is None:
        return
    joint = [thing for thing in live if thing.now["base_kind"] == "joint" and thing not in fresh]
    if not joint and books.starting and live:
        joint = live[:1]
        joint[0].now["base_kind"] = "joint"
    others = sum(
        thing.now["covered_unit_count"] or 1 if thing.now["base_kind"] == "joint" else 1
        for thing in live if thing not in joint
    )  # fmt: skip
    if total - others < len(joint) or not books.spread(joint, "covered_unit_count", total - others):
        books.note("covered_units", "少于工会总数")
        return
    for poor in [thing for thing in joint if not thing.now["covered_unit_count"]]:
        rich = max(joint, key=lambda thing: thing.now["covered_unit_count"])
        rich.turn("covered_unit_count", rich.now["covered_unit_count"] - 1, books.turning())
        poor.turn("covered_unit_count", 1, books.turning())


def _terms(books: Books, live: list[Thing]) -> None:
    """Terms that end this month end on its last day; next month they are renewed, or stay overdue."""
    before = books.month - timedelta(days=1)
    late = [thing for thing in live if thing.now["term_end"] <= before]
    wanted = books.get("union_term_overdue")
    while len(late) > (wanted or 0):
        late.pop().turn("term_end", renewed(books), books.turning())
    for thing in live:
        if len(late) >= (wanted or 0):
            break
        if thing not in late:
            thing.turn("term_end", before - timedelta(days=books.dice.randint(0, 20)), books.turning())
            late.append(thing)
    due = books.get("union_term_due") or 0
    settled = [thing for thing in live if thing not in late]
    settled.sort(key=lambda thing: any(name == "term_end" for name, _ in thing.former))  # each once, the oldest first
    for thing in settled[:due]:
        thing.turn("term_end", books.end, books.turning())
        due -= 1
    if due:
        books.note("union_term_due", "多于在册工会数")


def cadres(books: Books) -> None:
    """Full-time and part-time union workers."""
    for code, full in (("cadre_fulltime", True), ("cadre_parttime", False)):
        books.stock(code, books.get(code), partial(_cadre, books, full), "until")


def _cadre(books: Books, full: bool, day: date) -> Thing:
    union = books.dice.choice(books.live["union_org"] or [own_union(books)])
    post = "vice_chair" if full else "committee"
    return books.add("cadre", name=names.person(books.dice), post=post, full_time=full, since=day, union_org=union)
