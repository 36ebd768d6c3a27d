"""A counted indicator typed in the browser: what of the chosen ledger is counted, when, and under which conditions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField

from members.ledgers.ledger import Ledger, ledger_of
from members.models.scaled import ScaledField
from reports.forms.indicator import AddForm, choice
from reports.models import Indicator

#: Fields of the form that say how it is counted; the others are those of any new indicator.
COUNTING = ("measure", "date")


class CountedForm(AddForm):
    """A new indicator counted from one ledger. Conditions left open do not narrow the count."""

    def __init__(self, indicators: list[Indicator], ledger: Ledger, data: Any = None) -> None:
        super().__init__(indicators, "counted", data)
        self.ledger = ledger
        del self.fields["kind"]
        self.fields["section"].initial = ledger.section
        self.fields["measure"] = choice("数什么", measures(ledger))
        self.fields["date"] = choice("什么时候的", days(ledger))
        self.fields["date"].initial = f"in:{ledger.main_date}" if ledger.main_date else "held"
        for name, label, field in conditions(ledger):
            self.fields[f"w_{name.replace('.', '__')}"] = condition_field(label, field)
            if name in ledger.ranks:
                self.fields[f"least_{name}"] = forms.ChoiceField(
                    label=f"{label}不低于", required=False, choices=[("", "不限"), *field.flatchoices]
                )

    @property
    def plain(self) -> list[BoundField]:
        """The fields any new indicator has."""
        return [f for f in self if f.name not in COUNTING and not f.name.startswith(("w_", "least_"))]

    @property
    def counting(self) -> list[BoundField]:
        """What is counted and when."""
        return [self[name] for name in COUNTING]

    @property
    def narrowing(self) -> list[BoundField]:
        """The conditions on the ledger's own fields."""
        return [f for f in self if f.name.startswith(("w_", "least_")) and "__" not in f.name]

    @property
    def further(self) -> list[BoundField]:
        """Those on records it refers to."""
        return [f for f in self if f.name.startswith("w_") and "__" in f.name]

    def filters(self) -> str:
        """The conditions as the catalogue keeps them."""
        found = []
        for name, value in self.cleaned_data.items():
            if not value:
                continue
            if name.startswith("least_"):
                found.append(f"{name.removeprefix('least_')}>={value}")
            elif name.startswith("w_"):
                path = name.removeprefix("w_").replace("__", ".")
                codes = value if isinstance(value, list) else [value]
                if codes in (["set"], ["unset"]) and self.fields[name].widget.attrs.get("data-reference"):
                    found.append(f"{path} {codes[0]}")
                else:
                    found.append(f"{path}={codes[0]}" if len(codes) == 1 else f"{path} in {'|'.join(codes)}")
        return "; ".join(found)

    def kind_counted(self) -> str:
        """期末数, 金额 or 期间数, as it follows from what is counted."""
        if self.cleaned_data["date"] == "held":
            return "stock"
        measure, _, path = self.cleaned_data["measure"].partition(":")
        return "amount" if measure == "sum" and isinstance(self.ledger.field(path), ScaledField) else "flow"

    def cells(self) -> dict[str, str]:
        """The indicator as a file's row."""
        given = {name: text for name, text in super().cells().items() if not name.startswith(("w_", "least_"))}
        return given | {"ledger": self.ledger.slug, "kind": self.kind_counted(), "filters": self.filters()}


def measures(ledger: Ledger) -> list[tuple[str, str]]:
    """What may be counted: the records, a sum of a number, different things named."""
    found = [("count", "记录条数")]
    found += [(f"sum:{name}", f"“{ledger.label(name)}”合计") for name in ledger.number_fields()]
    found += [(f"distinct:{path}", f"{ledger.children[0].name}（不重复计数）") for path in ledger.paths]
    found += [(f"distinct:{name}", f"{ledger.label(name)}（不重复计数）") for name in references(ledger)]
    return found


def days(ledger: Ledger) -> list[tuple[str, str]]:
    """When a record counts: a day of it falls into the month, or it is in force at the end."""
    found = [(f"in:{name}", f"“{ledger.label(name)}”在本期内") for name in ledger.date_fields()]
    return [*found, ("held", "期末在册（有效）的")] if ledger.held else found


def references(ledger: Ledger) -> list[str]:
    """The fields that name a record of another ledger."""
    return [n for n in ledger.fields if ledger.field(n).is_relation and ledger_of(ledger.field(n).related_model)]


def conditions(ledger: Ledger) -> list[tuple[str, str, Any]]:
    """What may narrow a count: (path, label, field) of coded fields, references, and coded fields one step away."""
    found = [(name, ledger.label(name), ledger.field(name)) for name in ledger.coded_fields()]
    for name in references(ledger):
        found.append((name, ledger.label(name), ledger.field(name)))
        related = ledger_of(ledger.field(name).related_model)
        if related and related is not ledger:
            found += [
                (f"{name}.{each}", f"{ledger.label(name)}：{related.label(each)}", related.field(each))
                for each in related.narrow
            ]
    return found


def condition_field(label: str, field: Any) -> forms.Field:
    """One condition: tick codes, choose yes or no, or whether something is named."""
    if isinstance(field, models.BooleanField):
        return forms.ChoiceField(label=label, required=False, choices=[("", "不限"), ("yes", "是"), ("no", "否")])
    if field.is_relation:
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "不限"), ("set", "已填"), ("unset", "未填")],
            widget=forms.Select(attrs={"data-reference": "1"}),
        )  # fmt: skip
    return forms.MultipleChoiceField(
        label=label, required=False, choices=[(str(code), text) for code, text in field.flatchoices],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
