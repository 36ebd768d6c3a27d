"""Which profiles stand behind the figures of workers' congresses and open affairs?"""

from __future__ import annotations

from reports.demo.ledgers.books import Books, Thing

CODES = ("congress_units", "congress_nonpublic", "congress_regional", "congress_new", "openness_units", "openness_new")


def democracy(books: Books) -> None:
    """A profile for each workplace with a congress or with open affairs."""
    if not books.known(*CODES):
        return
    live = books.live["democracy_profile"]
    units, nonpublic, regional, new, open_units, open_new = (books.get(code) for code in CODES)
    if books.starting:
        _profiles(books, live, books.most("congress_units", "openness_units") + books.most("congress_new"))
    _since(books, live, "has_congress", "congress_since", units, new)
    _since(books, live, "has_openness", "openness_since", open_units, open_new)
    with_congress = [thing for thing in live if thing.now["has_congress"]]
    if regional is not None and not books.settle(with_congress, "scope", {"regional": regional}, "enterprise"):
        books.note("congress_regional", "多于建立职代会的单位数")
    if nonpublic is not None:
        firms = [thing.now["employer"] for thing in with_congress]
        if not books.settle(firms, "is_non_public", {True: nonpublic}, False):
            books.note("congress_nonpublic", "多于建立职代会的单位数")


def _profiles(books: Books, live: list[Thing], count: int) -> None:
    for employer in books.employers(len(live) + count)[len(live) :]:
        live.append(books.add(
            "democracy_profile", unit_name=employer.now["name"], employer=employer, begun_on=books.past(6),
            scope="enterprise", has_congress=False, has_openness=False,
            employee_count=employer.now["employee_count"],
        ))  # fmt: skip


def _since(books: Books, live: list[Thing], flag: str, since: str, units: int | None, new: int | None) -> None:
    """So many have it, so many of them since this month."""
    begun = 0
    for thing in live:
        if begun < (new or 0) and not thing.now[flag] and thing.now.get(since) is None:
            day = books.day()
            thing.turn(flag, True, day)
            thing.now[since] = day
            begun += 1
    if begun < (new or 0):
        size = len(live)
        _profiles(books, live, (new or 0) - begun)
        for thing in live[size:]:
            day = books.day()
            thing.turn(flag, True, day)
            thing.now[since] = day
    if units is None:
        return
    fresh = [thing for thing in live if thing.now.get(since) and thing.now[since] >= books.month]
    old = [thing for thing in live if thing not in fresh]
    if units < len(fresh) or not books.settle(old, flag, {True: units - len(fresh)}, False):
        books.note("congress_units" if flag == "has_congress" else "openness_units", "少于新建数")
