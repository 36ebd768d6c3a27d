"""Does an election's record find what does not add up? With the tally of a real one."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from members.ledgers.keeping import RecordRefused, keep
from members.ledgers.ledger import LEDGERS

ELECTIONS = LEDGERS["election"]
CANDIDATE = ELECTIONS.children[0].model
REAL = Path(__file__).parent.parent / "fixtures/reference/expected/election-result.csv"


def printed():
    """What a township printed of its election: the meeting's numbers, and yes, no and abstentions of each candidate."""
    with REAL.open(encoding="utf-8") as file:
        rows = [(row["label_zh"], int(row["value"])) for row in csv.DictReader(file)]
    votes = [number for label, number in rows if label.startswith("候选人")]
    return dict(rows), [tuple(votes[n : n + 3]) for n in range(0, len(votes), 3)]


NUMBERS, PRINTED = printed()


def make_election(cast, **values):
    numbers = dict.fromkeys(("eligible", "present", "issued", "returned", "valid"), 48)
    fixed = {
        "title": "第一届委员会选举",
        "kind": "first",
        "body": "committee",
        "held_on": date(2025, 11, 18),
        "seats": 5,
    }
    return ELECTIONS.model(union=cast.east, **(fixed | numbers | values))


def make_lines(votes, elected=5, **more):
    names = "甲乙丙丁戊己庚辛"
    return [
        CANDIDATE(name=names[n], yes=yes, no=no, abstain=abstain, elected=n < elected, **more)
        for n, (yes, no, abstain) in enumerate(votes)
    ]


def codes(record, lines):
    record.lines = lines
    return {found.code for found in ELECTIONS.findings(record, date(2026, 5, 20)) if found.code}


def test_the_real_tally_is_refused_for_its_sixth_candidate_alone(cast):
    record = make_election(
        cast,
        eligible=NUMBERS["应到代表数"],
        present=NUMBERS["实到代表数"],
        issued=NUMBERS["发出选票数"],
        returned=NUMBERS["收回选票数"],
        valid=NUMBERS["有效票数"],
        invalid=NUMBERS["无效票数"],
    )
    assert PRINTED == [(47, 0, 1), (45, 1, 2), (43, 3, 2), (44, 2, 2), (43, 3, 2), (40, 3, 4)]
    with pytest.raises(RecordRefused) as refusal:
        keep(ELECTIONS, record, by=cast.clerk, lines={CANDIDATE: make_lines(PRINTED)})
    assert [(f.code, f.message) for f in refusal.value.findings] == [
        ("E11", "候选人己得票合计47票，与有效票48张不符，请重新计票。")
    ]
    assert not ELECTIONS.model.objects.exists()


def test_the_tally_is_kept_with_its_candidates_once_it_adds_up(cast):
    mended = (*PRINTED[:5], (40, 3, 5))
    record = make_election(cast)
    assert keep(ELECTIONS, record, by=cast.clerk, lines={CANDIDATE: make_lines(mended)}) == []
    assert [(c.name, c.yes) for c in record.candidates.all()][5] == ("己", 40)
    assert record.candidates.filter(elected=True).count() == 5


def test_two_thirds_must_be_present(cast):
    def found(present, eligible=48):
        return codes(make_election(cast, present=present, eligible=eligible, issued=30, returned=30, valid=30), [])

    assert "E07" not in found(32) and "E07" in found(31)
    assert "E07" in found(33, 50) and "E07" not in found(34, 50)


def test_ballots_are_at_most_those_issued_and_those_at_most_the_people_present(cast):
    assert codes(make_election(cast), []) == set()
    assert codes(make_election(cast, issued=47), []) == {"E08"}
    assert codes(make_election(cast, present=47), []) == {"E09"}
    assert codes(make_election(cast, valid=47), []) == {"E10"}
    assert codes(make_election(cast, valid=47, invalid=1), []) == set()


def test_a_seat_needs_more_than_half_of_those_eligible(cast):
    exactly_half = make_lines(((24, 20, 4), (30, 18, 0)), elected=1)
    assert "E12" in codes(make_election(cast, seats=1), exactly_half)
    assert "E12" not in codes(make_election(cast, seats=1), make_lines(((25, 20, 3), (20, 28, 0)), elected=1))


def test_no_more_are_elected_than_there_are_seats(cast):
    assert "E13" in codes(make_election(cast), make_lines((*PRINTED[:5], (40, 3, 5)), elected=6))


def test_a_committee_needs_five_in_a_hundred_more_candidates_than_seats(cast):
    votes = ((40, 8, 0),) * 5
    assert "E14" in codes(make_election(cast, seats=5), make_lines(votes))
    assert "E14" not in codes(make_election(cast, seats=5), make_lines((*votes, (30, 18, 0))))
    assert "E14" not in codes(make_election(cast, seats=5, body="audit"), make_lines(votes))
    many = [CANDIDATE(name=str(n), yes=30, no=18, abstain=0) for n in range(21)]
    assert "E14" not in codes(make_election(cast, seats=20), many)
    assert "E14" in codes(make_election(cast, seats=21), [*many, CANDIDATE(name="末", yes=30, no=18, abstain=0)])


def test_somebody_written_in_has_votes_on_some_ballots_only(cast):
    lines = make_lines((*PRINTED[:5], (40, 3, 5)))
    lines.append(CANDIDATE(name="另选", yes=2, write_in=True))
    assert codes(make_election(cast), lines) == set()
    lines[-1].yes = 49
    assert codes(make_election(cast), lines) == {"E11"}


def test_near_relatives_are_not_elected_to_a_committee(cast):
    lines = make_lines(PRINTED[:1], elected=1, is_relative=True)
    assert "E33" in codes(make_election(cast, seats=1), lines)
    assert "E33" not in codes(make_election(cast, seats=1, body="delegate"), lines)
    lines[0].elected = False
    assert "E33" not in codes(make_election(cast, seats=1), lines)


def test_whoever_had_more_votes_is_not_passed_over(cast):
    record = make_election(cast, seats=1)
    record.lines = make_lines(((40, 8, 0), (45, 3, 0)), elected=1)
    messages = [f.message for f in ELECTIONS.findings(record, date(2026, 5, 20))]
    assert messages == ["乙的同意票多于当选者，却未标记当选，请核对。"]


def test_an_approved_renewal_asks_to_renew_the_term_of_its_union(cast):
    unions = LEDGERS["union_org"]
    org = unions.model(union=cast.east, name="甲厂工会", term_start=date(2022, 11, 1))
    keep(unions, org, by=cast.clerk)
    approved = {"union_org": org, "kind": "renewal", "approved": True, "approved_on": date(2025, 11, 30)}

    def asked(**values):
        record = make_election(cast, **(approved | values))
        record.lines = []
        return [f.message for f in ELECTIONS.findings(record, date(2026, 5, 20))]

    assert asked() == ["选举结果已获批准，请在工会组织台账中更新本届任期和班子。"]
    assert asked(kind="byelection") == [] and asked(approved=False, approved_on=None) == []
    org.term_start = date(2025, 11, 18)
    assert asked() == []
