"""Forms around a summary: which one to open, the words an officer writes, the text of a section."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from members.months import PeriodError, Span
from reports.forms.periods import WHICH_YEAR
from reports.models.summary import SummaryKind
from reports.sentences import WRITTEN_WORDS

MONTHS = [(number, f"{number}月") for number in range(1, 13)]
LAST_OF_HALF = 6
LONGEST_WORD = 500


class NewSummaryForm(forms.Form):
    """Which summary: its kind, year and the month whose figures it ends with."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="种类",
        choices=SummaryKind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择总结种类"),
    )
    year = forms.IntegerField(
        label="年度", min_value=1949, max_value=2999,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WHICH_YEAR),
    )  # fmt: skip
    first = forms.TypedChoiceField(label="起始月", choices=MONTHS, coerce=int, required=False, empty_value=None)
    last = forms.TypedChoiceField(
        label="数据截止月", choices=MONTHS, coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择数据截止月"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        first = (cleaned["first"] or 1) if cleaned["kind"] == SummaryKind.PERIOD else 1
        if cleaned["kind"] == SummaryKind.HALF_YEAR and cleaned["last"] > LAST_OF_HALF:
            self.add_error("last", "半年总结的数据截止月不晚于6月；要写到更后的月份，请选“阶段总结”")
            return cleaned
        try:
            cleaned["span"] = Span(date(cleaned["year"], first, 1), date(cleaned["year"], cleaned["last"], 1))
        except PeriodError as error:
            self.add_error("first", str(error))
        return cleaned


class WordsForm(forms.Form):
    """The words this report's sentences leave to the officer; empty ones drop their sentence."""

    def __init__(self, names: Iterable[str], words: dict[str, str], data: Any = None) -> None:
        super().__init__(data)
        for name in names:
            self.fields[name] = forms.CharField(
                label=WRITTEN_WORDS[name],
                initial=words.get(name, ""),
                required=False,
                max_length=LONGEST_WORD,
                widget=forms.Textarea(attrs={"rows": 2 if len(words.get(name, "")) > 18 else 1}),
                error_messages={"max_length": f"不超过{LONGEST_WORD}字"},
            )
