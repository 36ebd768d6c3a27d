"""Which record is meant by a name somebody typed? Only among the records he may see."""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.db.models import Q

from members.ledgers.ledger import ledger_of
from members.models import User
from members.models.sealed import SealedField

MOST = 20
#: What tells two records of one name apart: 张伟〔第12号〕.
NUMBERED = re.compile(r"^(?P<name>.*)〔第(?P<number>\d{1,18})号〕$")
UNNAMED = re.compile(r"^第(?P<number>\d{1,18})号$")


class Unresolved(ValueError):
    """The name means no record, or several; the message says so (Chinese)."""


def label_field(model: Any) -> str:
    """The field by which people name a row of the model; empty where it has none in plain text."""
    name: str = getattr(model, "label_field", "name")
    return "" if not name or isinstance(model._meta.get_field(name), SealedField) else name


def candidates(model: Any, user: User) -> models.QuerySet[Any]:
    """What may be referred to: visible and not voided."""
    rows = model._default_manager.visible_to(user)
    return rows.valid() if hasattr(rows, "valid") else rows


def numbered(row: Any) -> str:
    """The name of a record that cannot be mistaken for another."""
    return f"{row}〔第{row.pk}号〕" if label_field(type(row)) else f"第{row.pk}号"


def suggestions(model: Any, user: User, text: str) -> list[tuple[str, str]]:
    """At most 20 (what to type, whose it is) whose name holds the text or begins with these initials."""
    name, text = label_field(model), text.strip()
    if not text or not name:
        return []
    meant = Q(**{f"{name}__icontains": text})
    if text.isascii() and hasattr(model, "initials"):
        meant |= Q(initials__startswith=text.lower())
    rows = list(candidates(model, user).filter(meant).select_related("union").order_by(name, "pk")[:MOST])
    names = [str(row) for row in rows]
    return [(str(row) if names.count(str(row)) == 1 else numbered(row), str(row.union)) for row in rows]


def resolve(model: Any, user: User, text: str) -> Any:
    """The one record so named, or numbered. Raises Unresolved."""
    text, name, kind = text.strip(), label_field(model), called(model)
    rows = candidates(model, user)
    found = NUMBERED.match(text) or UNNAMED.match(text)
    if found:
        row = rows.filter(pk=int(found["number"])).first()
        if row is None or ("name" in found.groupdict() and str(row) != found["name"]):
            raise Unresolved(f"没有这一号{kind}，请从提示中选择")
        return row
    if not name:
        raise Unresolved(f"请写{kind}的记录号，如“第12号”")
    same = list(rows.filter(**{name: text}).select_related("union").order_by("pk")[:6])
    if not same:
        raise Unresolved(f"没有名为“{text}”的{kind}，请核对全称，或先在台账中登记")
    if len(same) > 1:
        some = "、".join(f"{numbered(row)}（{row.union}）" for row in same[:5])
        raise Unresolved(f"名为“{text}”的{kind}不止一条，请写明是哪一条：{some}")
    return same[0]


def called(model: type[models.Model]) -> str:
    """What one record of the model is called in a sentence."""
    ledger = ledger_of(model)
    return ledger.name.removesuffix("台账") + "记录" if ledger else str(model._meta.verbose_name)
