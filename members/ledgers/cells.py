"""What does the text of a cell mean for a field of a ledger? Exact, and where it means nothing, said why.

Texts come from workbooks and CSV files as people wrote them: 2026/5/3, １，２００.５０, 是, a code or its label.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from members.ledgers.references import NUMBERED, UNNAMED, called, candidates, label_field, numbered
from members.models import Union, User
from members.models.scaled import ScaledField, from_scaled, to_scaled
from members.models.sealed import SealedField

#: Written into a sealed cell, it empties the field.
NOTHING = "无"
LONGEST_SEALED = 200
DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
NUMBER = re.compile(r"^-?\d+(\.\d+)?([eE][+-]?\d{1,2})?$")
#: What Excel makes of a long number that it took for an amount: 3.30102199001E+17.
WORN = re.compile(r"^\d(\.\d+)?[eE]\+\d{2}$")
#: Days counted from the end of 1899: a date whose format was lost.
EPOCH, SERIALS = date(1899, 12, 30), range(10_000, 80_000)
YES, NO = {"是", "有", "yes", "true", "1", "√", "y"}, {"否", "无", "没有", "no", "false", "0", "×", "n"}
BLANKS = " \t\r\n\u00a0\u3000\ufeff"
SHOWN_CHOICES = 12
CHUNK = 500
#: What PostgreSQL keeps in a small and in an ordinary whole number.
SMALL, LARGE = 32_767, 2_147_483_647
INTEGERS = models.IntegerField  # ScaledField is one as well and is asked first


class CellError(ValueError):
    """The cell means nothing here; the message (Chinese) says what was found and what is accepted."""


def tidy(text: str) -> str:
    """The text without blanks around it and without control characters."""
    plain = text.replace("\r\n", "\n").strip(BLANKS)
    return "".join(char for char in plain if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


class Names:
    """Which records the names in a file may mean: read once for each kind of record, never once a row."""

    def __init__(self, user: User, unions: Iterable[Union]) -> None:
        self.user = user
        self.unions = {key: union for union in unions for key in (union.code, union.name)}
        self._known: dict[Any, dict[str, list[Any]]] = {}

    def gather(self, model: Any, texts: Iterable[str]) -> None:
        """Look up all these names."""
        known = self._known.setdefault(model, {})
        asked = {text for text in texts if text and text not in known}
        known |= {text: [] for text in asked}
        numbers = {
            int(match["number"]): text for text in asked if (match := NUMBERED.match(text) or UNNAMED.match(text))
        }
        name, rows = label_field(model), candidates(model, self.user).select_related(*_union_of(model))
        for part in _chunks(numbers):
            for row in rows.filter(pk__in=part):
                if numbers[row.pk] in (numbered(row), f"第{row.pk}号"):
                    known[numbers[row.pk]].append(row)
        for part in _chunks(asked - set(numbers.values())) if name else []:
            meant = Q(**{f"{name}__in": part}) | (Q(code__in=part) if model is Union else Q())
            for row in rows.filter(meant).order_by("pk"):
                key = str(getattr(row, name))
                known[key if key in known else row.code].append(row)

    def one(self, model: Any, text: str) -> Any:
        """The one record so named. Raises CellError."""
        if text not in self._known.get(model, {}):
            self.gather(model, [text])
        found, kind = self._known[model][text], called(model)
        if not found:
            raise CellError(f"没有名为“{text[:40]}”的{kind}，应写台账中已有的名称，没有的请先登记")
        if len(found) > 1:
            some = "、".join(numbered(row) for row in found[:3])
            raise CellError(f"名为“{text[:40]}”的{kind}有 {len(found)} 条，请写明是哪一条，如 {some}")
        return found[0]

    def union(self, text: str) -> Union:
        """One of the unions whose ledgers the user keeps, by name or code. Raises CellError."""
        if text in self.unions:
            return self.unions[text]
        some = "、".join(list(dict.fromkeys(union.name for union in self.unions.values()))[:5])
        raise CellError(f"“{text[:40]}”不是您可以登记的工会，应为 {some}{'等' if len(self.unions) > 10 else ''}之一")


def _union_of(model: Any) -> list[str]:
    return [] if model is Union else ["union"]


def _chunks(texts: Iterable[Any]) -> Iterable[list[Any]]:
    rows = list(texts)
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def value_of(field: Any, text: str, names: Names) -> Any:
    """What a cell that is not blank says of a field. Raises CellError."""
    if field.is_relation:
        return names.one(field.remote_field.model, text)
    if isinstance(field, SealedField):
        return sealed_text(field, text)
    if field.choices:
        return code_of(field, text)
    if isinstance(field, models.BooleanField):
        return yes_or_no(text)
    if isinstance(field, models.DateField):
        return day_of(text)
    if isinstance(field, ScaledField | INTEGERS):
        return number_of(field, text)
    if WORN.match(text):
        raise CellError(f"“{text}”是被表格当作数值的长号码，末几位已经丢失；请把这一列设为文本后重新填写")
    if field.max_length and len(text) > field.max_length:
        raise CellError(f"有 {len(text)} 个字，最多 {field.max_length} 个字")
    return text


def sealed_text(field: SealedField, text: str) -> str:
    """A personal text typed anew; 无 empties the field. Raises CellError and never repeats the text."""
    if text == NOTHING:
        return ""
    if "***" in text or "•" in text:
        raise CellError("打码的内容不能登记；请填完整内容，或保持导出时的样子不动")
    if WORN.match(text):
        raise CellError("长号码被表格当作了数值，末几位已经丢失；请把这一列设为文本后重新填写")
    if len(text) > LONGEST_SEALED:
        raise CellError(f"有 {len(text)} 个字，最多 {LONGEST_SEALED} 个字")
    return narrow(text) if field.mask in ("id", "phone", "account") else text


def code_of(field: Any, text: str) -> Any:
    """The code of a label; the code itself is taken too. Raises CellError."""
    wanted = narrow(text)
    for code, label in field.flatchoices:
        if code not in ("", None) and wanted in (narrow(str(label)), str(code)):
            return code
    labels = [str(label) for code, label in field.flatchoices if code not in ("", None)]
    more = f"等 {len(labels)} 项" if len(labels) > SHOWN_CHOICES else ""
    raise CellError(f"“{text[:40]}”不在可选的内容里，应为 {'、'.join(labels[:SHOWN_CHOICES])}{more}之一")


def yes_or_no(text: str) -> bool:
    """是 or 否. Raises CellError."""
    word = narrow(text).lower()
    if word in YES or word in NO:
        return word in YES
    raise CellError(f"“{text[:40]}”应为 是 或 否")


def day_of(text: str) -> date:
    """2026-05-03, 2026/5/3, 2026年5月3日, 20260503. Raises CellError."""
    plain = narrow(text)
    if plain.isdecimal() and int(plain) in SERIALS:
        return EPOCH + timedelta(days=int(plain))
    if plain.isdecimal() and len(plain) == 8:
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    if match := DAY.match(plain):
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            raise CellError(f"“{text[:20]}”这一天不存在，应写作 2026-05-03") from None
    raise CellError(f"“{text[:20]}”不是日期，应写作 2026-05-03")


def number_of(field: Any, text: str) -> Any:
    """An exact number as the field keeps it: Decimal for amounts, int for counts. Raises CellError."""
    plain = narrow(text).replace(",", "").replace(" ", "")
    if not NUMBER.match(plain):
        raise CellError(f"“{text[:20]}”不是数字，应写作 1200 或 1200.5")
    try:
        value = Decimal(plain)
        if isinstance(field, ScaledField):
            return from_scaled(to_scaled(value))
    except ValidationError as error:
        raise CellError(f"“{text[:20]}”：{error.messages[0]}") from error
    except InvalidOperation:
        raise CellError(f"“{text[:20]}”不是数字，应写作 1200") from None
    if value != value.to_integral_value():
        raise CellError(f"“{text[:20]}”应为整数")
    most = SMALL if isinstance(field, models.PositiveSmallIntegerField | models.SmallIntegerField) else LARGE
    if not 0 <= value <= most:
        raise CellError(f"“{text[:20]}”{'不能是负数' if value < 0 else '过大'}")
    return int(value)
