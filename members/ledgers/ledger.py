"""What is a ledger? A model and what pages, sheets and counting need to know of it, declared once.

Nothing here names reports: a ledger knows its union and its dates, and how a month is counted is the catalogue's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from members.ledgers.record import Record
from members.models.sealed import SealedField

if TYPE_CHECKING:
    from members.models import User


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say of a record: error refuses it, warning and info are shown beside it."""

    code: str
    severity: str  # error, warning or info
    message: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """From which day to which day a record is in force: `start` ≤ day < `end` (≤ where the last day still counts).

    A record without a start is in force from ever, unless `needs_start`; without an end it stays in force.
    """

    start: str
    end: str = ""
    includes_end: bool = False
    needs_start: bool = False


@dataclass(frozen=True, slots=True)
class Through:
    """What a count reaches through lines: the path, and the line's days from which and until which it holds."""

    path: str
    since: str = ""
    until: str = ""

    def on(self, day: date) -> models.Q:
        """The lines that hold on this day."""
        begun = models.Q(**{self.since: None}) | models.Q(**{f"{self.since}__lte": day}) if self.since else models.Q()
        left = models.Q(**{self.until: None}) | models.Q(**{f"{self.until}__gt": day}) if self.until else models.Q()
        return begun & left


@dataclass(frozen=True, slots=True)
class Child:
    """Lines kept within a record (候选人, 覆盖单位): their model, the columns typed, and what one is called."""

    model: type[models.Model]
    columns: tuple[str, ...]
    name: str

    @property
    def parent(self) -> str:
        """The name of the foreign key to the record."""
        return next(f.name for f in self.model._meta.fields if f.is_relation and f.name == "record")


#: A rule sees the record (lines unsaved in `record.lines`, a list, where it has children) and today.
Rule = Callable[[Any, date], Iterable[Finding]]
#: The same asked once for many records, each with what is found: for rules that have to look at other records.
JointRule = Callable[[Sequence[Any], date], Iterable[tuple[Any, Finding]]]
#: Fills what follows from the fields typed (a sum of the lines, a last day in force) before the rules see the record.
Fill = Callable[[Any], None]


@dataclass(frozen=True)
class Ledger:
    """One ledger: how it is called, laid out, searched, dated, checked.

    `groups` lay out the form: (legend, field names); `columns` the list; `main_date` is the date a record happened;
    `held` says when it is in force; `dated` fields keep their former values, as
    do all coded ones where records are held; `ranks` order codes from low to high
    (level>=county); `future` dates may lie ahead; `spans` are (start, end) pairs in order; `unique` fields together
    make a record the same as another (a duplicate on import). `fill` completes a record before it is checked;
    `after_keep` keeps other rows in step once it is saved with its lines, `after_removal` once it is voided or deleted
    (both in the same transaction; a deleted record has no number any more).
    `start` begins a new record from what its address says, and returns lines to begin with; `settings` is the page
    (URL name, words) on which the county sets the ledger up. `joint_rules` look at other records and are asked once
    for all records of a sheet; a record is also the same as another where one of the sealed fields in `person` is
    equal. `paths` name what a count may reach through lines.
    """

    slug: str
    name: str
    section: str
    model: type[Record]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[str, ...]
    main_date: str = ""
    held: Held | None = None
    search: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    ranks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    future: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()
    unique: tuple[str, ...] = ()
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Child, ...] = ()
    paths: Mapping[str, Through] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    joint_rules: tuple[JointRule, ...] = ()
    person: tuple[str, ...] = ()
    fill: Fill | None = None
    after_keep: Callable[[Any, User], None] | None = None
    after_removal: Callable[[Any, User], None] | None = None
    start: Callable[[Any, Mapping[str, str]], dict[type[models.Model], list[dict[str, Any]]]] | None = None
    settings: tuple[str, str] | None = None
    intro: str = ""

    def __post_init__(self) -> None:
        # Whatever a count of what is in force may narrow by is kept by day, or a past month-end would not recount.
        if self.held:
            coded = (name for name in self.coded_fields() if name not in self.dated)
            object.__setattr__(self, "dated", (*self.dated, *coded))

    def __str__(self) -> str:
        return self.name

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields typed, in the order of the form."""
        return tuple(name for _, names in self.groups for name in names)

    def field(self, name: str) -> Any:
        """The model's field of this name."""
        return self.model._meta.get_field(name)

    def label(self, name: str) -> str:
        """What people call the field."""
        return str(self.field(name).verbose_name)

    def sealed(self) -> tuple[str, ...]:
        """The fields that are kept encrypted."""
        return tuple(f.name for f in self.model._meta.fields if isinstance(f, SealedField))

    def date_fields(self) -> tuple[str, ...]:
        """The typed fields that are days."""
        return tuple(n for n in self.fields if isinstance(self.field(n), models.DateField))

    def coded_fields(self) -> tuple[str, ...]:
        """The typed fields with a code list, yes/no fields included: what a count may filter on."""
        found = [(n, self.field(n)) for n in self.fields]
        return tuple(n for n, f in found if f.choices or isinstance(f, models.BooleanField))

    def number_fields(self) -> tuple[str, ...]:
        """The typed fields that can be added up."""
        from members.models.scaled import ScaledField

        kinds = (models.PositiveIntegerField, models.PositiveSmallIntegerField, models.IntegerField, ScaledField)
        return tuple(n for n in self.fields if isinstance(self.field(n), kinds) and not self.field(n).choices)

    def findings(self, record: Record, today: date) -> Iterator[Finding]:
        """What is wrong or worth knowing about a record: days first (F06), then the ledger's own rules."""
        yield from self._findings_alone(record, today)
        for rule in self.joint_rules:
            yield from (finding for _, finding in rule([record], today))
        yield from self._alike(record)

    def findings_of(self, records: Sequence[Record], today: date) -> list[list[Finding]]:
        """The same for each of many records, in as few queries as the rules allow."""
        found = [list(self._findings_alone(record, today)) for record in records]
        places = {id(record): place for place, record in enumerate(records)}
        for rule in self.joint_rules:
            for record, finding in rule(records, today):
                found[places[id(record)]].append(finding)
        return found

    def named(self, record: Record) -> dict[str, Any]:
        """What makes the record the same as another: its `unique` columns; empty where none of them is filled."""
        names = {self.field(name).attname: getattr(record, self.field(name).attname) for name in self.unique}
        return names if any(map(as_text, names.values())) else {}

    @property
    def naming(self) -> str:
        """The labels of those columns, for messages."""
        return "、".join(self.label(name) for name in self.unique)

    def _alike(self, record: Record) -> Iterator[Finding]:
        """Is a record with the same name there already? A sheet's rows are compared with the ledger all at once."""
        names = self.named(record)
        if not record.union_id or not names:
            return
        same = self.model._default_manager.filter(voided=False, union=record.union_id, **names)
        if other := same.exclude(pk=record.pk).first():
            message = f"{self.naming}与第{other.pk}号记录相同，请核对是否重复登记。"
            yield Finding("", "warning", message, self.unique[0])

    def _findings_alone(self, record: Record, today: date) -> Iterator[Finding]:
        yield from self._days(record, today)
        for rule in self.rules:
            yield from rule(record, today)

    def _days(self, record: Record, today: date) -> Iterator[Finding]:
        for name in self.date_fields():
            day = getattr(record, name)
            if day and day > today and name not in self.future:
                yield Finding("F06", "error", f"“{self.label(name)}”日期不合理（晚于今天），请核对。", name)
        for start, end in self.spans:
            first, last = getattr(record, start), getattr(record, end)
            if first and last and last < first:
                message = f"“{self.label(end)}”日期不合理（早于“{self.label(start)}”），请核对。"
                yield Finding("F06", "error", message, end)


#: All ledgers by slug, in the order of the sections.
LEDGERS: dict[str, Ledger] = {}


def register(*ledgers: Ledger) -> None:
    """Make ledgers known. Raises ValueError for a slug used twice or a field that is not there."""
    for ledger in ledgers:
        if ledger.slug in LEDGERS:
            raise ValueError(f"ledger {ledger.slug} is there already")
        named = [*ledger.fields, *ledger.columns, *ledger.search, *ledger.narrow, *ledger.dated, *ledger.unique]
        for name in [*named, *ledger.ranks, *ledger.future, *ledger.fingerprints]:
            ledger.field(name)
        LEDGERS[ledger.slug] = ledger


def ledger_of(model: type[models.Model]) -> Ledger | None:
    """The ledger this model's records stand in."""
    return next((ledger for ledger in LEDGERS.values() if ledger.model is model), None)


def as_text(value: Any) -> str:
    """A field's value as declarations and former values write it: yes, no, a code, a number, empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, models.Model):
        return str(value.pk)
    return str(value)
