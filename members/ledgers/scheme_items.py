"""Which items does a list of demands have in this county? Its own where it has set them, else those given here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from members.ledgers.checklist_schemes import OWN, SCHEMES
from members.models import Union, User
from members.permissions import may_keep_catalogue

MOST = 60


class SchemeItems(models.Model):
    """A county's items of a scheme; `name` is given for a list of its own (`scheme` is then OWN)."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="+")
    scheme = models.CharField("检查标准", max_length=20)
    name = models.CharField("名称", max_length=60, blank=True)
    items = models.TextField("项目")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["union", "scheme", "name"], name="one_list_of_items_per_scheme_and_county")
        ]

    def __str__(self) -> str:
        return self.name or SCHEMES[self.scheme].name


@dataclass(frozen=True, slots=True)
class CountyScheme:
    """A scheme as a county has it; `own`: its items are the county's."""

    code: str
    name: str
    items: tuple[str, ...]
    own: bool

    @property
    def text(self) -> str:
        """The items as they are typed."""
        return "、".join(self.items)


def split(text: str) -> tuple[str, ...]:
    """Items typed with 、 or on lines of their own, each once."""
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in re.split(r"[、；;\n]", text)))))


def schemes_of(union: Union) -> list[CountyScheme]:
    """All schemes as the union's county has them. One query."""
    own = {(each.scheme, each.name): each for each in SchemeItems.objects.filter(union__path=union.county_path)}
    found = []
    for code, scheme in SCHEMES.items():
        given = own.pop((code, ""), None)
        if code != OWN:
            items = split(given.items) if given else scheme.items
            found.append(CountyScheme(code, scheme.name, items, given is not None))
    return [*found, *(CountyScheme(code, name, split(each.items), True) for (code, name), each in own.items())]


def items_of(union: Union, scheme: str, name: str = "") -> tuple[str, ...]:
    """The items a union is held against. One query."""
    given = SchemeItems.objects.filter(union__path=union.county_path, scheme=scheme, name=name if scheme == OWN else "")
    first = given.first()
    return split(first.items) if first else SCHEMES[scheme].items if scheme in SCHEMES else ()


@transaction.atomic
def set_items(code: str, name: str, text: str, *, by: User) -> CountyScheme:
    """The county's items of a scheme; none at all give back those of the start. Raises PermissionDenied, ValueError."""
    if not may_keep_catalogue(by):
        raise PermissionDenied
    name, items = name.strip(), split(text)
    if code not in SCHEMES:
        raise ValueError("没有这项检查标准，请刷新页面")
    if code == OWN and not name:
        raise ValueError("请填写自定标准的名称")
    if len(name) > 60 or any(len(item) > 60 for item in items):
        raise ValueError("名称和每个项目都不超过60个字")
    if len(items) > MOST:
        raise ValueError(f"项目最多{MOST}个，现有{len(items)}个")
    name = name if code == OWN else ""
    key: dict[str, Any] = {"union": by.union, "scheme": code, "name": name}
    if items:
        SchemeItems.objects.update_or_create(**key, defaults={"items": "、".join(items)})
    else:
        SchemeItems.objects.filter(**key).delete()
    return CountyScheme(code, name or SCHEMES[code].name, items_of(by.union, code, name), bool(items))
