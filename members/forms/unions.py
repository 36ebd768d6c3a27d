"""Unions: what they are called, who files monthly returns, and under whom they stand from which month on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from members.forms.months import MonthField
from members.models import FormerPlace, Union, User
from members.models.union import PARENTS, Level, OrgType
from members.months import month_name, shift
from members.tree import branches


def parent_field(unions: list[Union], label: str) -> forms.ChoiceField:
    """A drop-down list of unions as an indented tree."""
    choices = [("", "请选择"), *((str(b.union.pk), b.label) for b in branches(unions))]
    return forms.ChoiceField(label=label, choices=choices, error_messages={"required": "请选择上级工会"})


class UnionForm(forms.ModelForm):
    """Name, type and filing of a union; its code, level and place are not changed here."""

    use_required_attribute = False
    files_from = MonthField(label="自何月起填报", required=False, help_text="不填表示一直填报。")
    files_until = MonthField(label="填报至何月", required=False, help_text="不再填报时填写，以前各月的报表不受影响。")

    class Meta:
        model = Union
        fields = (
            "name",
            "org_type",
            "party",
            "superior_name",
            "established_on",
            "files_returns",
            "files_from",
            "files_until",
        )
        widgets = {"established_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "请填写工会名称"
        self.fields["name"].help_text = "写全称，如“东港镇总工会”。"
        org_type = self.fields["org_type"]
        assert isinstance(org_type, forms.TypedChoiceField)
        org_type.choices = [("", "不分类"), *OrgType.choices]
        self.fields["party"].help_text = "总结里“在……领导下”用，如“东港镇党委”。不填时按名称推定。"
        if self.instance.parent_id:
            del self.fields["superior_name"]  # the union above says it
        else:
            self.fields["superior_name"].help_text = "总结的主送机关，如“青州市总工会”。"
        self.fields["files_returns"].help_text = "勾选后每月应报；不填报的工会，数据由上级工会一并统计。"
        self.fields["established_on"].error_messages["invalid"] = "应写作 2009-03-15 这样的日期"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = cleaned.get("files_from"), cleaned.get("files_until")
        if begin and end and begin > end:
            self.add_error("files_until", f"不能早于起报月 {month_name(begin)}")
        return cleaned


class UnionAddForm(UnionForm):
    """A new township or grassroots union under one the user may see."""

    level = forms.ChoiceField(
        label="层级", choices=[(level.value, level.label) for level in (Level.TOWNSHIP, Level.BASE)]
    )

    class Meta(UnionForm.Meta):
        fields = ("code", *UnionForm.Meta.fields)  # type: ignore[assignment]

    def __init__(self, keeper: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("superior_name", None)  # a new union always stands under another
        self.unions = {str(union.pk): union for union in Union.objects.visible_to(keeper)}
        self.fields["parent"] = parent_field(list(self.unions.values()), "上级工会")
        self.fields["code"].help_text = "导入、导出时用来对应各工会，登记后不能更改。"
        self.fields["code"].error_messages |= {"required": "请填写工会代码", "unique": "这个代码已登记给别的工会"}
        self.order_fields(["parent", "level", "code", "name"])

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if any(char.isspace() for char in code):
            raise forms.ValidationError("工会代码里不能有空格")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = self.unions.get(cleaned.get("parent", ""))
        level = cleaned.get("level")
        if parent and level and parent.level not in PARENTS[level]:
            self.add_error("parent", "乡镇（街道）工会的上级应为县总工会")
        return cleaned

    @property
    def parent(self) -> Union:
        """The union chosen as parent."""
        return self.unions[self.cleaned_data["parent"]]


class MoveForm(forms.Form):
    """Another parent from a month on; the months before stay with the old one."""

    use_required_attribute = False

    def __init__(self, keeper: User, union: Union, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.union = union
        visible = Union.objects.visible_to(keeper).exclude(path__startswith=union.path)
        suitable = visible.filter(level__in=PARENTS[union.level])
        self.unions = {str(other.pk): other for other in suitable if other.pk != union.parent_id}
        self.fields["parent"] = parent_field(list(self.unions.values()), "新的上级工会")
        self.fields["since"] = MonthField(
            label="自何月起",
            initial=timezone.localdate().replace(day=1),
            help_text="这个月以前的汇总仍算在原上级名下。",
            error_messages={"required": "请填写自何月起改属"},
        )

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        latest = shift(timezone.localdate().replace(day=1), 1)
        if since > latest:
            raise forms.ValidationError(f"最晚填 {month_name(latest)}：查看权限从保存时起就随之变动")
        inside = FormerPlace.objects.filter(union__path__startswith=self.union.path)
        last = inside.order_by("-until").select_related("union").first()
        if last and since <= last.until:
            raise forms.ValidationError(
                f"“{last.union.name}”自{month_name(last.until)}起变动过隶属，这次应在其后的月份"
            )
        return since

    @property
    def parent(self) -> Union:
        """The union chosen as parent."""
        return self.unions[self.cleaned_data["parent"]]
