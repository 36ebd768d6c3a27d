"""What the check says of one number or claim of a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """What was found of a number; the values are those of `check_text`."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    OFFERED = "offered"
    SUM = "sum"
    TWICE = "twice"
    DIRECTION = "direction"
    UNBOUND = "unbound"
    NOT_A_FIGURE = "not_a_figure"


WRONG = frozenset({Verdict.DISAGREES, Verdict.SUM, Verdict.TWICE, Verdict.DIRECTION})


@dataclass(frozen=True, slots=True)
class Finding:
    """One number or claim of a text: text[start:end] is `text`.

    `expected` is how the figure would be written, `replacement` what to put in its place (empty where nobody can know),
    `candidates` the figures it may be (code, aspect), `why` one Chinese clause, `clause` the words around it without
    numbers, by which it is known again; `bound` says that the number is bound to its figure.
    """

    text: str
    start: int
    end: int
    verdict: Verdict
    indicator: str = ""
    aspect: str = ""
    expected: str = ""
    replacement: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    why: str = ""
    clause: str = ""
    bound: bool = False

    @property
    def is_wrong(self) -> bool:
        return self.verdict in WRONG
