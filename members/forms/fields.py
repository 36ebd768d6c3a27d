"""How each kind of ledger field is typed: days, codes, amounts, sealed texts, references by name."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.urls import reverse

from members.ledgers.display import masked_text
from members.ledgers.ledger import as_text, ledger_of
from members.ledgers.references import Unresolved, resolve
from members.models import Union, User
from members.models.scaled import ScaledField
from members.models.sealed import SealedField

#: Typed into a sealed field, it empties it.
NOTHING = "无"
LONG = 200
LONGEST_SEALED = 2000


class AmountField(forms.DecimalField):
    """An exact number of at most four decimals; separators of thousands are taken as read."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "请填完整的数字，如 86000，不带“元”“万”等单位"}

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", "").replace("，", "") if isinstance(value, str) else value)


class SealedText(forms.CharField):
    """What is typed replaces what is kept; empty keeps it, 无 removes it. It is never sent back once it is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.current: Any = ""
        self.widget.attrs["autocomplete"] = "off"

    def stand_for(self, row: models.Model, name: str) -> None:
        """Say, masked, what is kept now."""
        self.current = getattr(row, name) or ""
        if self.current:
            self.required = False
            self.help_text = f"已登记 {masked_text(row, name)}，留空不变，填“{NOTHING}”清除。"

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.current if not text else "" if text == NOTHING else text


class ReferenceText(forms.CharField):
    """A record of another ledger, typed by its name."""

    def __init__(self, model: type[models.Model], user: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model, self.user, self.current = model, user, None
        self.widget.attrs["autocomplete"] = "off"
        if ledger := ledger_of(model):
            self.widget.attrs["data-find"] = reverse("record-find", args=[ledger.slug])
            self.widget.attrs["placeholder"] = f"从“{ledger.name}”中选"

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        return str(self.current) if self.current and value else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "").strip()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if self.current and text == str(self.current):
            return self.current
        try:
            return resolve(self.model, self.user, text)
        except Unresolved as unknown:
            raise forms.ValidationError(str(unknown)) from unknown


def typed_by(user: User) -> Any:
    """For `modelform_factory`: the form field of a model field, as this user types it."""

    def typed(field: Any, **kwargs: Any) -> forms.Field | None:
        common = {
            "label": field.verbose_name,
            "required": not field.blank,
            "help_text": field.help_text,
            "error_messages": {"required": f"请填写“{field.verbose_name}”"},
        }
        if isinstance(field, SealedField):
            made = SealedText(max_length=LONGEST_SEALED, **common)
            if "每行" in field.help_text:  # such a field holds several lines
                made.widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
            return made
        if isinstance(field, ScaledField):
            return AmountField(max_digits=18, decimal_places=4, **common)
        if isinstance(field, models.ForeignKey):
            model: Any = field.remote_field.model
            if model is Union:
                words = "（不填）" if field.blank else "请选择"
                return forms.ModelChoiceField(Union.objects.visible_to(user), empty_label=words, **common)
            return ReferenceText(model, user, max_length=LONG, **common)
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            common["error_messages"] |= {"invalid": "应写作 2026-05-03 这样的日期"}
            return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **common)
        if field.choices:
            common["error_messages"] = {"required": f"请选择“{field.verbose_name}”"}
        plain: forms.Field | None = field.formfield(error_messages=common["error_messages"], **kwargs)
        if isinstance(plain, forms.TypedChoiceField):
            words = "（不填）" if field.blank else "请选择"
            plain.choices = [
                ("", words) if value in ("", None) else (value, label) for value, label in field.get_choices()
            ]
        if isinstance(field, models.CharField) and not field.choices and (field.max_length or 0) >= LONG and plain:
            plain.widget = forms.Textarea(attrs={"rows": 2, "maxlength": field.max_length})
        return plain

    return typed


class TypedForm(forms.ModelForm):
    """A form over fields of these kinds; what is stored stands behind the sealed and the referring ones."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = not self.instance._state.adding
        for name, made in self.fields.items():
            if isinstance(made, ReferenceText) and getattr(self.instance, f"{name}_id", None):
                made.current = getattr(self.instance, name)
            if isinstance(made, SealedText) and stored:
                made.stand_for(self.instance, name)

    def differs(self, name: str) -> bool:
        """Does the form say something else of the field than the row did?"""
        field: Any = self.instance._meta.get_field(name)
        return as_text(getattr(self.instance, field.attname)) != as_text(self.cleaned_data.get(name))
