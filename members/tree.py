"""The unions a user may see as an indented list: who stands below whom, and how deep?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from members.models import Union


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the list: 0 is the topmost that is shown."""

    union: Union
    depth: int

    @property
    def label(self) -> str:
        """The name, indented for a drop-down list."""
        return "　" * self.depth + self.union.name


def branches(unions: Iterable[Union]) -> list[Branch]:
    """Parents before their children, children in the order of their codes."""
    below: dict[int | None, list[Union]] = defaultdict(list)
    known = {union.pk: union for union in unions}
    for union in sorted(known.values(), key=lambda item: item.code):
        below[union.parent_id if union.parent_id in known else None].append(union)
    return list(_walk(below, None, 0))


def _walk(below: dict[int | None, list[Union]], parent: int | None, depth: int) -> Iterator[Branch]:
    for union in below[parent]:
        yield Branch(union, depth)
        yield from _walk(below, union.pk, depth + 1)
