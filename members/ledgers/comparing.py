"""What would a sheet change in a ledger: new, changed, the same, there already, and what is wrong, each at its cell?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from members.ledgers.cells import CellError, Names, day_of
from members.ledgers.columns import SINCE, UNION, columns_of
from members.ledgers.guard import standing_of
from members.ledgers.keeping import lines_of, prepare
from members.ledgers.ledger import Finding, Ledger
from members.ledgers.past import standing_as
from members.ledgers.row_records import Change, Made, applied, with_lines
from members.ledgers.sheet_reading import Sheet, SheetRow
from members.ledgers.twins import Twins
from members.models import Union, User
from members.problems import Problem

CHUNK = 500
Fate = Literal["new", "changed", "same", "twin"]


@dataclass(slots=True)
class Entry:
    """What becomes of one row; a twin is in the ledger already and is passed over or brought up to date."""

    number: int
    fate: Fate
    made: Made
    was: int = 0
    since: dict[str, date] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    @property
    def record(self) -> Any:
        return self.made.record

    @property
    def title(self) -> str:
        """What people call the record; empty where nothing does yet."""
        return str(self.record) if self.record.pk else str(getattr(self.record, self.record.label_field or "pk") or "")

    @property
    def changes(self) -> list[Change]:
        return self.made.changes


@dataclass(slots=True)
class Plan:
    """What a sheet would do. Nothing is taken while `wrong` says anything."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def of(self, fate: Fate) -> list[Entry]:
        """The rows that fare so."""
        return [entry for entry in self.entries if entry.fate == fate]

    def wrong(self, *, update: bool) -> list[Problem]:
        """What keeps the sheet out, in the order of its rows."""
        found = [*self.problems]
        for entry in self.entries:
            if entry.fate != "twin" or update:
                found += entry.problems
        return sorted(found, key=lambda problem: problem.row)


def compare(ledger: Ledger, sheet: Sheet, user: User, union: Union, unions: Sequence[Union]) -> Plan:
    """Lay the rows beside the ledger. `union`: whose a row is that does not say; `unions`: those the user keeps."""
    return _Comparison(ledger, sheet, user, union, unions).plan


class _Comparison:
    """The rows of one file on their way: what was seen before, and what is kept already."""

    def __init__(self, ledger: Ledger, sheet: Sheet, user: User, union: Union, unions: Sequence[Union]) -> None:
        self.ledger, self.sheet, self.union = ledger, sheet, union
        self.columns = columns_of(ledger)
        self.names = Names(user, unions)
        self.kept = {each.pk for each in unions}
        self.today = timezone.localdate()
        self.plan = Plan()
        self.seen: dict[Any, int] = {}
        self._gather()
        self.by_key = self._named(user)
        owners = {each.pk for row in sheet.rows if not row.key if (each := self._owner(row))}
        self.twins = Twins(ledger, owners)
        for row in sheet.rows:
            self._compare(row)
        self._ask_rules()
        self._note_closed_months()

    def _gather(self) -> None:
        """Look up every name that stands in a column of references, once."""
        groups: list[tuple[Any, list[SheetRow]]] = [(self.ledger.model, self.sheet.rows)]
        for place, child in enumerate(self.ledger.children):
            groups.append((child.model, [line for row in self.sheet.rows for line in row.lines.get(place, ())]))
        for model, rows in groups:
            for name in rows[0].cells if rows else ():
                found: Any = model._meta.get_field(name)
                if found.is_relation:
                    self.names.gather(found.remote_field.model, {row.cells.get(name, "") for row in rows})

    def _named(self, user: User) -> dict[str, Any]:
        """The visible records whose keys stand in the sheet, by key."""
        keys = [key for row in self.sheet.rows if (key := _uuid(row.key))]
        found: dict[str, Any] = {}
        rows: Any = self.ledger.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
        for start in range(0, len(keys), CHUNK):
            for record in related(self.ledger, rows.filter(key__in=keys[start : start + CHUNK])):
                found[str(record.key)] = record
        return found

    @cached_property
    def put_back(self) -> set[int]:
        """The records that were changed since the sheet was made, and back again."""
        rows = [(self.by_key[row.key], row.version) for row in self.sheet.rows if row.key in self.by_key]
        return standing_as(self.ledger, [pair for pair in rows if pair[0].version != pair[1]])

    def _owner(self, row: SheetRow) -> Union | None:
        """Whose the row is; None where it names none that the user keeps."""
        try:
            return self.names.union(row.union) if row.union else self.union
        except CellError:
            return None

    def _compare(self, row: SheetRow) -> None:
        problems: list[Problem] = []

        def wrong(head: str, message: str) -> None:
            problems.append(Problem(message, row.number, head))

        entry = self._keyed(row, wrong) if row.key else self._unkeyed(row, wrong)
        if entry is None:
            self.plan.problems += problems
            return
        entry.problems += problems
        if row.since and self.ledger.dated and entry.fate in ("changed", "twin"):
            self._since(row, entry)
        if not problems:
            self._once(row, entry)
        self.plan.entries.append(entry)

    def _keyed(self, row: SheetRow, wrong: Any) -> Entry | None:
        """A row that came from the ledger itself."""
        stored = self.by_key.get(row.key)
        if stored is None:
            wrong("", "这条记录已不在台账里；请删去这一行，要重新登记的请另用空表填写")
        elif stored.union_id not in self.kept:
            wrong("", f"这条记录属于“{stored.union}”，由该工会自己登记")
        elif row.key in self.seen:
            wrong("", f"与第 {self.seen[row.key]} 行是同一条记录，请只留一行")
        else:
            self.seen[row.key] = row.number
            made = self._made(row, stored, wrong, whole=True)
            owner = self._owner_said(row, wrong) if row.union and row.union != str(stored.union) else stored.union
            if owner and owner.pk != stored.union_id:
                made.record.union = owner
                made.changed.append("union")
                made.changes.insert(0, Change(UNION, str(stored.union), str(owner)))
            fate: Fate = "changed" if made.changed else "same"
            if fate == "changed" and stored.voided:
                wrong("", "这条记录已作废，不能再修改")
            if fate == "changed" and row.version != stored.version and stored.pk not in self.put_back:
                wrong("", "导出以后，这条记录又被改动过；请重新导出再改")
            return Entry(row.number, fate, made, stored.version)
        return None

    def _owner_said(self, row: SheetRow, wrong: Any) -> Union | None:
        try:
            return self.names.union(row.union)
        except CellError as error:
            wrong(UNION, str(error))
            return None

    def _unkeyed(self, row: SheetRow, wrong: Any) -> Entry | None:
        """A row that somebody wrote: new, or in the ledger already."""
        owner = self._owner_said(row, wrong) if row.union else self.union
        if owner is None:
            return None
        made = self._made(row, self.ledger.model(union=owner), wrong, whole=True)
        prepare_quietly(self.ledger, made.record)
        twin = self.twins.of(made.record)
        if twin is None:
            return Entry(row.number, "new", made)
        if str(twin.key) in self.seen:
            wrong("", f"与第 {self.seen[str(twin.key)]} 行重复，请只留一行")
        self.seen[str(twin.key)] = row.number
        again = self._made(row, twin, lambda head, message: None, whole=False)
        return Entry(row.number, "twin" if again.changed else "same", again, twin.version)

    def _made(self, row: SheetRow, stored: Any, wrong: Any, *, whole: bool) -> Made:
        made = applied(row, self.columns, stored, self.names, wrong, whole=whole)
        for place in self.sheet.children:
            child = self.ledger.children[place]
            kept = lines_of(child.model, stored) if stored.pk else []
            if row.lines[place] or (kept and whole):
                with_lines(row, child, place, made, kept, self.names, wrong)
        return made

    def _since(self, row: SheetRow, entry: Entry) -> None:
        """From which day the changed dated fields hold."""
        try:
            day = day_of(row.since)
            if day > self.today:
                raise CellError("变更日期晚于今天")
        except CellError as error:
            entry.problems.append(Problem(str(error), row.number, SINCE))
            return
        entry.since = {name: day for name in entry.made.changed if name in self.ledger.dated}

    def _once(self, row: SheetRow, entry: Entry) -> None:
        """The same thing twice in one sheet is a slip."""
        if entry.fate == "same":
            return
        if entry.fate != "new":  # a new one was prepared when its twin was looked for
            prepare_quietly(self.ledger, entry.record)
        for name, mark in self.twins.marks(entry.record):
            if mark in self.seen:
                entry.problems.append(Problem(f"与第 {self.seen[mark]} 行重复（{name}相同），请只留一行", row.number))
                return
        for _, mark in self.twins.marks(entry.record):
            self.seen[mark] = row.number

    def _ask_rules(self) -> None:
        """What the ledger's rules say of the rows that can be read."""
        asked = [entry for entry in self.plan.entries if entry.fate != "same" and not entry.problems]
        for entry in asked:
            stored = entry.record.pk and entry.made.lines is None
            groups: Iterable[list[Any]] = (entry.made.lines or {}).values()
            if stored:
                groups = [lines_of(child.model, entry.record) for child in self.ledger.children]
            entry.record.lines = [line for group in groups for line in group]
            if self.ledger.children:
                prepare_quietly(self.ledger, entry.record)
        heads = {column.name: column.head for column in self.columns if column.name}
        found = self.ledger.findings_of([entry.record for entry in asked], self.today)
        for entry, findings in zip(asked, found, strict=True):
            for finding in findings:
                if finding.severity == "error":
                    entry.problems.append(Problem(finding.message, entry.number, heads.get(finding.field, "")))
                else:
                    entry.warnings.append(finding)

    def _note_closed_months(self) -> None:
        """Rows dated into a month that was sent are taken, and said so; asked once for a union and month."""
        name = self.ledger.main_date
        dated: Counter[tuple[int, date]] = Counter()
        first: dict[tuple[int, date], Any] = {}
        for entry in self.plan.entries if name else ():
            if entry.fate != "same" and (day := getattr(entry.record, name, None)):
                place = (entry.record.union_id, day.replace(day=1))
                dated[place] += 1
                first.setdefault(place, entry.record)
        for place in sorted(dated):
            if note := standing_of(self.ledger.slug, first[place]).note:
                self.plan.remarks.append(f"{first[place].union}{place[1]:%Y年%-m月}的 {dated[place]} 条：{note}")


def related(ledger: Ledger, rows: Any) -> Any:
    """The rows with their unions and whatever they refer to."""
    names = [name for name in ledger.fields if ledger.field(name).is_relation]
    return rows.select_related("union", *names)


def prepare_quietly(ledger: Ledger, record: Any) -> None:
    """Fill what follows from what was read; a row that lacks what that needs is a problem of its own already."""
    if not hasattr(record, "lines"):
        record.lines = []
    try:
        prepare(ledger, record)
    except (TypeError, AttributeError, ValueError):
        return


def _uuid(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""
