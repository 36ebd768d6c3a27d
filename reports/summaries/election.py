"""How is an election reported? Attendance, ballots and votes bound to its record, and who is elected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from members.ledgers.election import LEDGER, Candidate, Election
from reports.arithmetic import Total
from reports.blocks import Paragraph, Text
from reports.blocks import Span as InlineSpan
from reports.formats import chinese_count
from reports.sections import BALLOT
from reports.sentences import Figures, Label
from reports.sentences.compose import number

#: What a candidate's ballots are called and the part of the code that says so.
VOTES = {"yes": "同意", "no": "不同意", "abstain": "弃权"}
UNITS = {"election_issued": "张", "election_returned": "张", "election_valid": "张", "election_invalid": "张"}


def title_of(record: Election) -> str:
    """`东港机械厂工会第二届委员会换届选举`, without the last two characters that the report's title adds."""
    name = record.union_org.name if record.union_org else record.union.name
    title = record.title if record.title.startswith(name) else name + record.title
    return title.removesuffix("选举")


def words_of(record: Election) -> dict[str, str]:
    """The words of its sentences: the day and kind of the meeting, what was elected."""
    day = record.held_on
    name = record.union_org.name if record.union_org else record.union.name
    term = f"第{chinese_count(record.term_no)}届" if record.term_no and record.term_no < 100 else ""
    meeting = record.get_meeting_kind_display() or "会员（代表）大会"
    return {
        "meeting": f"{day.year}年{day.month}月{day.day}日，{name}召开{meeting}",
        "body": term + record.get_body_display(),
    }


def candidates_of(record: Election) -> list[Candidate]:
    """Who stood, in the order of the paper. One query."""
    return list(record.candidates.all())


def problems_of(record: Election) -> list[str]:
    """What the rules of elections (E07 to E13, E33) find wrong: as long as there is any, nothing may be reported."""
    lines = candidates_of(record)
    if not lines:
        return ["还没有登记候选人的得票，请先在选举台账里补上"]
    # The ledger's rules read a record together with its lines.
    record.lines = lines  # type: ignore[attr-defined]
    found = [each.message for each in LEDGER.findings(record, timezone.localdate()) if each.severity == "error"]
    if not any(line.elected for line in lines):
        found.append("还没有标明当选人，请先在选举台账里勾选")
    return found


def figures_with(figures: Figures, record: Election) -> Figures:
    """The figures together with what the record states, so that sentences and the number check know them."""
    lines = candidates_of(record)
    values = {
        **{f"election_{name}": getattr(record, name) for name in
           ("eligible", "present", "issued", "returned", "valid", "invalid", "seats")},
        "election_absent": max(record.eligible - record.present, 0),
        "election_elected": sum(line.elected for line in lines),
    }  # fmt: skip
    labels = {code: Label(name, UNITS.get(code, "人")) for code, name in BALLOT.items()}
    for place, line in enumerate(lines, 1):
        for name, said in VOTES.items():
            code = f"election_{name}_{place}"
            values[code], labels[code] = getattr(line, name), Label(f"{line.name}{said}票", "票")
    totals = {code: Total(code, Decimal(value), kind="flow") for code, value in values.items()}
    return replace(figures, totals={**figures.totals, **totals}, labels={**figures.labels, **labels})


def paragraphs_of(record: Election, figures: Figures) -> Mapping[str, tuple[Paragraph, ...]]:
    """The votes line by line, and who was elected to which post."""
    lines = candidates_of(record)
    votes = [_votes(place, line, figures) for place, line in enumerate(lines, 1)]
    elected = [line for line in lines if line.elected]
    posts = [
        Paragraph((Text(f"{line.name}：{line.post}{'。' if line is elected[-1] else '；'}"),))
        for line in elected if line.post
    ]  # fmt: skip
    chosen = f"当选人名单：{'、'.join(line.name for line in elected)}。"
    named = (Paragraph((Text(chosen),)),) if elected else ()
    asked = Paragraph((Text("特此报告，请审批。"),))
    return {"election_votes": tuple(votes), "election_result": (*named, *posts, asked)}


def _votes(place: int, line: Candidate, figures: Figures) -> Paragraph:
    spans: list[InlineSpan] = [Text(f"{place}．{line.name}{'（另选他人）' if line.write_in else ''}：")]
    for nth, (name, said) in enumerate(VOTES.items()):
        spans += [Text(f"{'，' if nth else ''}{said}"), *number(f"election_{name}_{place}", figures, "value", "unit")]
    return Paragraph((*spans, Text("。")))
