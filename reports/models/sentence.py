"""How a county has its reports worded and arranged, from which year on, and who changed what."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from members.models import Union
from reports.models.summary import SummaryKind

LONGEST_TEXT = 6000


def root_pk(union: Union) -> int:
    """The county a union belongs to: the topmost union of its path."""
    return int(union.path.strip("/").split("/")[0])


class SentenceState(models.TextChoices):
    OWN = "own", "本县句式"
    OFF = "off", "停用"
    BUILT_IN = "built_in", "系统句式"


class CountySentenceQuerySet(models.QuerySet["CountySentence"]):
    def of_county(self, union: Union) -> Self:
        """The rows of the county this union belongs to."""
        return self.filter(union_id=root_pk(union))

    def in_year(self, year: int) -> dict[str, CountySentence]:
        """Sentence code → the row that holds in this year."""
        return {row.code: row for row in self.filter(since__lte=year).order_by("since", "id")}


class CountySentence(models.Model):
    """A county's wording of one sentence from a year on: its own, switched off, or the built-in one again.

    `text` holds a wording a line; `when` is its condition. `key` is the section of the summary it stands in.
    """

    union = models.ForeignKey(Union, models.CASCADE, related_name="county_sentences", db_index=False)
    code = models.CharField("句式编号", max_length=20)
    key = models.CharField(max_length=20)
    since = models.PositiveSmallIntegerField("自何年起")
    state = models.CharField("状态", max_length=10, choices=SentenceState, default=SentenceState.OWN)
    text = models.TextField("句式", max_length=LONGEST_TEXT, blank=True)
    when = models.CharField("条件", max_length=500, blank=True)
    paragraph = models.PositiveSmallIntegerField("第几段", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now=True)

    objects = CountySentenceQuerySet.as_manager()

    class Meta:
        ordering = ["code", "since"]
        constraints = [
            models.UniqueConstraint(fields=["union", "code", "since"], name="one_county_sentence_per_code_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.since}年起{self.get_state_display()}"

    @property
    def wordings(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


class Outline(models.Model):
    """Which sections a county's reports of one kind have from a year on, and in which order (keys, comma-separated).

    `headings` are the county's own headings by key.
    """

    union = models.ForeignKey(Union, models.CASCADE, related_name="outlines", db_index=False)
    kind = models.CharField("总结种类", max_length=10, choices=SummaryKind)
    since = models.PositiveSmallIntegerField("自何年起")
    keys = models.CharField(max_length=400)
    headings = models.JSONField("标题", default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["kind", "since"]
        constraints = [models.UniqueConstraint(fields=["union", "kind", "since"], name="one_outline_per_kind_and_year")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since}年起"


class OutlineCopy(models.Model):
    """An outline copied onto a year with its sentences; `source` says from where, `undoes` which copy it took back.

    `before` and `after` are what stood there of that year (JSON: `outline`, and `sentences` by code, null for none), so
    that what was replaced can come back.
    """

    union = models.ForeignKey(Union, models.CASCADE, related_name="outline_copies", db_index=False)
    kind = models.CharField("总结种类", max_length=10, choices=SummaryKind)
    since = models.PositiveSmallIntegerField("自何年起")
    source = models.CharField("来自", max_length=60)
    before = models.JSONField()
    after = models.JSONField()
    undoes = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["union", "kind", "since"])]

    def __str__(self) -> str:
        return f"{self.source}→{self.since}年{self.get_kind_display()}"


class SentenceChange(models.Model):
    """Who changed a sentence or outline, from what to what, from which year on: insert-only."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="sentence_changes", db_index=False)
    code = models.CharField(max_length=20)
    since = models.PositiveSmallIntegerField()
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["union", "code"])]

    def __str__(self) -> str:
        return f"{self.code}：{self.old or '空'}→{self.new or '空'}"
