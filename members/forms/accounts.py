"""Accounts: who, where, in which role; a role may only be given by somebody above it."""

from __future__ import annotations

from typing import Any

from django import forms

from members.models import Role, Union, User
from members.models.union import Level
from members.permissions import GRANTS, grantable_roles
from members.sections import SECTIONS
from members.tree import branches

SECTIONS_HELP = "部室只审核勾选的业务口；其他角色不用选。"


def role_choices(roles: set[str]) -> list[tuple[str, str]]:
    """Roles in the order they are declared in, with their names."""
    return [(value, label) for value, label in Role.choices if value in roles]


class AccountForm(forms.ModelForm):
    """Name, post, role and, for departments, the sections; what the giver may not give is not on offer."""

    use_required_attribute = False
    sections = forms.MultipleChoiceField(
        label="负责审核的业务口",
        choices=list(SECTIONS.items()),
        required=False,
        help_text=SECTIONS_HELP,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = ("full_name", "post", "role", "sections")

    def __init__(self, giver: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver
        roles = self.roles_on_offer()
        self.fields["role"] = forms.ChoiceField(
            label="角色", choices=self.choices(roles), error_messages={"required": "请选择角色"}
        )
        self.fields["full_name"].error_messages["required"] = "请填写姓名"
        self.fields["post"].help_text = "如“工会干事”“权益保障部部长”，可以不填。"
        if Role.COUNTY_DEPT not in roles:
            del self.fields["sections"]

    def roles_on_offer(self) -> set[str]:
        return grantable_roles(self.giver, self.instance.union)

    def choices(self, roles: set[str]) -> list[Any]:
        return role_choices(roles)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "sections" in self.fields:
            if cleaned.get("role") != Role.COUNTY_DEPT:
                cleaned["sections"] = []
            elif not cleaned.get("sections"):
                self.add_error("sections", "请至少勾选一个业务口")
        return cleaned


class AccountAddForm(AccountForm):
    """A new account also needs its union and its user name."""

    union = forms.ModelChoiceField(
        Union.objects.none(), label="所在工会", error_messages={"required": "请选择所在工会"}
    )

    class Meta:
        model = User
        fields = ("union", "role", "username", "full_name", "post", "sections")

    field_order = ("union", "role", "username", "full_name", "post", "sections")

    def __init__(self, giver: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(giver, *args, **kwargs)
        levels = [level for level, roles in GRANTS.get(giver.role, {}).items() if roles]
        unions = Union.objects.visible_to(giver).filter(level__in=levels)
        field = self.fields["union"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = unions
        field.choices = [("", "请选择"), *((b.union.pk, b.label) for b in branches(unions))]
        name = self.fields["username"]
        name.help_text = "登录时用，开通后不能更改。可用汉字、字母、数字和 @ . + - _，建议用姓名全拼。"
        name.error_messages |= {
            "required": "请填写用户名",
            "unique": "这个用户名已有人使用，请换一个",
            "invalid": "用户名只能用汉字、字母、数字和 @ . + - _",
        }
        self.order_fields(self.field_order)

    def roles_on_offer(self) -> set[str]:
        return set().union(*GRANTS.get(self.giver.role, {}).values()) - {self.giver.role}

    def choices(self, roles: set[str]) -> list[Any]:
        """Grouped by the level of union they belong to."""
        by_level = GRANTS.get(self.giver.role, {})
        groups = [(Level(level).label, role_choices(by_level[level] & roles)) for level in by_level]
        return [("", "请选择"), *groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        union, role = cleaned.get("union"), cleaned.get("role")
        if union and role and role not in grantable_roles(self.giver, union):
            self.add_error("role", f"“{union.name}”是{union.get_level_display()}，不能设“{Role(role).label}”")
        return cleaned
