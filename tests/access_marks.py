"""Marks in every free text of strangers' rows: whatever page shows one gives the strangers away.

Whatever stands in 柳溪镇 carries `WEST`, whatever stands in the other county carries `OTHER`.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from members.ledgers.ledger import LEDGERS
from members.ledgers.record import FormerValue
from members.ledgers.scheme_items import SchemeItems
from members.models import AccountEvent, FormerPlace, ImportBatch, Reveal, Union, User
from reports.models import (
    BasePaper,
    CellMark,
    Counted,
    CountySentence,
    Export,
    Figure,
    FigureChange,
    FormerDefinition,
    Indicator,
    IndicatorChange,
    IssuedFile,
    MonthlyReturn,
    NumberNote,
    OffYears,
    OldReport,
    Outline,
    OutlineCopy,
    ReviewEvent,
    RuleNote,
    SectionChange,
    SectionDraft,
    SectionText,
    SectionTick,
    SentenceChange,
    SignedSheet,
    Summary,
    SummaryDraft,
    SummaryEvent,
    SummaryVersion,
    Target,
    TargetChange,
    ThresholdSetting,
)

WEST, OTHER = "Ψ柳7f3a", "Ω白9c2b"
#: Figures that stand nowhere else.
WEST_NUMBER, OTHER_NUMBER = 7654321, 6543217
#: How a row of each model is found from the union it belongs to; None: not anybody's.
OWNED: dict[type[models.Model], str | None] = {
    Union: "path__startswith",
    User: "union__path__startswith",
    FormerPlace: "union__path__startswith",
    AccountEvent: "actor__union__path__startswith",
    MonthlyReturn: "union__path__startswith",
    Figure: "monthly_return__union__path__startswith",
    FigureChange: "monthly_return__union__path__startswith",
    ReviewEvent: "monthly_return__union__path__startswith",
    CellMark: "monthly_return__union__path__startswith",
    SectionTick: "monthly_return__union__path__startswith",
    RuleNote: "monthly_return__union__path__startswith",
    SignedSheet: "monthly_return__union__path__startswith",
    Counted: "monthly_return__union__path__startswith",
    Target: "union__path__startswith",
    Summary: "union__path__startswith",
    SectionChange: "summary__union__path__startswith",
    SectionDraft: "summary__union__path__startswith",
    SectionText: "summary__union__path__startswith",
    NumberNote: "summary__union__path__startswith",
    SummaryEvent: "summary__union__path__startswith",
    SummaryVersion: "summary__union__path__startswith",
    SummaryDraft: "event__summary__union__path__startswith",
    IssuedFile: "version__summary__union__path__startswith",
    CountySentence: "union__path__startswith",
    Outline: "union__path__startswith",
    OutlineCopy: "union__path__startswith",
    SentenceChange: "union__path__startswith",
    TargetChange: "union__path__startswith",
    BasePaper: "union__path__startswith",
    OldReport: "union__path__startswith",
    IndicatorChange: "by__union__path__startswith",
    Export: "by__union__path__startswith",
    ImportBatch: "union__path__startswith",
    # The catalogue and its limits are the same for everybody.
    Indicator: None,
    FormerDefinition: None,
    OffYears: None,
    ThresholdSetting: None,
    FormerValue: None,
    SchemeItems: "union__path__startswith",
    # Never changed once written: the world marks it when it makes it.
    Reveal: None,
}
for ledger in LEDGERS.values():
    OWNED[ledger.model] = "union__path__startswith"
    OWNED[ledger.model.history.model] = "union__path__startswith"  # type: ignore[attr-defined]
    for child in ledger.children:
        OWNED[child.model] = "record__union__path__startswith"
        if hasattr(child.model, "history"):
            OWNED[child.model.history.model] = "record__union__path__startswith"
#: Texts that a page reads before it shows them, and secrets that no page shows.
KEPT = {
    "path", "code", "password", "action", "document", "key", "clause", "composed",
    "digest", "sources", "correction", "format", "kind", "approximate", "rule", "stored", "severity", "keys", "when",
    "rows",
}  # fmt: skip


def plant_canary(place: Union, canary: str) -> None:
    """Write the mark into every free text of the place's rows."""
    path = place.path
    for model, lookup in OWNED.items():
        texts = free_texts(model)
        if not lookup or not texts:
            continue
        for row in model._default_manager.filter(**{lookup: path}):
            for field in texts:
                if isinstance(field, models.JSONField):
                    words = getattr(row, field.name)
                    value: Any = (
                        {key: f"{text}{canary}" for key, text in words.items()} if isinstance(words, dict) else words
                    )
                else:
                    unique = f"{row.pk}" if field.unique else ""
                    value = f"{getattr(row, field.name)}{canary}{unique}"[-(field.max_length or 10_000) :]
                setattr(row, field.name, value)
            row.save(update_fields=[field.name for field in texts])
    for version in SummaryVersion.objects.filter(summary__union__path__startswith=path):
        SummaryVersion.objects.filter(pk=version.pk).update(document=version.document.replace("年工作总结", canary))


def free_texts(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields in which somebody may have written whatever he liked."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name not in KEPT
    ]
