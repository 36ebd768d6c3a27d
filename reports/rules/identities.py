"""Group B: balances (domain §3 B) and completeness.

B07 (county total = Σ townships) holds by construction and is recomputed by `check_data`; B08 compares with the
ledgers and comes with them; B09 concerns cumulative entry, which does not exist here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reports.formats import show
from reports.rules.engine import ERROR, WARNING, Carry, Finding, Rule, Sheet


@dataclass(frozen=True, slots=True)
class Balanced:
    """A balance stated by hand must equal its terms."""

    code: str
    whole: str
    terms: tuple[tuple[int, str], ...]
    message: str

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        stated, parts = sheet.value(self.whole), [(sign, sheet.value(code)) for sign, code in self.terms]
        if stated is None or any(part is None for _, part in parts):
            return
        value = sum((sign * part for sign, part in parts if part is not None), Decimal(0))
        if value != stated:
            text = f"{self.message}按公式为{show(value, 4)}，现填{show(stated, 4)}。"
            yield Finding(self.code, ERROR, text, (self.whole, *(code for _, code in self.terms)))


ACCOUNT = ("fund_open", "fund_income", "fund_expense")


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening balance must be what the last month with an account closed with."""

    code: str = "B05"

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        opening = sheet.value("fund_open")
        kept = [month for month, found in sheet.earlier.items() if {*ACCOUNT, "fund_close"} & found.keys()]
        if opening is None or not kept:
            return
        last = {code: entry.value for code, entry in sheet.earlier[max(kept)].items()}
        parts = [last.get(code) for code in ACCOUNT]
        closing = last.get("fund_close")
        if parts[0] is not None and parts[1] is not None and parts[2] is not None:
            closing = parts[0] + parts[1] - parts[2]
        if closing is not None and closing != opening:
            text = f"经费期初结余与上期期末结余不一致（上期{show(closing, 4)}元，本期{show(opening, 4)}元）。"
            yield Finding(self.code, ERROR, text, ("fund_open",))


@dataclass(frozen=True, slots=True)
class Orphan:
    """Parts without their whole: fill in the whole, or say why only the parts are counted."""

    whole: str
    parts: tuple[str, ...]
    code: str = "B10"

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        given = [code for code in self.parts if (sheet.value(code) or 0) > 0]
        if given and self.whole not in sheet.now:
            text = f"“{sheet.name(self.whole)}”已填分项但未填总数，请补填，或说明只统计分项。"
            yield Finding(self.code, WARNING, text, (self.whole, *given))


@dataclass(frozen=True, slots=True)
class Complete:
    """An indicator due this month needs an answer: a number (0 is "none") or 不适用."""

    due: str
    code: str = "C22"

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        if self.due not in sheet.now:
            text = f"“{sheet.name(self.due)}”未填写；确无发生的请填“0”，不涉及的请选“不适用”。"
            yield Finding(self.code, ERROR, text, (self.due,))


RULES: tuple[Rule, ...] = (
    Carry(
        "B01",
        "union_total",
        ((1, "union_new"), (-1, "union_revoked")),
        "工会数不平：上期末{prev}个+新建{union_new}个−撤销{union_revoked}个={calc}个，本期填报{union_total}个。",
    ),
    Carry(
        "B02",
        "member_total",
        ((1, "member_new"), (1, "member_transfer_in"), (-1, "member_reduced")),
        "会员数不平：上期末{prev}人+新发展{member_new}人+转入{member_transfer_in}人−减少{member_reduced}人={calc}人，"
        "本期填报{member_total}人。",
    ),
    Carry(
        "B03",
        "hardship_total",
        ((1, "hardship_new"), (-1, "hardship_exit")),
        "困难职工档案不平：上期末{prev}户+新增{hardship_new}户−退档{hardship_exit}户={calc}户，本期填报{hardship_total}户。",
        "quarter",
    ),
    Balanced(
        "B04",
        "fund_close",
        ((1, "fund_open"), (1, "fund_income"), (-1, "fund_expense")),
        "经费收支不平：期末结余应等于期初结余加收入减支出，",
    ),
    Opening(),
    Balanced(
        "B06",
        "unorganized_total",
        ((1, "employer_should"), (-1, "employer_organized")),
        "应建未建企业数应等于应建会企业数减已建会企业数，",
    ),
)
