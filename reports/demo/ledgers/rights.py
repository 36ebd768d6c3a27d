"""Which disputes, petitions, letters and pieces of advice stand behind the figures of workers' rights?"""

from __future__ import annotations

from decimal import Decimal

from reports.demo.ledgers import names
from reports.demo.ledgers.books import Books, Thing
from reports.demo.ledgers.shares import divide, within

CAUSES = {"dispute_pay": "pay", "dispute_injury": "work_injury", "dispute_other": "contract"}
WISHES = ("食堂", "宿舍", "通风", "班车", "休息室", "工装")
TOPICS = ("工资发放", "社会保险缴纳", "劳动合同续签", "加班费计算", "工伤待遇", "经济补偿")


def disputes(books: Books) -> None:
    """Cases accepted by cause with persons and money, and cases closed by way and outcome."""
    codes = [*CAUSES, "dispute_accepted", "dispute_closed", "dispute_mediated", "dispute_settled", "dispute_persons"]
    if not books.known(*codes):
        return
    causes = [cause for code, cause in CAUSES.items() for _ in range(books.get(code) or 0)]
    accepted = books.get("dispute_accepted")
    accepted = len(causes) if accepted is None else accepted
    if len(causes) > accepted:
        books.note("dispute_accepted", "少于各类争议之和")
    causes += ["contract" if books.get("dispute_other") is None else "pay"] * (accepted - len(causes))
    cases = _cases(books, causes)
    waiting = books.live["dispute_case"]
    waiting += cases
    _close(books, waiting)


def _cases(books: Books, causes: list[str]) -> list[Thing]:
    count, dice = len(causes), books.dice
    totals = {
        name: books.values.get(code)
        for name, code in (("persons", "dispute_persons"), ("migrant", "dispute_migrant"), ("amount", "dispute_amount"))
    }
    if not count:
        for name, total in totals.items():
            if total:
                books.note(f"dispute_{name}", "没有受理争议")
        return []
    persons = divide(totals["persons"], count, dice, 1) if totals["persons"] is not None else [Decimal(1)] * count
    migrants = within(totals["migrant"] or 0, persons)
    if sum(migrants) < (totals["migrant"] or 0):
        books.note("dispute_migrant", "农民工多于涉及职工")
    amounts: list[Decimal | None] = [None] * count
    if totals["amount"] is not None:
        amounts = list(divide(totals["amount"], count, dice))
    return [_case(books, *row) for row in zip(causes, persons, migrants, amounts, strict=True)]


def _case(books: Books, cause: str, persons: Decimal, migrants: Decimal, amount: Decimal | None) -> Thing:
    day = books.day()
    return books.add(
        "dispute_case",
        case_no=f"{books.union.code}-争〔{day.year}〕{books.number(f'case {day.year}')}号",
        accepted_on=day,
        received_on=day,
        cause=cause,
        channel="visit",
        persons=int(persons),
        migrant_persons=int(migrants),
        claim_amount=amount,
        result="pending",
        employer_name=books.place + names.workplace(books.dice, books.dice.randrange(200)),
        applicant=names.person(books.dice),
    )


def _close(books: Books, waiting: list[Thing]) -> None:
    mediated, settled = books.get("dispute_mediated"), books.get("dispute_settled")
    closed = books.get("dispute_closed")
    mediated = settled or 0 if mediated is None else mediated
    closed = mediated if closed is None else closed
    settled = mediated if settled is None else settled
    if mediated > closed:
        books.note("dispute_mediated", "多于办结件数")
    if settled > mediated:
        books.note("dispute_settled", "多于调解结案件数")
    while len(waiting) < closed:  # accepted before the first month
        old = _case(books, "contract", Decimal(1), Decimal(0), None)
        old.now["accepted_on"] = old.now["received_on"] = books.past(1)
        waiting.append(old)
    for number in range(closed):
        case = waiting.pop(0)
        day = max(books.day(), case.now["accepted_on"])
        won = number < settled
        case.now |= {
            "closed_on": day,
            "method": "mediation" if number < mediated else "guidance",
            "result": "settled" if won else "failed" if number < mediated else "to_arbitration",
            "settled_amount": case.now["claim_amount"] if won else None,
        }


def counsel(books: Books) -> None:
    """Petitions, letters of supervision, legal advice and aid, proposals of delegates."""
    dice = books.dice
    books.rows(
        "petition",
        "received_on",
        books.get("petition_received") or 0,
        lambda: {
            "petition_no": f"{books.union.code}-访{books.number('petition')}",
            "channel": "visit",
            "topic": dice.choice(TOPICS),
            "petitioner": names.person(dice),
            "visitors": dice.randint(1, 4),
        },
    )
    books.rows(
        "supervision_letter",
        "sent_on",
        books.get("law_letters") or 0,
        lambda: {
            "letter_no": f"{books.union.code}-函{books.number('letter')}",
            "kind": "notice",
            "matter": "pay",
            "recipient": books.place + names.workplace(dice, dice.randrange(200)),
        },
    )
    books.rows(
        "legal_service",
        "on",
        None,
        lambda: {
            "type": "consult",
            "way": "window",
            "topic": dice.choice(TOPICS),
            "place": "镇职工服务中心",
        },
        persons=("legal_consult", 1),
    )
    books.rows(
        "legal_aid_case",
        "accepted_on",
        books.get("legal_aid_cases") or 0,
        lambda: {
            "case_no": f"{books.union.code}-援{books.number('aid case')}",
            "service_type": "arbitration",
            "applicant": names.person(dice),
            "matter": dice.choice(TOPICS),
        },
    )
    waiting = books.live["proposal"]
    waiting += books.rows(
        "proposal",
        "submitted_on",
        books.get("proposal_received") or 0,
        lambda: {
            "title": f"关于改善{dice.choice(WISHES)}的提案（{books.number('proposal')}）",
            "proposer": names.person(dice),
            "category": "welfare",
            "filed": True,
        },
    )
    close_in_turn(
        books,
        waiting,
        books.get("proposal_done"),
        "closed_on",
        lambda: books.add(
            "proposal",
            title=f"上年提案（{books.number('proposal')}）",
            submitted_on=books.past(1),
            category="other",
        ),
    )


def close_in_turn(books: Books, waiting: list[Thing], count: int | None, end: str, older: object) -> None:
    """Finish so many this month, the earliest first; where too few wait, some came before the first month."""
    while len(waiting) < (count or 0):
        waiting.append(older())  # type: ignore[operator]
    for _ in range(count or 0):
        thing = waiting.pop(0)
        began = thing.now.get("submitted_on") or thing.now["found_on"]
        thing.now[end] = max(books.day(), began)
