"""Which collective contracts stand behind the figures of bargaining?

Contracts that cover one workplace each, and for every kind one broad contract that covers what the figures say
beyond; when they change, the broad one ends and another takes its place.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from reports.demo.ledgers.books import Books, Thing

#: Kind of contract → figures of its number, workplaces, workers, newly signed.
KINDS: dict[str, tuple[str, str, str, str]] = {
    "general": ("contract_general", "contract_general_units", "contract_general_emps", "contract_general_new"),
    "regional": ("contract_wage_reg", "contract_wage_reg_units", "contract_wage_reg_emps", ""),
    "wage": ("contract_wage", "contract_wage_units", "contract_wage_emps", "contract_wage_new"),
    "women": ("contract_women", "contract_women_units", "", "contract_women_new"),
    "safety": ("contract_safety", "", "", ""),
}
TERM = timedelta(days=3 * 365 - 1)
NAMES = {"general": "集体合同", "wage": "工资专项集体合同", "women": "女职工权益保护专项集体合同",
         "safety": "劳动安全卫生专项集体合同", "other": "专项集体合同"}  # fmt: skip


def contracts(books: Books) -> None:
    """Contracts in force by kind, newly signed, ended, renewed and lapsed."""
    codes = [code for group in KINDS.values() for code in group if code]
    if not books.known(*codes, "contract_new", "contract_due", "contract_renewed", "contract_renewed_units",
                       "contract_lapsed"):  # fmt: skip
        return
    left = books.get("contract_new")
    for kind, (count, units, emps, new) in KINDS.items():
        if not books.known(count, units, emps or count):
            continue
        signed = books.get(new) if new else 0
        signed = (left or 0) if signed is None and left is not None and kind == "general" else signed or 0
        wanted = [books.get(code) if code else None for code in (count, units, emps)]
        start = 0
        if kind == "wage":
            regional = _regional(books)
            wanted = [None if w is None else w - r for w, r in zip(wanted, regional, strict=True)]
            start = books.most(KINDS["regional"][1])
        if any(w is not None and w < 0 for w in wanted):
            books.note(count, "区域性、行业性合同多于全部合同")
            continue
        signed = _kind(books, kind, wanted, signed, start)
        left = None if left is None else left - signed
    for _ in range(max(left or 0, 0)):
        day = books.day()
        _contract(books, "other", day, [books.employers(1)[0]], signed_on=day)
    _endings(books)


def _regional(books: Books) -> list[int]:
    """Number, workplaces and workers of the regional contracts in force, told or carried on."""
    live = books.live["contract regional"]
    covered = {id(line["employer"]) for thing in live for line in thing.lines}
    carried = [len(live), len(covered), sum(int(t.now.get("covered_employee_count") or 0) for t in live)]
    told = [books.get(code) for code in KINDS["regional"][:3]]
    return [now if now is not None else was for now, was in zip(told, carried, strict=True)]


def _contract(books: Books, kind: str, start: date, covers: list[Thing], **more: Any) -> Thing:
    shape = {"type": "wage", "scope": "regional"} if kind == "regional" else {"type": kind, "scope": "enterprise"}
    who = f"{books.place}区域" if kind == "regional" or len(covers) != 1 else covers[0].now["name"]
    thing = books.add(
        "collective_contract", name=f"{who}{NAMES[shape['type']]}（{books.number('contract')}）", effective_on=start,
        **shape, **{"signed_on": None} | more,
    )  # fmt: skip
    end = start + TERM
    if kind != "other" and end > max(books.months) + timedelta(days=31):
        thing.now["end_on"] = end
    thing.lines = [{"employer": employer, "employees": 0, "female": 0} for employer in covers]
    return thing


def _kind(books: Books, kind: str, wanted: list[int | None], signed: int, start: int) -> int:
    """Bring one kind to what the month says; returns how many were signed anew."""
    count, units, emps = wanted
    live = books.live[f"contract {kind}"]
    if count is None and units is None and emps is None:
        for _ in range(signed):  # not asked this month, only signed
            _contract(books, kind, books.day(), [_other(books)], signed_on=books.day())
        return signed
    if count is None:
        count = len(live) or (1 if units or emps else 0)
    have = {id(line["employer"]) for thing in live for line in thing.lines}
    if len(live) == count and (units is None or len(have) == units) and not signed:
        _cover(books, kind, live, emps)
        return 0
    fresh = min(signed, count)
    if units is not None and count and units < 1:
        books.note(KINDS[kind][1], "有合同而没有覆盖企业")
    _replace(books, kind, live, count, len(have) if units is None else units, fresh, start)
    _cover(books, kind, live, emps)
    return fresh


def _other(books: Books) -> Thing:
    return books.employers(1)[0]


def _replace(books: Books, kind: str, live: list[Thing], count: int, units: int, fresh: int, start: int) -> None:
    """End as few contracts as it takes, and write as many as are missing: the last of them covers the rest."""
    pool = books.employers(start + units)[start:]
    wanted = {id(employer) for employer in pool}
    keep: list[Thing] = []
    taken: set[int] = set()
    single = max(0, count - max(fresh, 1))
    for thing in live:
        own = {id(line["employer"]) for line in thing.lines}
        fits = own <= wanted and len(own) <= 1 and len(taken | own) <= max(units - 1, 1)
        if fits and len(keep) < single:
            keep.append(thing)
            taken |= own
        else:
            _stop(books, thing)
    free = [employer for employer in pool if id(employer) not in taken]
    live[:] = keep
    for number in range(count - len(keep)):
        last = number == count - len(keep) - 1
        covers = free if last else free[:1] if len(free) > 1 else []
        if not covers and pool:
            covers = pool[:1]
        if not last:
            free = free[1:] if len(free) > 1 else free
        new = number < fresh
        day = books.past(1) if books.starting and not new else books.day()
        live.append(
            _contract(books, kind, day, list(covers), signed_on=day if new or day < books.first else books.past(1))
        )


def _stop(books: Books, thing: Thing) -> None:
    thing.now["terminated_on"] = max(books.month, thing.now["effective_on"])


def _cover(books: Books, kind: str, live: list[Thing], emps: int | None) -> None:
    if not books.spread(live, "covered_employee_count", emps):
        books.note(KINDS[kind][2], "没有覆盖这些职工的合同")


def _endings(books: Books) -> None:
    """Contracts that ran out: renewed, lapsed, or of workplaces that closed."""
    due, renewed = books.get("contract_due"), books.get("contract_renewed")
    units, lapsed = books.get("contract_renewed_units"), books.get("contract_lapsed")
    if renewed is None and units is not None:
        renewed = units
    for number in range(renewed or 0):
        employers = _fresh_employers(books, number, renewed or 0, units)
        old = _contract(books, "other", books.past(3), employers, signed_on=books.past(3))
        if due is not None and number < due:
            old.now["end_on"] = books.day()
        day = old.now.get("end_on", books.day())
        _contract(books, "other", day, employers, signed_on=day, renewal_of=old)
    open_ends = [_ended(books, books.day()) for _ in range(max(0, (due or 0) - (renewed or 0)))]
    if lapsed is None:
        for thing in open_ends:
            thing.lines[0]["employer"].now["closed_on"] = books.day()
        return
    held = books.live["lapsed"]
    held += open_ends
    while len(held) < lapsed:
        held.append(_ended(books, books.month - timedelta(days=books.dice.randint(3, 20))))
    while len(held) > lapsed:
        held.pop().lines[0]["employer"].now["closed_on"] = books.day()


def _ended(books: Books, day: date) -> Thing:
    """A contract that ends on this day, of a workplace of its own."""
    serial = books.number("ended")
    employer = Thing("employer", name=f"{books.place}镇办企业{serial}号", opened_on=books.past(12), is_non_public=False,
                     should_organize=False, is_above_scale=False, union_org=None)  # fmt: skip
    books.things["employer of lapsed"].append(employer)
    return _contract(books, "other", books.past(3), [employer], signed_on=books.past(3), end_on=day)


def _fresh_employers(books: Books, number: int, renewed: int, units: int | None) -> list[Thing]:
    """Whom a renewed contract covers, so that all of the month cover as many different workplaces as the figure."""
    if units is None or units == renewed:
        return [books.employers(number + 1)[number]]
    if not units:
        return []
    if number < renewed - 1:
        return [books.employers(units)[min(number, units - 1)]]
    return books.employers(units)[min(number, units - 1) :]
