"""The county's own limits of what is plausible: read them, set them, go back to the built-in ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from members import permissions
from members.models import User
from reports.formats import NumberError, clean_number, show
from reports.models import ThresholdSetting
from reports.rules.thresholds import DEFAULTS, THRESHOLDS, Threshold


class LimitsRefused(ValueError):
    """Some limits cannot be taken; `problems` maps a limit's name to a Chinese message. Nothing was saved."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("有标准填写不对，一项都没有保存")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as its page shows it: `own` when the county set it, and by whom."""

    threshold: Threshold
    text: str
    setting: ThresholdSetting | None

    @property
    def default(self) -> str:
        return show(self.threshold.default, 4)


def limits() -> list[Limit]:
    """Every limit with its value in force. One query."""
    own = {setting.name: setting for setting in ThresholdSetting.objects.select_related("by")}
    return [
        Limit(each, show(own[each.name].value if each.name in own else each.default, 4), own.get(each.name))
        for each in THRESHOLDS
    ]


def set_limits(texts: Mapping[str, str], *, by: User) -> int:
    """Set the limits from typed texts, all or none; an empty text or the built-in value drops the county's own.

    Returns how many changed. Raises PermissionDenied, LimitsRefused.
    """
    if not permissions.may_keep_catalogue(by):
        raise PermissionDenied
    values: dict[str, Decimal] = {}
    problems: dict[str, str] = {}
    for name, text in texts.items():
        if name not in DEFAULTS:
            continue
        try:
            values[name] = clean_number(text, whole=False, decimals=4) if text.strip() else DEFAULTS[name]
        except NumberError as error:
            problems[name] = str(error)
    for low, high in [(name, name.replace("_low", "_high")) for name in values if name.endswith("_low")]:
        if high in values and values[low] > values[high]:
            problems[low] = "下限不能大于上限"
    if problems:
        raise LimitsRefused(problems)
    with transaction.atomic():
        now = dict(DEFAULTS)
        now.update(ThresholdSetting.objects.select_for_update().values_list("name", "value"))
        changed = {name: value for name, value in values.items() if value != now[name]}
        for name, value in changed.items():
            if value == DEFAULTS[name]:
                ThresholdSetting.objects.filter(name=name).delete()
            else:
                ThresholdSetting.objects.update_or_create(name=name, defaults={"value": value, "by": by})
    return len(changed)
