"""Which entries, audits, honours, places, meetings and visits stand behind the remaining figures?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from reports.demo.ledgers import names
from reports.demo.ledgers.books import Books, Thing
from reports.demo.ledgers.shares import divide, within

INCOME = {"fund_in_appropriated": "appropriated", "fund_in_superior": "superior_grant", "fund_in_other": "dues"}
EXPENSE = {
    "fund_out_activity": "activity",
    "fund_out_service": "service",
    "fund_out_rights": "rights",
    "fund_out_operation": "operation",
    "fund_out_other": "capital",
}


def money(books: Books) -> None:
    """Opening balance, income and expense by kind, dues collected, audits."""
    opening = books.values.get("fund_open")
    if opening is not None and books.month.year not in {t.now["on"].year for t in books.live["opening"]}:
        before = sum(
            (
                t.now["amount"] * (-1 if t.now["direction"] == "out" else 1)
                for t in books.things["fund_entry"]
                if t.now["direction"] != "open" and date(books.month.year, 1, 1) <= t.now["on"] < books.month
            ),
            Decimal(0),
        )
        books.live["opening"].append(
            books.add(
                "fund_entry",
                on=date(books.month.year, 1, 1),
                direction="open",
                category="carried",
                amount=opening - before,
            )
        )
    for direction, kinds, whole in (("in", INCOME, "fund_income"), ("out", EXPENSE, "fund_expense")):
        told = sum((books.values.get(code, Decimal(0)) for code in kinds), Decimal(0))
        rest = books.values.get(whole, told) - told
        if rest < 0:
            books.note(whole, "少于各项之和")
        for code, category in (*kinds.items(), (whole, "other")):
            total = max(rest, Decimal(0)) if code == whole else books.values.get(code) or Decimal(0)
            for share in divide(total, 2 if total else 0, books.dice):
                day = max(books.day(), date(books.month.year, 1, 2))
                books.add(
                    "fund_entry",
                    on=day,
                    direction=direction,
                    category=category,
                    amount=share,
                    voucher=f"记{books.number('voucher')}",
                )
    accrued, paid = books.values.get("fund_accrued"), books.values.get("fund_collected")
    rows = 3 if accrued or paid else 0
    owed, given = divide(accrued or 0, rows, books.dice), divide(paid or 0, rows, books.dice)
    for number in range(rows):
        books.add(
            "fund_collection",
            payer=names.workplace(books.dice, number),
            on=books.day(),
            period=f"{books.month.year}",
            accrued=None if accrued is None else owed[number],
            paid=None if paid is None else given[number],
        )
    audits(books)


def audits(books: Books) -> None:
    """Audits with what they found and what was mended."""
    made = books.rows(
        "audit_project",
        "done_on",
        books.get("audit_count"),
        lambda: {
            "title": f"经费收支审计（{books.number('audit')}）",
            "kind": "finance",
            "year": books.month.year,
        },
        issues=("audit_issues", 0),
    )
    fixed = books.get("audit_fixed") or 0
    shares = within(fixed, [row.now.get("issues", 0) for row in made])
    if sum(shares) < fixed:
        books.note("audit_fixed", "多于发现问题数")
    for row, share in zip(made, shares, strict=True):
        row.now["fixed"] = int(share)


def honours(books: Books) -> None:
    """Titles given to units and persons; models and harmonious workplaces in force."""
    get, dice = books.get, books.dice
    collective, individual = get("honour_collective"), get("honour_individual")
    total = get("honour_total")
    if total is not None and collective is None and individual is None:
        collective = total
    elif total is not None and (collective or 0) + (individual or 0) != total:
        books.note("honour_total", "不等于集体与个人荣誉之和")
    for count, target in ((collective, "collective"), (individual, "individual")):
        books.rows(
            "honour",
            "awarded_on",
            count or 0,
            partial(_title, books, target),
        )
    books.rows(
        "honour",
        "awarded_on",
        get("pioneer_new") or 0,
        lambda: {
            "title": "工人先锋号",
            "code": "worker_pioneer",
            "level": "township",
            "target": "collective",
            "unit": books.place + names.workplace(dice, books.number("pioneer")),
            "awarded_by": books.union.name,
        },
    )
    books.stock(
        "model_total",
        get("model_total"),
        lambda day: books.add(
            "honour",
            title="劳动模范",
            code="model_worker",
            level="county" if books.starting else "township",
            target="individual",
            person=f"{names.person(dice)}",
            awarded_on=day,
        ),
        "valid_to",
    )
    people: set[str] = set()
    for thing in books.things["honour"]:  # one person is counted once
        if thing.now["code"] == "model_worker":
            while thing.now["person"] in people:
                thing.now["person"] = names.person(dice)
            people.add(thing.now["person"])
    _harmony(books)


def _title(books: Books, target: str) -> dict[str, Any]:
    return {
        "title": "先进集体" if target == "collective" else "先进个人",
        "code": "other",
        "level": "county",
        "target": target,
        "person": names.person(books.dice) if target == "individual" else "",
        "unit": books.place + names.workplace(books.dice, books.dice.randrange(200)),
        "awarded_by": "县总工会",
    }


def _harmony(books: Books) -> None:
    wanted, new = books.get("harmony_total"), books.get("harmony_new") or 0
    live = books.live["harmony"]
    if books.starting and wanted is not None:
        for employer in books.employers(max(wanted - new, 0)):
            live.append(_award(books, employer, books.past(3)))
    for _ in range(new):
        live.append(_award(books, _without(books), books.day()))
    if wanted is None:
        return
    if len(live) < wanted:
        books.note("harmony_total", "上期加新获评不足本期")
    while len(live) > max(wanted, new):
        live.pop(0).now["valid_to"] = books.month - timedelta(days=1)


def _without(books: Books) -> Thing:
    """A workplace that was never harmonious so far."""
    used = {id(t.now["employer"]) for t in books.things["honour"] if t.now["code"] == "harmony"}
    pool = books.employers(len(used) + 1)
    return next(employer for employer in pool if id(employer) not in used)


def _award(books: Books, employer: Thing, day: date) -> Thing:
    return books.add(
        "honour",
        title="劳动关系和谐企业",
        code="harmony",
        level="township",
        target="collective",
        employer=employer,
        awarded_on=day,
    )


def places(books: Books) -> None:
    """Reading rooms and studios."""
    for code, kind, name in (
        ("bookrooms", "bookroom", "职工书屋"),
        ("studio_total", "innovation_studio", "创新工作室"),
    ):
        books.stock(
            code,
            books.get(code),
            partial(_place, books, kind, name),
            "closed_on",
        )


def _place(books: Books, kind: str, name: str, day: date) -> Thing:
    name = f"{names.workplace(books.dice, books.number('facility'))}{name}"
    return books.add("facility", name=name, type=kind, built_on=day)


def meetings(books: Books) -> None:
    """Meetings held and visits paid."""
    books.rows(
        "meeting",
        "on",
        books.get("meeting_count") or 0,
        lambda: {
            "title": f"工会工作会议（{books.number('meeting')}）",
            "kind": "regular",
            "present": books.dice.randint(8, 40),
        },
    )
    firms, units = books.get("visit_enterprises"), books.get("visit_units")
    if units is None:
        units = firms or (1 if books.get("visit_solved") or books.get("visit_workers") else 0)
    if (firms or 0) > units:
        books.note("visit_enterprises", "多于走访基层单位")
    made = books.rows(
        "visit",
        "on",
        units,
        lambda: {
            "target": "village",
            "unit": names.village(books.dice),
            "visitor": names.person(books.dice),
        },
        solved=("visit_solved", 0),
        persons_met=("visit_workers", 0),
    )
    for number, row in enumerate(made[: firms or 0]):
        row.now |= {"target": "enterprise", "unit": books.place + names.workplace(books.dice, number)}
