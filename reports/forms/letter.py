"""How a report is dressed as a 公文, and which figures it draws month by month."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms

from reports.models import Summary
from reports.models.indicator import SECTIONS
from reports.rollup import Rollup
from reports.summaries.charting import MOST_LINES, drawable
from reports.summaries.letter import usual_printer, usual_signer

#: 青工发〔2026〕12号: who, in which year, the how manieth; no 第, no leading nought.
NUMBER = re.compile(r"([\u4e00-\u9fff]{1,15})[〔\[(【](\d{4})[〕\])】]第?0*([1-9]\d{0,3})号")
AUTO, NONE = "auto", "none"


class LetterForm(forms.ModelForm):
    """公文格式 of one summary; what stays empty follows from the union."""

    use_required_attribute = False

    class Meta:
        model = Summary
        fields = (
            "addressee", "red_head", "letter_number", "upward", "signer", "imprint", "copies_to", "printed_by",
        )  # fmt: skip
        labels = {
            "red_head": "红头（发文机关标志、发文字号）",
            "upward": "报送上级，写签发人",
            "imprint": "末页加版记（抄送、印发）",
        }

    first_chart = forms.ChoiceField(label="附图一", required=False)
    second_chart = forms.ChoiceField(label="附图二", required=False)

    def __init__(self, summary: Summary, rolled: Rollup, data: Any = None) -> None:
        chosen = summary.charts
        first = AUTO if chosen is None else (chosen or [NONE])[0]
        second = chosen[1] if chosen and len(chosen) > 1 else NONE
        super().__init__(data, instance=summary, initial={"first_chart": first, "second_chart": second})
        usual = {
            "addressee": summary.union.superior,
            "signer": usual_signer(summary),
            "printed_by": usual_printer(summary.union),
            "letter_number": f"如“工发〔{summary.last.year}〕12号”",
            "copies_to": "几个单位用逗号隔开",
        }
        for name, text in usual.items():
            self.fields[name].widget.attrs["placeholder"] = text
        for field in self.fields.values():
            field.error_messages["max_length"] = f"“{field.label}”不超过{getattr(field, 'max_length', '')}字"
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in drawable(rolled):
            groups.setdefault(SECTIONS[each.section], []).append((each.code, each.plain_name))
        codes = [*groups.items()]
        for name, choices in (
            ("first_chart", [(AUTO, "自动选一项"), (NONE, "不附图")]),
            ("second_chart", [(NONE, "不附图")]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*choices, *codes]
            field.error_messages["invalid_choice"] = f"“{field.label}”请从列表中选择"

    def clean_letter_number(self) -> str:
        """The number with the brackets and digits of the norm."""
        text = unicodedata.normalize("NFKC", "".join(str(self.cleaned_data["letter_number"]).split()))
        if not text:
            return ""
        match = NUMBER.fullmatch(text)
        if not match:
            raise forms.ValidationError("发文字号请写成“青工发〔2026〕12号”的样子")
        return f"{match[1]}〔{match[2]}〕{match[3]}号"

    @property
    def charts(self) -> list[str] | None:
        """The codes to be drawn; None leaves the choice to the report."""
        first, second = (self.cleaned_data[f"{name}_chart"] or NONE for name in ("first", "second"))
        if first == AUTO and second == NONE:
            return None
        return [code for code in dict.fromkeys((first, second)) if code not in (AUTO, NONE)][:MOST_LINES]
