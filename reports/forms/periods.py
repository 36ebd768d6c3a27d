"""Which union and span does a page of totals show? What the picker says, or the address itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from members.models import Union
from members.months import PeriodError, Span, month_text, parse_period
from reports.todo import month_to_chase

#: Two terms of a union, the longest anybody reports on.
LONGEST = 120
RUNNING, SPAN, STAT = "running", "span", "stat"
HALVES = [("H1", "上半年"), ("H2", "下半年")]
QUARTERS = [(f"Q{number}", f"{name}季度") for number, name in enumerate("一二三四", 1)]
MONTHS = [(f"{number:02d}", f"{number}月") for number in range(1, 13)]
PARTS: list[tuple[str, Any]] = [
    (RUNNING, "本年累计"),
    ("year", "全年"),
    ("半年、季度", [*HALVES, *QUARTERS]),
    ("月份", MONTHS),
    ("其他", [(STAT, "统计年度（至9月）"), (SPAN, "自选月份")]),
]
MONTH_BOX = {"placeholder": "2026-01", "size": 7, "maxlength": 7, "inputmode": "numeric"}
WHICH_YEAR = "年度请填四位数字，如2026"
PERIOD = {"invalid_choice": "没有这种期间，请重新选择"}


def running(today: date | None = None) -> Span:
    """The year up to the month whose reports are due next or fell due last."""
    last = month_to_chase(today=today)
    return Span(last.replace(month=1), last)


def period_text(span: Span) -> str:
    """The span as an address names it."""
    if span.kind == "stat_year":
        return f"stat{span.last.year}"
    return month_text(span.first) if span.first == span.last else str(span)


def short_enough(span: Span) -> Span:
    """The span itself. Raises PeriodError when it is longer than a page can show."""
    if len(span) > LONGEST:
        raise PeriodError(f"一次最多汇总{LONGEST}个月，现选了{len(span)}个月，请缩短")
    return span


class PeriodForm(forms.Form):
    """The picker in the line above a table of totals."""

    use_required_attribute = False
    union = forms.ChoiceField(label="单位", required=False)
    year = forms.IntegerField(
        label="年度", required=False, min_value=1949, max_value=2999,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WHICH_YEAR),
    )  # fmt: skip
    part = forms.ChoiceField(label="期间", required=False, choices=PARTS, error_messages=PERIOD)
    first = forms.CharField(label="起始月", required=False, widget=forms.TextInput(attrs=MONTH_BOX))
    last = forms.CharField(label="截止月", required=False, widget=forms.TextInput(attrs=MONTH_BOX))
    provisional = forms.BooleanField(label="含未审核", required=False)

    def __init__(self, data: dict[str, Any], units: list[Union]) -> None:
        super().__init__(data)
        self.fields["union"].choices = [(unit.code, unit.name) for unit in units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                cleaned["span"] = short_enough(self._span(cleaned))
            except PeriodError as error:
                self.add_error(None, str(error))
        return cleaned

    def _span(self, cleaned: dict[str, Any]) -> Span:
        this = running()
        year, part = cleaned.get("year") or this.last.year, cleaned.get("part") or RUNNING
        if part == SPAN:
            return parse_period(f"{cleaned.get('first', '')}..{cleaned.get('last', '')}")
        if part == RUNNING:
            return this if year == this.last.year else parse_period(str(year))
        if part == STAT:
            return parse_period(f"stat{year}")
        return parse_period(f"{year}{'' if part == 'year' else part if part[0] in 'HQ' else f'-{part}'}")


def said(form: forms.BaseForm) -> str:
    """Everything a form complains of, in one line."""
    return "；".join(str(text) for texts in form.errors.values() for text in texts)


def fields_of(span: Span) -> dict[str, str]:
    """What the picker shows for a span."""
    year, first = str(span.last.year), span.first.month
    fields = {"year": year, "first": month_text(span.first), "last": month_text(span.last)}
    part = {
        "stat_year": STAT,
        "year": "year",
        "half_year": f"H{1 if first == 1 else 2}",
        "quarter": f"Q{(first + 2) // 3}",
        "month": f"{first:02d}",
    }.get(span.kind, SPAN)
    return fields | {"part": RUNNING if span == running() and span.kind in ("span", "year") else part}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a page of totals is to show, and the picker as it then stands."""

    union: Union
    span: Span
    provisional: bool
    form: PeriodForm
    problem: str = ""

    @property
    def query(self) -> str:
        """The choice as an address carries it on."""
        text = f"union={self.union.code}&period={period_text(self.span)}"
        return text + ("&provisional=1" if self.provisional else "")


def choose(params: dict[str, str], units: list[Union], own: Union) -> Choice:
    """The choice an address makes among these units; what cannot be read is said and replaced by the running year."""
    by_code = {unit.code: unit for unit in units}
    union = by_code.get(params.get("union", ""), own)
    provisional = params.get("provisional", "") not in ("", "0")
    span, problem = running(), ""
    try:
        if params.get("period"):
            span = short_enough(parse_period(params["period"]))
        elif params.keys() & {"year", "part", "first", "last"}:
            form = PeriodForm(params, units)
            if form.is_valid():
                span = form.cleaned_data["span"]
            else:
                problem = said(form)
    except PeriodError as error:
        problem = str(error)
    shown = fields_of(span) | {"union": union.code} | ({"provisional": "1"} if provisional else {})
    kept = {"part": params["part"]} if problem and params.get("part") in (SPAN,) else {}
    return Choice(union, span, provisional, PeriodForm(shown | kept, units), problem)
