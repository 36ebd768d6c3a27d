"""Which numbers of an edited text did an officer bind to their figures by hand?

A binding is known by the words around its number; the number itself may follow its figure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reports.blocks import Bound
from reports.formats import exact
from reports.models import SectionText
from reports.proofing import Number, numbers
from reports.proofing.agreeing import agrees
from reports.proofing.places import places_in
from reports.proofing.verdicts import clause_of
from reports.sentences import Figures
from reports.summaries.compose import Composition

Binding = Mapping[str, str]


def units_of(figures: Figures) -> tuple[str, ...]:
    """The units and measure words of the catalogue."""
    return tuple(sorted({unit for label in figures.labels.values() for unit in (label.word, label.unit) if unit}))


def clause_hash(clause: str) -> str:
    """By what a number's words are kept."""
    return hashlib.sha256(clause.encode()).hexdigest()


def new_binding(clause: str, number: Number, code: str, aspect: str, figures: Figures) -> dict[str, str]:
    """What is kept of a number bound by hand; raises ValueError where the figure has no value."""
    value = figures.value(code, aspect)
    if value is None:
        raise ValueError(code)
    return {
        "clause": clause_hash(clause),
        "quote": number.text,
        "indicator": code,
        "aspect": aspect,
        "value": exact(value),
    }


def bound_by_hand(edit: SectionText, composition: Composition) -> dict[int, Bound]:
    """The numbers of an edited section bound by hand, by their place in its text."""
    found = {}
    for number, binding in _matched(edit.text, edit.bindings, composition):
        figures = composition.figures
        shown = number.text if number.kind == "money" and not number.approximate else number.bare
        code, aspect = binding["indicator"], binding["aspect"]
        value = figures.value(code, aspect)
        old = number.text != binding["quote"] and value is not None
        bound = figures.bound(code, aspect, value if old and value is not None else Decimal(binding["value"]), shown)
        found[number.start] = bound
    return found


def kept_bindings(text: str, bindings: Sequence[Binding], composition: Composition) -> list[dict[str, str]]:
    """The bindings that still hold of a text as it is saved, with the numbers they now state."""
    kept = []
    for number, binding in _matched(text, bindings, composition):
        value = composition.figures.value(binding["indicator"], binding["aspect"])
        if value is not None:
            kept.append({**binding, "quote": number.text, "value": exact(value)})
    return kept


def _matched(text: str, bindings: Sequence[Binding], composition: Composition) -> Iterator[tuple[Number, Binding]]:
    """The numbers that stand in the words of a binding and are what they were, or what the figure is today."""
    by_clause = {binding["clause"]: binding for binding in bindings}
    if not by_clause:
        return
    figures = composition.figures
    for place in places_in(text, numbers(text, units_of(figures))):
        binding = by_clause.get(clause_hash(clause_of(place)))
        if binding is None:
            continue
        value = figures.value(binding["indicator"], binding["aspect"])
        label = figures.label(binding["indicator"])
        same = place.number.text == binding["quote"]
        if same or (value is not None and agrees(place.number, value, label, binding["aspect"])):
            yield place.number, binding
