"""Which workplaces stand behind the figures of organising, and who of them was visited?"""

from __future__ import annotations

from reports.demo.ledgers.books import Books, Thing
from reports.demo.ledgers.unions import own_union

CODES = ("employer_should", "employer_organized", "above_scale_total", "above_scale_organized")
OPEN = {"unorganized_preparing": "preparing", "unorganized_willing": "willing", "unorganized_persuading": "persuading"}


def employers(books: Books) -> None:
    """Workplaces that should have a union, those that have one, and the large ones among both."""
    if not books.known(*CODES):
        return
    pool = books.employers(books.most(*CODES))
    should, organized, large, both = (books.get(code) for code in CODES)
    if should is None and organized is None:
        return
    if should is None:
        should = organized or 0
    if organized is None:
        organized = sum(1 for t in pool if t.now["should_organize"] and t.now["union_org"])
    both = min(both or 0, large or 0, organized)
    classes = {
        (True, True): both,
        (True, False): (large or 0) - both,
        (False, True): organized - both,
        (False, False): should - organized - (large or 0) + both,
    }
    if min(classes.values()) < 0:
        books.note("employer_should", "应建、已建与规模以上企业数互相矛盾")
        return
    _sort(books, pool, classes)


def _class(thing: Thing) -> tuple[bool, bool] | None:
    return (thing.now["is_above_scale"], thing.now["union_org"] is not None) if thing.now["should_organize"] else None


def _sort(books: Books, pool: list[Thing], wanted: dict[tuple[bool, bool], int]) -> None:
    visited = {id(each.now["employer"]) for each in books.things["organizing_survey"]}
    held: dict[tuple[bool, bool] | None, list[Thing]] = {key: [] for key in (*wanted, None)}
    for thing in sorted(pool, key=lambda t: id(t) not in visited):
        held[_class(thing)].append(thing)
    spare = [thing for key, count in wanted.items() for thing in held[key][count:]] + held[None]
    moved = set()
    for key, count in wanted.items():
        for _ in range(count - len(held[key])):
            thing = spare.pop(0)
            moved.add(id(thing))
            thing.turn("should_organize", True, books.turning())
            thing.turn("is_above_scale", key[0], books.turning())
            union = books.dice.choice(books.live["union_org"] or [own_union(books)]) if key[1] else None
            thing.turn("union_org", union, books.turning())
    for thing in spare:
        if _class(thing) is not None:
            thing.turn("should_organize", False, books.turning())


def surveys(books: Books) -> None:
    """Visits to workplaces without a union; the last one says how far they are."""
    if not books.known("unorganized_visited", *OPEN):
        return
    need = books.most(*OPEN) * len(OPEN) + books.most("unorganized_visited")
    pool = books.employers(len(books.things["employer"]))
    bare = [t for t in pool if t.now["union_org"] is None and t.now["should_organize"]]
    if len(bare) < need:  # more were visited than the figures of organising know of
        more = [t for t in pool if t.now["union_org"] is None and not t.now["should_organize"]]
        lack = need - len(bare) - len(more)
        bare += more + (books.employers(len(pool) + lack)[len(pool) :] if lack > 0 else [])
    said = {id(each.now["employer"]): each.now["disposition"] for each in books.things["organizing_survey"]}
    written: set[int] = set()
    for code, wanted in OPEN.items():
        count = books.get(code)
        if count is None:
            continue
        holders = [t for t in bare if said.get(id(t)) == wanted]
        for thing in holders[count:]:
            _visit(books, thing, "other", written, said)
        for _ in range(count - len(holders)):
            thing = next(t for t in bare if said.get(id(t)) not in OPEN.values())
            _visit(books, thing, wanted, written, said)
    visited = books.get("unorganized_visited")
    if visited is None:
        return
    if len(written) > visited and not books.starting:
        books.note("unorganized_visited", "少于建会情况有变化的单位数")
    for thing in [t for t in bare if id(t) not in written][: max(0, visited - (0 if books.starting else len(written)))]:
        _visit(books, thing, said.get(id(thing)) or "too_few", written, said, now=True)


def _visit(
    books: Books, employer: Thing, disposition: str, written: set[int], said: dict[int, str], *, now: bool = False
) -> None:
    day = books.past(1) if books.starting and not now else books.day()
    books.add("organizing_survey", employer=employer, survey_on=day, disposition=disposition)
    written.add(id(employer))
    said[id(employer)] = disposition
