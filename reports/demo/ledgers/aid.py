"""Which gifts, archives and insurances stand behind the figures of help?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reports.demo.ledgers import names
from reports.demo.ledgers.books import Books, Thing
from reports.demo.ledgers.shares import divide

#: Kind of gift → figures of persons and money.
GIFTS = {
    "warmth": ("warm_persons", "warm_amount", "元旦春节送温暖"),
    "cooling": ("cool_persons", "cool_amount", "高温送清凉"),
    "schooling": ("study_persons", "study_amount", "金秋助学"),
    "living": ("relief_persons", "relief_amount", "困难职工生活救助"),
}


def gifts(books: Books) -> None:
    """What was given to whom, and who was helped to work."""
    values = books.values
    known = [code for pair in GIFTS.values() for code in pair[:2]]
    if not books.known(
        "aid_persons", "aid_amount", "other_aid_persons", "retiree_persons", "job_placed", "job_placed_laidoff", *known
    ):
        return
    for kind, (persons, amount, batch) in GIFTS.items():
        _give(books, kind, values.get(persons), values.get(amount), batch, (persons, amount))
    other, money = (
        _rest(books, f"aid_{what}", f"other_aid_{what}", place) for place, what in enumerate(("persons", "amount"))
    )
    retired = values.get("retiree_persons")
    part = None
    if retired:
        part = None if money is None else (money * retired / other).quantize(Decimal(1)) if other else Decimal(0)
        _give(books, "retiree", retired, part, "走访离退休职工", ("retiree_persons", "other_aid_amount"))
        other, money = (other or retired) - retired, None if money is None or part is None else money - part
    if other is not None and other < 0:
        books.note("retiree_persons", "多于其他关爱慰问人次")
    _give(books, "other", other, money, "职工关爱慰问", ("aid_persons", "aid_amount"))
    _jobs(books)


def _rest(books: Books, whole: str, other: str, place: int) -> Decimal | None:
    """What belongs to no kind of its own: told, or what the whole lacks."""
    total, told = books.values.get(whole), books.values.get(other)
    parts = sum(books.values.get(group[place], Decimal(0)) for group in GIFTS.values())  # type: ignore[call-overload]
    if told is not None:
        if total is not None and total != parts + told:
            books.note(whole, "与各项之和不等")
        return told
    return None if total is None else max(total - parts, Decimal(0))


def _give(
    books: Books, kind: str, persons: Decimal | None, amount: Decimal | None, batch: str, codes: tuple[str, str]
) -> None:
    if not persons and not amount:
        return
    rows = min(5, int(persons or 0) // 12 + 1)
    heads = divide(max(persons or 0, 0), rows, books.dice, 1)
    money = divide(amount, rows, books.dice) if amount is not None else [None] * rows
    for number in range(rows):
        single = heads[number] == 1
        who = names.person(books.dice) if single else f"{names.village(books.dice)}职工"
        books.add(
            "aid_record",
            type=kind,
            given_on=books.day(),
            batch=f"{batch}（{books.number('gift')}）",
            recipient_name=who,
            persons=int(heads[number]),
            amount=money[number],
            fund_source="own",
        )


def _jobs(books: Books) -> None:
    placed = books.get("job_placed")
    groups = {"laid_off": books.get("job_placed_laidoff"), "migrant": books.get("job_placed_migrant")}
    told = sum(count or 0 for count in groups.values())
    rest = 0 if placed is None else placed - told
    if rest < 0:
        books.note("job_placed", "少于下岗失业人员与农民工之和")
    for group, count in (*groups.items(), ("other", max(rest, 0))):
        if count:
            books.add(
                "aid_record",
                type="employment",
                given_on=books.day(),
                batch=f"就业招聘会（{books.number('gift')}）",
                group=group,
                persons=count,
                persons_placed=count,
                recipient_name="招聘会上岗人员",
            )


def hardship(books: Books) -> None:
    """Archives of households, opened and closed, by class."""
    total, new, gone = (books.get(code) for code in ("hardship_total", "hardship_new", "hardship_exit"))
    if not books.known("hardship_total", "hardship_new", "hardship_exit", "hardship_deep"):
        return
    live = books.live["hardship_archive"]
    if books.starting:
        size = _households_before(books)
        live += [_household(books, books.past(4)) for _ in range(size)]
    for _ in range(min(gone or 0, len(live))):
        live.pop(books.dice.randrange(len(live))).now |= {"closed_on": books.day(), "close_reason": "out_of_poverty"}
    live += [_household(books, books.day()) for _ in range(new or 0)]
    if total is not None and len(live) != total:
        if new is not None and len(live) < total:
            books.note("hardship_total", "上期加新建减退档不等于本期")
        while new is None and len(live) < total:
            live.append(_household(books, books.day()))
        if gone is not None and len(live) > total:
            books.note("hardship_total", "上期加新建减退档不等于本期")
        while gone is None and len(live) > total:
            live.pop().now |= {"closed_on": books.day(), "close_reason": "out_of_poverty"}
    classes = {kind: books.get(f"hardship_{kind}") for kind in ("deep", "relative", "accident")}
    wanted = {kind: count for kind, count in classes.items() if count is not None}
    rest = next((kind for kind, count in classes.items() if count is None), "relative")
    if wanted and not books.settle(live, "difficulty_class", wanted, rest):
        books.note("hardship_deep", "各类之和多于在档户数")


def _households_before(books: Books) -> int:
    change = 0
    for values in books.months.values():
        change += int(values.get("hardship_new", 0)) - int(values.get("hardship_exit", 0))
        if "hardship_total" in values:
            return max(0, int(values["hardship_total"]) - change)
    return sum(int(values.get("hardship_exit", 0)) for values in books.months.values())


def _household(books: Books, day: date) -> Thing:
    gender = books.dice.choice("12")
    born = names.birthday(books.dice, day)
    number = books.number("household")
    return books.add(
        "hardship_archive",
        name=names.person(books.dice, gender),
        archive_no=f"{books.union.code}-{number:04}",
        id_number=names.id_number(books.dice, born, gender, number),
        gender=gender,
        difficulty_class="relative",
        archive_level="county",
        cause_main=books.dice.choice(("own_illness", "family_illness", "schooling", "low_income")),
        family_size=books.dice.randint(2, 5),
        opened_on=day,
    )


def raised(books: Books) -> None:
    """Donations of workers and money raised for help."""
    books.rows(
        "donation",
        "on",
        None,
        lambda: {"purpose": "one_day", "title": f"一日捐（{books.number('donation')}）"},
        persons=("donation_persons", 1),
        amount=("donation_amount", 1),
    )
    for code, purpose in (("warm_raised", "warmth"), ("study_raised", "schooling")):
        for share in divide(books.values.get(code) or 0, 2 if books.values.get(code) else 0, books.dice):
            books.add(
                "fund_raising",
                on=books.day(),
                purpose=purpose,
                origin="own",
                amount=share,
                giver=f"{books.place}工会经费",
            )


def insurance(books: Books) -> None:
    """Mutual insurance: who is in, and what was paid."""
    persons = books.get("mutual_persons")
    if persons is not None:
        live = books.live["mutual_enrolment"]
        if not live:
            live += [
                books.add(
                    "mutual_enrolment",
                    policy_no=f"{books.union.code}-保{n}",
                    plan="hospital",
                    unit=f"{books.place}第{n}片区",
                    start_on=date(books.first.year - 1, 12, 1) if books.starting else books.month,
                    persons=None,
                )
                for n in range(1, 5)
            ]
            for thing, share in zip(live, divide(persons, 4, books.dice), strict=True):
                thing.now["persons"] = int(share)
        books.spread(live, "persons", persons)
    books.rows(
        "mutual_claim",
        "paid_on",
        books.get("mutual_claims"),
        lambda: {
            "claim_no": f"{books.union.code}-付{books.number('claim')}",
            "plan": "hospital",
            "person": names.person(books.dice),
        },
        amount=("mutual_claim_amount", 1),
    )
