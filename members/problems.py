"""What is wrong with a file to be loaded: where it stands, what was found there, what is accepted instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: the line of the file (0: the file as a whole), the column, and what was found and is accepted."""

    message: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        places = [f"第 {self.row} 行" if self.row else "", f"{self.column} 列" if self.column else ""]
        place = "，".join(filter(None, places))
        return f"{place}：{self.message}" if place else self.message


class Refused(ValueError):
    """The file is not loaded, for these reasons; nothing of it may be kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did: counts in one line, every change in `details`, and what it let pass but wants known."""

    counts: str
    details: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
