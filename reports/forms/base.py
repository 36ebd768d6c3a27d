"""Last year's figures of a union in the browser: one line per indicator, and the paper they come from."""

from __future__ import annotations

from typing import Any

from django import forms

from reports.arithmetic import Entry
from reports.bases import Base, whole_year
from reports.formats import NumberError
from reports.models import Indicator
from reports.monthly import entry_text, read_entry
from reports.papers import PaperRefused, paper_ending


class BaseForm(forms.Form):
    """Two inputs for a flow (first half, whole year), one for a stock or a stated rate (the year's end)."""

    use_required_attribute = False
    paper = forms.FileField(
        label="上年报表扫描件", required=False, help_text="PDF、PNG 或 JPG，不超过 10 MB。",
        error_messages={"empty": "文件是空的，请重新选择", "invalid": "没有收到文件，请重新选择"},
    )  # fmt: skip

    def __init__(
        self, indicators: list[Indicator], end: dict[str, Entry], june: dict[str, Entry], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        for each in indicators:
            is_flow = each.month_agg == "sum"
            half = june.get(each.code) if is_flow else None
            year = whole_year(end.get(each.code), half)
            self.fields[f"y_{each.code}"] = forms.CharField(
                label=f"{each.plain_name}，{'全年' if is_flow else '年末'}", initial=entry_text(year), required=False,
                max_length=30,
            )  # fmt: skip
            if is_flow:
                self.fields[f"h_{each.code}"] = forms.CharField(
                    label=f"{each.plain_name}，上半年", initial=entry_text(half), required=False, max_length=30
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found = []
        for each in self.indicators:
            year, half = self._read(f"y_{each.code}", each), self._read(f"h_{each.code}", each)
            if half and not year:
                self.add_error(f"y_{each.code}", "填了上半年数，也要填全年数")
            elif half and year and (half.value is None or year.value is None or half.value > year.value):
                self.add_error(f"h_{each.code}", "上半年数不能大于全年数")
            found.append(Base(each, year, half))
        cleaned["bases"] = found
        if not self.errors and not any(base.year for base in found) and not cleaned.get("paper"):
            self.add_error(None, "还没有填数，也没有选择扫描件")
        return cleaned

    def clean_paper(self) -> Any:
        paper = self.cleaned_data.get("paper")
        if paper:
            try:
                paper_ending(paper.read(16), paper.size)
            except PaperRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
            paper.seek(0)
        return paper

    def _read(self, name: str, indicator: Indicator) -> Entry | None:
        if name not in self.fields or name in self.errors:
            return None
        try:
            return read_entry(self.cleaned_data.get(name, ""), indicator)
        except NumberError as error:
            self.add_error(name, str(error))
            return None
