"""A ledger record as a form: its groups of fields, from which day a change holds, and its lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.forms.models import BaseInlineFormSet

from members.forms.fields import TypedForm, typed_by
from members.ledgers.ledger import Child, Finding, Ledger
from members.ledgers.record import Record
from members.models import Union, User
from members.models.union import Level
from members.permissions import may_keep

BLANK_LINES = 3
MOST_LINES = 500
SINCE = "since_"


def kept_unions(user: User) -> list[Union]:
    """The unions whose ledgers the user writes: his own first, then the grassroots unions below."""
    found = Union.objects.visible_to(user).filter(models.Q(pk=user.union_id) | models.Q(level=Level.BASE))
    return [union for union in found if may_keep(user, union)]


class RecordForm(TypedForm):
    """The fields of a record; for each dated one the day from which a change holds."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, ledger: Ledger, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ledger = ledger
        unions = [union.pk for union in kept_unions(user)]
        self.fields["union"] = forms.ModelChoiceField(
            Union.objects.visible_to(user).filter(pk__in=unions),
            label="所属工会",
            empty_label=None,
            error_messages={"required": "请选择所属工会"},
        )
        if len(unions) < 2:
            del self.fields["union"]
        self.dated = [name for name in ledger.dated if name in self.fields and self.instance.pk]
        for name in self.dated:
            self.fields[SINCE + name] = forms.DateField(
                label=f"“{self.fields[name].label}”自何日起",
                required=False,
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "data-since": name}),
                help_text="有变动时填起始日；留空表示更正登记错误。",
                error_messages={"invalid": "应写作 2026-05-03 这样的日期"},
            )
        self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.dated:
            if cleaned.get(SINCE + name) and name in cleaned and not self.differs(name):
                self.add_error(SINCE + name, f"“{self.fields[name].label}”没有改动，不用填起始日")
        return cleaned

    def since(self) -> dict[str, date]:
        """From which day the changed fields hold, where one was given."""
        return {name: day for name in self.dated if (day := self.cleaned_data.get(SINCE + name))}

    def laid_out(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """The groups with their fields, each with the day that belongs to it."""
        groups = []
        for legend, names in self.ledger.groups:
            pairs = [(self[name], self[SINCE + name] if name in self.dated else None) for name in names]
            groups.append((legend, pairs))
        if "remark" not in self.ledger.fields:
            groups.append(("备注", [(self["remark"], None)]))
        return groups

    def refuse(self, findings: list[Finding]) -> None:
        """Put what the rules refuse where it belongs."""
        for finding in findings:
            self.add_error(finding.field if finding.field in self.fields else None, finding.message)


def record_form(ledger: Ledger, user: User, record: Record, data: Any = None) -> RecordForm:
    """The form of this record for this user."""
    names = dict.fromkeys([*ledger.fields, "remark", "union"])
    made: Any = forms.modelform_factory(
        ledger.model, form=RecordForm, fields=list(names), formfield_callback=typed_by(user)
    )
    form: RecordForm = made(ledger, user, data, instance=record)
    return form


class Lines(BaseInlineFormSet):  # type: ignore[type-arg]
    """The lines of one kind within a record."""

    child: Child

    def get_unique_error_message(self, unique_check: Any) -> str:
        names = [name for name in unique_check if name != "record"]
        labels = "、".join(str(self.child.model._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]
        return f"“{labels}”相同的有两行，请删去或改正一行"

    def get_form_error(self) -> str:
        return "与上面的一行重复"

    def kept(self) -> list[models.Model]:
        """The lines as they shall be: without those marked for removal and those left blank."""
        gone = self.deleted_forms
        return [
            form.instance
            for form in self.forms
            if form not in gone and (form.has_changed() or not form.instance._state.adding)
        ]


def line_forms(
    ledger: Ledger,
    user: User,
    record: Record,
    data: Any = None,
    starting: Mapping[type[models.Model], list[dict[str, Any]]] | None = None,
) -> list[Lines]:
    """The tables of lines of this record, those it starts with filled in, each with three blank lines at its end."""
    made = []
    for number, child in enumerate(ledger.children):
        begun = (starting or {}).get(child.model, [])
        kind: Any = forms.inlineformset_factory(
            ledger.model,
            child.model,
            form=TypedForm,
            formset=Lines,
            fk_name=child.parent,
            fields=list(child.columns),
            extra=len(begun) + BLANK_LINES,
            max_num=MOST_LINES,
            absolute_max=MOST_LINES,
            validate_max=True,
            can_delete=True,
            formfield_callback=typed_by(user),
        )
        lines: Lines = kind(data, instance=record, prefix=f"lines{number}", initial=begun)
        lines.child = child
        made.append(lines)
    return made
