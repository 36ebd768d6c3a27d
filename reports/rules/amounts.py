"""Group C, money: averages a head outside their usual range, and slips between 元 and 万元 (domain §3 C06–C12, C20)."""

from __future__ import annotations

from collections.abc import Callable

from reports.arithmetic import quotient
from reports.formats import show
from reports.rules.engine import WARNING, Found, Look, Rule, Sheet

#: What is given, and to how many: for slips between 元 and 万元.
GIFTS = (
    ("aid_amount", "aid_persons"),
    ("warm_amount", "warm_persons"),
    ("cool_amount", "cool_persons"),
    ("study_amount", "study_persons"),
    ("relief_amount", "relief_persons"),
    ("mutual_claim_amount", "mutual_claims"),
)


def average(amount: str, persons: str, limits: str, message: str) -> Callable[[Sheet], Found]:
    """An average outside its usual range."""

    def look(sheet: Sheet) -> Found:
        total, count = sheet.value(amount), sheet.value(persons)
        if not total or not count:
            return
        mean = quotient(total, count)
        low, high = sheet.limit(f"{limits}_low"), sheet.limit(f"{limits}_high")
        if not low <= mean <= high:
            yield message.format(avg=show(mean, 2), low=show(low), high=show(high)), (amount, persons)

    return look


def in_ten_thousands(sheet: Sheet) -> Found:
    """C09: an amount so small for so many that it was probably typed in 万元."""
    for amount, persons in GIFTS:
        total, count = sheet.value(amount), sheet.value(persons)
        if total and count and total < sheet.limit("amount_small") and count >= sheet.limit("amount_small_persons"):
            message = f"“{sheet.name(amount)}”填报{show(total, 2)}元、涉及{show(count)}人次，疑似误以“万元”为单位填写。"
            yield message, (amount, persons)


def huge_amounts(sheet: Sheet) -> Found:
    """C10 (元): an amount beyond any township."""
    for code in sheet.amounts("元"):
        value = sheet.value(code)
        if value and value > sheet.limit("amount_large"):
            yield f"“{sheet.name(code)}”填报{show(value, 2)}元，明显偏大，疑似多填“0”或单位有误。", (code,)


def huge_benefits(sheet: Sheet) -> Found:
    """C11 (万元): a benefit probably typed in 元."""
    for code in sheet.amounts("万元"):
        value = sheet.value(code)
        if value and value > sheet.limit("benefit_large"):
            yield f"“{sheet.name(code)}”填报{show(value, 2)}万元，疑似误以“元”为单位填写。", (code,)


def large_disputes(sheet: Sheet) -> Found:
    """C12: a dispute worth too much a head."""
    total, count = sheet.value("dispute_amount"), sheet.value("dispute_persons")
    if total and count and quotient(total, count) > sheet.limit("dispute_per_person"):
        mean = show(quotient(total, count), 2)
        message = f"争议人均金额{mean}元，明显偏大，请核对（工亡、重大工伤案件请在台账注明）。"
        yield message, ("dispute_amount", "dispute_persons")


RULES: tuple[Rule, ...] = (
    Look(
        "C06",
        WARNING,
        average(
            "warm_amount",
            "warm_persons",
            "warm",
            "送温暖人均{avg}元，超出常见范围（{low}—{high}元/人次），请检查金额单位（元/万元）。",
        ),
    ),
    Look(
        "C08",
        WARNING,
        average(
            "study_amount",
            "study_persons",
            "study",
            "金秋助学人均{avg}元，超出常见范围（{low}—{high}元），请检查单位或人数。",
        ),
    ),
    Look("C09", WARNING, in_ten_thousands),
    Look("C10", WARNING, huge_amounts),
    Look("C11", WARNING, huge_benefits),
    Look("C12", WARNING, large_disputes),
    Look(
        "C20",
        WARNING,
        average(
            "mutual_claim_amount",
            "mutual_claims",
            "claim",
            "互助保障次均给付{avg}元，超出常见范围（{low}—{high}元），请核对。",
        ),
    ),
)
