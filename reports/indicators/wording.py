"""How is a way of counting said in words? 荣誉台账：期内（授予日期）的条数；荣誉为工人先锋号；级别不低于市级."""

from __future__ import annotations

from typing import Any

from django.db import models

from reports.indicators.declaration import WORDS, Condition, Declaration, DeclarationError, declare, field_at, owner_of
from reports.models import Indicator


def words_of(indicator: Indicator) -> str:
    """How the indicator is counted, in words, or why it is not any more; empty where it is not."""
    if not indicator.ledger:
        return ""
    try:
        return said(declare(indicator.ledger, indicator.measure, indicator.date_rule, indicator.filters))
    except DeclarationError as error:
        return f"不再从台账计数：{error}"


def said(declaration: Declaration) -> str:
    """The declaration in words."""
    ledger = declaration.ledger
    when = "期末在册" if declaration.held else f"期内（{ledger.label(declaration.day)}）"
    if declaration.measure == "count":
        what = "的条数"
    else:
        verb = "合计" if declaration.measure == "sum" else "不重复计数"
        what = f"的“{path_label(declaration, declaration.path)}”{verb}"
    return "；".join(
        [f"{ledger.name}：{when}{what}", *(condition_words(declaration, c) for c in declaration.conditions)]
    )


def path_label(declaration: Declaration, path: str) -> str:
    """What people call the thing a count reaches."""
    ledger = declaration.ledger
    if path in ledger.paths:
        return ledger.children[0].name if ledger.children else path
    owner, name = owner_of(ledger, path)
    step = f"{ledger.label(path.split('.')[0])}的" if "." in path else ""
    return step + (owner.label(name) if owner else name)


def condition_words(declaration: Declaration, condition: Condition) -> str:
    """One condition in words."""
    label = path_label(declaration, condition.path)
    if condition.op in ("set", "unset"):
        return f"{label}{WORDS[condition.op]}"
    field = field_at(declaration.ledger, condition.path, "filters")
    return f"{label}{_verb(condition)}{'、'.join(code_label(field, value) for value in condition.values)}"


def _verb(condition: Condition) -> str:
    if condition.op == "in":
        return "为"
    return "不为" if condition.op == "not in" else WORDS[condition.op]


def code_label(field: Any, value: str) -> str:
    """What a code of a field is called."""
    if isinstance(field, models.BooleanField):
        return "是" if value == "yes" else "否"
    return str(dict((str(code), label) for code, label in field.flatchoices).get(value, value))
