"""A county made up by a seed: own indicators, unions, two years with gaps, zeros and 不适用; and its slow oracle.

The oracle knows nothing of the product: months are numbers, values are fractions, every sum is made anew.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from openpyxl import Workbook

NA = "na"
DUE = {"month": set(range(1, 13)), "quarter": {3, 6, 9, 12}, "half_year": {6, 12}}
#: Indicators of the catalogue that take part: code → how months add up, how often due (as the catalogue says).
BUILT_IN = {
    "member_total": ("last", "month"),
    "member_new": ("sum", "month"),
    "dispute_accepted": ("sum", "month"),
    "union_new": ("sum", "month"),
}
UNITS = {"flow": ("件", "人次", "场"), "stock": ("个", "户", "人"), "amount": ("元", "万元")}


@dataclass
class Indicator:
    """What the oracle must know of an indicator."""

    code: str
    name: str = ""
    kind: str = "flow"
    unit: str = "件"
    section: str = "S01"
    agg: str = "sum"
    due: str = "month"
    parts: tuple[str, str] | None = None
    terms: tuple[tuple[int, str], ...] = ()
    parent: str = ""


@dataclass
class County:
    """Unions (code → parent), indicators, and answers[union][code][month number] = a fraction or NA."""

    year: int
    period: str
    unions: dict[str, str]
    indicators: dict[str, Indicator]
    answers: dict[str, dict[str, dict[int, Fraction | str]]] = field(default_factory=dict)

    def below(self, union: str) -> list[str]:
        """The union and everything below it."""
        found = [union]
        for code, parent in self.unions.items():
            if parent in found:
                found.append(code)
        return found

    def months(self, years_back: int = 0) -> list[int]:
        """The months of the period, or of the same span so many years before."""
        year = self.year - years_back
        first, last = {
            "Y": (1, 12), "H1": (1, 6), "H2": (7, 12), "Q2": (4, 6), "-08": (8, 8), "..": (1, 8), "stat": (-2, 9),
        }[self.period]  # fmt: skip
        return [year * 12 + month - 1 for month in range(first, last + 1)]

    @property
    def period_text(self) -> str:
        """The period as the commands take it."""
        year = self.year
        texts = {"Y": f"{year}", "-08": f"{year}-08", "..": f"{year}-01..{year}-08", "stat": f"stat{year}"}
        return texts.get(self.period, f"{year}{self.period}")

    def base_months(self) -> list[int]:
        """The whole year before the period."""
        start = (self.year - 1) * 12 - (3 if self.period == "stat" else 0)
        return list(range(start, start + 12))

    def of_unit(self, union: str, code: str, months: list[int]) -> Fraction | None:
        """One union's value: sums add the numbers; stocks take what was said last, 不适用 included."""
        indicator = self.indicators[code]
        if indicator.terms:
            parts = [(sign, self.of_unit(union, term, months)) for sign, term in indicator.terms]
            if all(part is not None for _, part in parts):
                return sum((sign * part for sign, part in parts if part is not None), Fraction(0))
        said = self.answers[union].get(code, {})
        inside = [said[month] for month in months if month in said]
        if indicator.agg == "sum":
            numbers = [answer for answer in inside if isinstance(answer, Fraction)]
            return sum(numbers, Fraction(0)) if numbers else None
        answer = (inside[0] if indicator.agg == "first" else inside[-1]) if inside else None
        return answer if isinstance(answer, Fraction) else None

    def total(self, union: str, code: str, months: list[int]) -> Fraction | None:
        """The union's and everything below: units added; a ratio from the sums of its parts."""
        indicator, units = self.indicators[code], self.below(union)
        if indicator.kind == "ratio":
            if indicator.parts:
                top, bottom = (self.total(union, part, months) for part in indicator.parts)
                if top is not None and bottom is not None:
                    return top / bottom * 100 if bottom else None
            return self.of_unit(union, code, months) if len(units) == 1 else None
        values = [value for unit in units if (value := self.of_unit(unit, code, months)) is not None]
        return sum(values, Fraction(0)) if values else None

    def coverage(self, union: str, code: str) -> tuple[int, int, int]:
        """Of the filing unit-months in which the indicator is due: with a number, 不适用, and all."""
        due = [month for month in self.months() if month % 12 + 1 in DUE[self.indicators[code].due]]
        said = [self.answers[unit].get(code, {}).get(month) for unit in self.below(union) for month in due]
        return sum(isinstance(each, Fraction) for each in said), sum(each == NA for each in said), len(said)


def make_county(seed: int) -> County:
    """The county of this seed."""
    dice = random.Random(seed)
    unions = {"C": "", **{f"T{n}": "C" for n in range(1, dice.randint(3, 5))}}
    if dice.random() < 0.5:
        unions["B1"] = "T1"
    indicators = {i.code: i for i in [*_own(dice), *(Indicator(c, agg=a, due=d) for c, (a, d) in BUILT_IN.items())]}
    period = dice.choice(("Y", "H1", "H2", "Q2", "-08", "..", "stat"))
    county = County(dice.randint(2012, 2024), period, unions, indicators)
    months = range((county.year - 1) * 12, (county.year + 1) * 12)
    for union in unions:
        county.answers[union] = {
            code: {month: answer for month in months if (answer := _answer(dice, indicator)) is not None}
            for code, indicator in indicators.items()
            if dice.random() < 0.9 and not (indicator.parts and dice.random() < 0.7)
        }
    return county


def _own(dice: random.Random) -> list[Indicator]:
    own: list[Indicator] = []
    for number in range(12):
        kind = dice.choice(("flow", "flow", "stock", "amount"))
        agg = {"stock": dice.choice(("last", "last", "first")), "amount": dice.choice(("sum", "sum", "last"))}
        own.append(
            Indicator(
                f"r_{kind}_{number}", f"自设{number:02d}号事项", kind, dice.choice(UNITS[kind]),
                f"S{dice.randint(1, 17):02d}", agg.get(kind, "sum"), dice.choice(tuple(DUE)),
            )
        )  # fmt: skip
    for number, child in enumerate(own[1:4]):
        if dice.random() < 0.6:
            child.parent = own[number].code
    plain = [each.code for each in own]
    for number in range(3):
        top, bottom = dice.sample(plain, 2)
        parts = (top, bottom) if number < 2 else None
        section = f"S{dice.randint(1, 17):02d}"
        own.append(Indicator(f"r_rate_{number}", f"自设{number}号率", "ratio", "%", section, "last", "month", parts))
    terms = tuple((sign, code) for sign, code in zip((1, 1, -1), dice.sample(plain[4:], 3), strict=True))
    own.append(Indicator("r_balance", "自设结余", "amount", "元", "S15", "last", "month", None, terms))
    return own


def _answer(dice: random.Random, indicator: Indicator) -> Fraction | str | None:
    chance = dice.random()
    if chance < 0.25:
        return None
    if chance < 0.33:
        return NA
    if chance < 0.5:
        return Fraction(0)
    places = 100 if indicator.kind in ("amount", "ratio") else 1
    most = 120 if indicator.kind == "ratio" else dice.choice((9, 900, 90_000))
    return Fraction(dice.randint(1, most * places), places)


def decimal_text(number: Fraction) -> str:
    """A fraction of hundredths as a person types it."""
    whole, rest = divmod(number * 100, 100)
    return str(whole) if not rest else f"{whole}.{int(rest):02d}"


def write_files(county: County, folder: Path, form: str) -> dict[str, Path]:
    """The county as three files in one of the accepted forms: utf-8, utf-8-sig, gb18030 or xlsx."""
    unions = [["code", "name", "level", "org_type", "parent_code"]]
    levels = {"C": ("county", "某县总工会"), "T": ("township", "镇总工会"), "B": ("base", "厂工会")}
    for code, parent in reversed(county.unions.items()):
        level, name = levels[code[0]]
        unions.append([code, f"第{code[1:]}{name}" if parent else name, level, "", parent])
    heads = ["code", "name_zh", "unit", "kind", "section", "numerator", "denominator", "terms"]
    heads += ["parent", "parent_rel", "month_agg", "due"]
    indicators = [heads]
    for each in county.indicators.values():
        if each.code not in BUILT_IN:
            terms = " ".join(f"{'+' if sign > 0 else '-'}{code}" for sign, code in each.terms)
            agg = "" if each.kind == "ratio" else each.agg
            relation = "related" if each.parent else ""
            parts = each.parts or ("", "")
            indicators.append(
                [each.code, each.name, each.unit, each.kind, each.section, *parts, terms, each.parent, relation, agg,
                 each.due]
            )  # fmt: skip
    figures = [["union_code", "month", "code", "value"]]
    for union, answers in county.answers.items():
        for code, said in answers.items():
            for month, answer in said.items():
                text = decimal_text(answer) if isinstance(answer, Fraction) else answer
                figures.append([union, f"{month // 12}-{month % 12 + 1:02d}", code, text])
    tables = {"unions": unions, "indicators": indicators, "figures": figures}
    return {name: write_table(folder / name, rows, form) for name, rows in tables.items()}


def write_table(path: Path, rows: list[list[str]], form: str) -> Path:
    """One table in one form."""
    if form == "xlsx":
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        path = path.with_suffix(".xlsx")
        book.save(path)
        return path
    path = path.with_suffix(".csv")
    with path.open("w", encoding=form, newline="") as file:
        csv.writer(file).writerows(rows)
    return path
