"""A target in the browser: one union's, or the parts of a county's for its townships."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from members.models import Union
from reports.formats import NumberError, clean_number, show
from reports.forms.indicator import CHOOSE, choices_of
from reports.models import Indicator, Target
from reports.targets import Aim

MONTHS = [(str(month), "年底前" if month == 12 else f"{month}月底前") for month in range(1, 13)]
BOUNDS = [("yes", "不少于"), ("no", "不超过")]
YEAR = dict.fromkeys(("invalid", "min_value", "max_value"), "年度请填四位数字，如2026")


def read_number(text: str, indicator: Indicator) -> Decimal:
    """A typed target in the indicator's unit; a rate needs no whole number. Raises NumberError."""
    units = {indicator.unit, indicator.spoken_unit}
    return clean_number(text, whole=indicator.whole, decimals=indicator.decimals, units=units)


class TargetForm(forms.Form):
    """Union, indicator and year of a new target; a standing one keeps them."""

    use_required_attribute = False
    union = forms.ChoiceField(label="单位", error_messages=CHOOSE | {"required": "请选择单位"})
    indicator = forms.ChoiceField(label="指标", error_messages=CHOOSE | {"required": "请选择指标"})
    year = forms.IntegerField(
        label="年度", min_value=1950, max_value=2999, error_messages=YEAR | {"required": "请填写年度"}
    )
    at_least = forms.ChoiceField(
        label="要求", choices=BOUNDS, error_messages=CHOOSE, help_text="控制数（如事故、争议）选“不超过”。"
    )
    target = forms.CharField(label="任务数", max_length=30, error_messages={"required": "请填写任务数"})
    by_month = forms.ChoiceField(
        label="完成期限", choices=MONTHS, error_messages=CHOOSE, help_text="分期的任务按期限各登记一条。"
    )
    document = forms.CharField(
        label="文号", max_length=60, required=False, help_text="如“县工发〔2026〕3号”。",
        error_messages={"max_length": "不超过60个字"},
    )  # fmt: skip
    note = forms.CharField(label="备注", max_length=200, required=False, error_messages={"max_length": "不超过200个字"})

    def __init__(
        self,
        unions: list[Union],
        indicators: list[Indicator],
        target: Target | None,
        data: Any = None,
        given: Mapping[str, str] | None = None,
    ) -> None:
        initial: dict[str, Any] = {"year": timezone.localdate().year, "by_month": "12", "at_least": "yes"}
        if target:
            initial = {
                "target": show(target.target, 4), "by_month": str(target.by_month), "document": target.document,
                "at_least": "yes" if target.at_least else "no", "note": target.note,
            }  # fmt: skip
        super().__init__(data, initial=initial | dict(given or {}))
        self.by_code = {indicator.code: indicator for indicator in indicators}
        self.unions = {union.code: union for union in unions}
        if target:
            del self.fields["union"], self.fields["indicator"], self.fields["year"]
            self.chosen: Indicator | None = target.indicator
        else:
            self.chosen = None
            self.fields["union"].choices = [("", "请选择"), *((u.code, u.name) for u in unions)]  # type: ignore[attr-defined]
            self.fields["indicator"].choices = choices_of(indicators, ratios=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        indicator = self.chosen or self.by_code.get(cleaned.get("indicator", ""))
        if indicator and cleaned.get("target"):
            try:
                cleaned["number"] = read_number(cleaned["target"], indicator)
            except NumberError as error:
                self.add_error("target", str(error))
            else:
                if cleaned["number"] == 0 and cleaned.get("at_least") == "yes":
                    self.add_error("target", "“不少于0”不成任务；要求不发生的，请选“不超过”")
        return cleaned

    def aim(self) -> Aim:
        """What the form says."""
        given = self.cleaned_data
        return Aim(given["number"], given["at_least"] == "yes", given["document"].strip(), given["note"].strip())


class SpreadForm(forms.Form):
    """One number for each union; an empty one is no target."""

    use_required_attribute = False

    def __init__(self, unions: list[Union], target: Target, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unions, self.target = unions, target
        for union in unions:
            self.fields[f"u{union.pk}"] = forms.CharField(label=union.name, max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for union in self.unions:
            text = cleaned.get(f"u{union.pk}", "").strip()
            try:
                cleaned[f"n{union.pk}"] = read_number(text, self.target.indicator) if text else None
            except NumberError as error:
                self.add_error(f"u{union.pk}", str(error))
        return cleaned

    def shares(self) -> dict[int, Decimal | None]:
        """Union id → its number, None for none."""
        return {union.pk: self.cleaned_data[f"n{union.pk}"] for union in self.unions}
