"""An indicator in the browser: how a new one, an amended one and a new definition are typed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from members.forms.months import MonthField
from members.models.union import Level
from members.months import month_text
from members.problems import Problem
from reports.models import Indicator
from reports.models.indicator import SECTIONS, Due, Kind, ParentRel

WAYS = {"entered": "直接填报", "counted": "从台账计数", "ratio": "比率", "balance": "平衡式"}
TERMS = 6
NONE = [("", "—")]
ASKED = [("", "各填报单位"), *Level.choices]
REQUIRED = {"required": "请填写"}
CHOOSE = {"required": "请选择", "invalid_choice": "没有这一项，请重新选择"}
#: Fields that are typed as a plain text of so many characters.
LENGTHS = {"name_zh": 80, "unit": 10, "measure_word": 10, "aliases": 200, "source": 300, "code": 60}


def choices_of(indicators: Iterable[Indicator], *, ratios: bool) -> list[Any]:
    """The catalogue as a drop-down list by section."""
    groups: dict[str, list[tuple[str, str]]] = {key: [] for key in SECTIONS}
    for each in indicators:
        if ratios or each.kind != Kind.RATIO:
            groups[each.section].append((each.code, f"{each.plain_name}（{each.unit}）"))
    return [*NONE, *((SECTIONS[key], options) for key, options in groups.items() if options)]


class IndicatorFields(forms.Form):
    """What the forms below share: reading choices, and putting the catalogue's refusals beside their fields."""

    use_required_attribute = False

    def offer(self, indicators: list[Indicator]) -> None:
        """Fill the drop-down lists that name other indicators."""
        numbers, everything = choices_of(indicators, ratios=False), choices_of(indicators, ratios=True)
        for name in ("numerator", "denominator", "parent", *(f"term{n}" for n in range(TERMS))):
            if name in self.fields:
                self.fields[name].choices = everything if name == "parent" else numbers  # type: ignore[attr-defined]

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Each refusal beside the field it is about, else above the form."""
        for problem in problems:
            name = "name_zh" if problem.column == "name" else problem.column
            self.add_error(name if name in self.fields else None, problem.message)

    @property
    def term_rows(self) -> list[tuple[BoundField, BoundField]]:
        """Sign and indicator of each term of a balance."""
        return [(self[f"sign{n}"], self[f"term{n}"]) for n in range(TERMS) if f"term{n}" in self.fields]

    @property
    def plain(self) -> list[BoundField]:
        """The fields that are not terms."""
        return [field for field in self if not field.name.startswith(("sign", "term"))]

    def terms(self) -> str:
        """The balance as the catalogue keeps it: +a -b."""
        rows = ((self.cleaned_data[f"sign{n}"], self.cleaned_data[f"term{n}"]) for n in range(TERMS))
        return " ".join(f"{sign}{code}" for sign, code in rows if code)

    def add_terms(self, initial: str = "") -> None:
        given = initial.split()
        for n in range(TERMS):
            sign, code = (given[n][0], given[n][1:]) if n < len(given) else ("+", "")
            self.fields[f"sign{n}"] = forms.ChoiceField(
                label="加减", choices=[("+", "加"), ("-", "减")], initial=sign, required=False
            )
            self.fields[f"term{n}"] = forms.ChoiceField(
                label=f"第{n + 1}项", initial=code, required=False, error_messages=CHOOSE
            )


def text(label: str, name: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    most = LENGTHS[name]
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint,
        error_messages=REQUIRED | {"max_length": f"不超过{most}个字"},
    )  # fmt: skip


def reference(label: str, *, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, help_text=hint, error_messages=CHOOSE)


def choice(label: str, choices: Any, *, required: bool = True, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, help_text=hint, error_messages=CHOOSE)


class AmendForm(IndicatorFields):
    """What may be changed at any time without touching figures."""

    name_zh = text("指标名称", "name_zh", required=True, hint="只改字面；口径有变，请用“改口径”。")
    section = choice("业务口", list(SECTIONS.items()))
    due = choice("填报频次", Due.choices)
    asked_of = choice("由谁填报", ASKED, required=False, hint="其他层级的月报里不出现，也不计入应报。")
    measure_word = text("量词", "measure_word", hint="总结里怎么说，如“名”“家”；不填用单位。")
    aliases = text("别名", "aliases", hint="其他叫法，用顿号隔开；粘贴和查找时都认。")
    parent = reference("上级指标", hint="是哪个指标的其中数或分项。")
    parent_rel = choice("与上级的关系", [*NONE, *ParentRel.choices], required=False)
    source = text("口径说明", "source", hint="数怎么来、算到什么时候；填报人在指标旁边看到。")
    zero_is_good = forms.BooleanField(
        label="为零是成绩", required=False, help_text="如安全事故：报 0 时总结里说“未发生”。"
    )
    adverse = forms.BooleanField(label="下降为好", required=False, help_text="如劳动争议：总结里不把增长当成绩。")

    def __init__(self, indicators: list[Indicator], indicator: Indicator, data: Any = None) -> None:
        initial = {name: getattr(indicator, name) for name in self.base_fields if name not in ("name_zh", "parent")}
        initial |= {"name_zh": indicator.name, "parent": indicator.parent.code if indicator.parent else ""}
        super().__init__(data, initial=initial)
        self.offer([each for each in indicators if each.pk != indicator.pk])
        if indicator.built_in:
            # A built-in one's source is written for machines.
            del self.fields["name_zh"], self.fields["source"]

    def values(self) -> dict[str, Any]:
        """The fields of the catalogue."""
        values = dict(self.cleaned_data)
        if "name_zh" in values:
            values["name"] = values.pop("name_zh")
        return values


class AddForm(IndicatorFields):
    """A new indicator of one of three kinds: entered, a ratio, or a balance of others."""

    name_zh = text("指标名称", "name_zh", required=True, hint="写全口径，如“建立职代会制度的企业占已建会企业比例”。")
    section = choice("业务口", [("", "请选择"), *SECTIONS.items()])
    kind = choice(
        "类型", [("flow", "期间数（各月相加）"), ("stock", "期末数（取末月）"), ("amount", "金额（各月相加）")]
    )
    unit = text("单位", "unit", required=True, hint="计数用的单位，如“个”“人次”“万元”；有数以后不能改。")
    numerator = reference("分子")
    denominator = reference("分母", hint="分子、分母都不选，则由单位直接填报比率，不参与汇总。")
    measure_word = text("量词", "measure_word", hint="总结里怎么说，如“名”“家”；不填用单位。")
    aliases = text("别名", "aliases", hint="其他叫法，用顿号隔开。")
    due = choice("填报频次", Due.choices)
    asked_of = choice("由谁填报", ASKED, required=False)
    parent = reference("上级指标", hint="是哪个指标的其中数或分项。")
    parent_rel = choice("与上级的关系", [*NONE, *ParentRel.choices], required=False)
    valid_from = MonthField(label="自何月起", required=False, help_text="不填表示一直都有。")
    code = text("代码", "code", hint="不填由系统按拼音首字母取；登记后不能改。")
    source = text("口径说明", "source", hint="数怎么来、算到什么时候。")
    zero_is_good = forms.BooleanField(label="为零是成绩", required=False)
    adverse = forms.BooleanField(label="下降为好", required=False)

    def __init__(self, indicators: list[Indicator], way: str, data: Any = None) -> None:
        self.way = way
        initial = {"valid_from": timezone.localdate().replace(month=1, day=1), "due": Due.MONTH}
        super().__init__(data, initial=initial)
        if way == "ratio":
            del self.fields["kind"], self.fields["unit"], self.fields["measure_word"]
        else:
            del self.fields["numerator"], self.fields["denominator"]
        if way == "balance":
            self.add_terms()
        self.offer(indicators)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.way == "balance" and not self.errors and len(self.terms().split()) < 2:
            self.add_error(None, "平衡式至少要有两项")
        return cleaned

    def cells(self) -> dict[str, str]:
        """The indicator as a file's row."""
        given = dict(self.cleaned_data)
        month = given.pop("valid_from")
        cells = {"valid_from": month_text(month) if month else ""}
        if self.way == "ratio":
            cells |= {"kind": "ratio", "unit": "%"}
        if self.way == "balance":
            cells["terms"] = self.terms()
        for name, value in given.items():
            if not name.startswith(("sign", "term")) and name not in ("asked_of", "source"):
                cells[name] = ("yes" if value else "no") if isinstance(value, bool) else value
        return cells


class RedefineForm(IndicatorFields):
    """Another name or another way of computing from a year on."""

    year = forms.IntegerField(
        label="自何年起", min_value=1950, max_value=2999, help_text="以前各年仍按原来的名称和算法。",
        error_messages=REQUIRED | dict.fromkeys(("invalid", "min_value", "max_value"), "年度请填四位数字，如2026"),
    )  # fmt: skip
    name_zh = text("指标名称", "name_zh", required=True)
    numerator = reference("分子")
    denominator = reference("分母")
    source = text("口径说明", "source", hint="依据哪份文件、改了什么。")

    def __init__(self, indicators: list[Indicator], indicator: Indicator, data: Any = None) -> None:
        def code(part: Indicator | None) -> str:
            return part.code if part else ""

        initial = {
            "year": timezone.localdate().year + 1, "name_zh": indicator.name, "source": indicator.source,
            "numerator": code(indicator.numerator), "denominator": code(indicator.denominator),
        }  # fmt: skip
        super().__init__(data, initial=initial)
        if indicator.kind != Kind.RATIO:
            del self.fields["numerator"], self.fields["denominator"]
        if indicator.terms:
            self.add_terms(indicator.terms)
        if indicator.built_in:
            del self.fields["source"]
        self.offer([each for each in indicators if each.pk != indicator.pk])

    def values(self) -> dict[str, Any]:
        """The new definition, as `redefine` takes it."""
        given = self.cleaned_data
        return {
            "name": given["name_zh"], "source": given.get("source"),
            "numerator": given.get("numerator", ""), "denominator": given.get("denominator", ""),
            "terms": self.terms() if "term0" in self.fields else "",
        }  # fmt: skip
