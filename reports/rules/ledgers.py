"""B08: what is typed against what the ledgers say, one line for each ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from reports.formats import show
from reports.rules.engine import WARNING, Finding, Part, Rule
from reports.rules.sheet import Sheet

CODE = "B08"
#: A line that names its figures is no longer than what is kept of it with a reason.
LONGEST = 300


class TypedOtherwise:
    """The figures that differ from their ledger's counts, or are called 不适用 where the ledger has some.

    While a ledger is being filled much of it differs: its figures are named in one line, to be explained once.
    """

    code = CODE

    def check(self, sheet: Sheet) -> Iterable[Finding]:
        for ledger, parts in _unlike(sheet).items():
            if ledger:
                yield from (_finding(ledger, lot, sheet) for lot in _lots(ledger, parts, sheet))
            else:
                yield from (_finding(ledger, [part], sheet) for part in parts)


def _unlike(sheet: Sheet) -> dict[str, list[Part]]:
    """Ledger → its figures that were typed otherwise, in the catalogue's order."""
    found: dict[str, list[Part]] = {}
    known = dict.fromkeys((*(code for code in sheet.facts if code in sheet.counted), *sheet.counted))
    for code in known:
        if part := _part(code, sheet.counted[code], sheet):
            facts = sheet.facts.get(code)
            found.setdefault(facts.ledger if facts else "", []).append(part)
    return found


def _part(code: str, counted: Decimal, sheet: Sheet) -> Part | None:
    """One figure that is not what was counted: what it says alone, and as one of several."""
    value, name, count = sheet.value(code), sheet.name(code), show(counted, 4)
    if code in sheet.now and value is None and counted:
        alone = f"“{name}”填为不适用，而台账数为{count}，请改填数字或说明原因。"
        return Part(code, alone, f"{name}（填为不适用，台账{count}）")
    if value is not None and value != counted:
        typed = show(value, 4)
        alone = f"“{name}”填报数（{typed}）与台账数（{count}）不一致，请补登台账或说明差异原因。"
        return Part(code, alone, f"{name}（填报{typed}，台账{count}）")
    return None


def _lots(ledger: str, parts: list[Part], sheet: Sheet) -> Iterator[list[Part]]:
    """The figures of one ledger, as many to a line as can be kept with their reason."""
    lot: list[Part] = []
    for part in parts:
        if lot and len(_line(ledger, [*lot, part], sheet)) > LONGEST:
            yield lot
            lot = []
        lot.append(part)
    yield lot


def _line(ledger: str, parts: list[Part], sheet: Sheet) -> str:
    if len(parts) == 1:
        return parts[0].alone
    empty = not any(sheet.counted[part.code] for part in parts)
    begun = "里还数不出本月的数，涉及" if empty else "与填报数不一致的有"
    named = "、".join(part.among for part in parts)
    return f"「{ledger}」{begun}{len(parts)}项：{named}。请补登台账或说明差异原因。"


def _finding(ledger: str, parts: list[Part], sheet: Sheet) -> Finding:
    return Finding(CODE, WARNING, _line(ledger, parts, sheet), tuple(part.code for part in parts), tuple(parts))


def speaks_of(rule: str, message: str, code: str, name: str) -> bool:
    """Is this a note on a figure that differs from its ledger, alone or as one of several?"""
    return rule == f"{CODE}:{code}"[:60] or (rule.startswith(f"{CODE}:") and _names(message, f"{name}（填"))


def explained(finding: Finding, given: Iterable[tuple[str, str]]) -> bool:
    """Was each of the finding's figures explained as it stands, by itself or among others (rule and message)?"""
    notes = list(given)
    return bool(finding.parts) and all(any(_explains(part, *note) for note in notes) for part in finding.parts)


def bears_on(finding: Finding, rule: str, message: str) -> bool:
    """Is a note, known by its rule and message, one on this finding or on one of its figures?"""
    return rule == finding.key or any(_explains(part, rule, message) for part in finding.parts)


def _explains(part: Part, rule: str, message: str) -> bool:
    if rule == f"{CODE}:{part.code}"[:60]:
        return message == part.alone[:LONGEST] or _names(message, part.among)
    return rule.startswith(f"{CODE}:") and _names(message, part.among)


def _names(message: str, text: str) -> bool:
    return f"：{text}" in message or f"、{text}" in message


RULES: tuple[Rule, ...] = (TypedOtherwise(),)
