"""Who stood in the elections of a month, what each candidate got, and who was elected to which post?"""

from __future__ import annotations

from random import Random

from reports.demo.ledgers import names
from reports.demo.ledgers.books import Books, Thing

SEATS = 5
POSTS = ("主席", "副主席、经审委员", "组织委员", "女职工委员", "宣传委员")


def election(books: Books, union: Thing) -> None:
    """A renewed committee: six stood for five seats, every tally adds up, whoever was elected has more than half."""
    day, voters = books.day(), books.dice.randint(24, 90)
    union.now["term_no"] = (union.now.get("term_no") or 1) + 1
    record = books.add(
        "election", union_org=union, title=f"{union.now['name']}换届选举", kind="renewal", meeting_kind="assembly",
        body="committee", held_on=day, eligible=voters + 4, present=voters, issued=voters, returned=voters,
        valid=voters, seats=SEATS, approved=True, approved_on=day, term_no=union.now["term_no"],
    )  # fmt: skip
    # Dice of its own, so that nothing that is made up later depends on it.
    dice = Random(f"{record.now['title']} {day}")
    people: list[str] = []
    while len(people) < SEATS + 1:
        name = union.now.get("chair_name") or names.person(dice)
        people += [name] if not people else [each for each in [names.person(dice)] if each not in people]
    for place, name in enumerate(people):
        against, abstained = dice.randint(0, 1 + place), dice.randint(0, 2)
        if place == SEATS:
            against = voters * 2 // 3
        yes = voters - against - abstained
        record.lines.append(
            {
                "name": name, "yes": yes, "no": against, "abstain": abstained, "elected": place < SEATS,
                "post": POSTS[place] if place < SEATS else "",
            }
        )  # fmt: skip
