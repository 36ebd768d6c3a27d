"""Is an election valid, and do its ballots add up? E07 to E14 and E33."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from members.ledgers.ledger import Finding

#: More candidates than seats by at least so many in a hundred, for a committee (工会基层组织选举工作条例).
LEAST_SURPLUS_PERCENT = 5


def _meeting(record: Any, today: date) -> Iterator[Finding]:
    eligible, present, issued, returned = record.eligible, record.present, record.issued, record.returned
    if present * 3 < eligible * 2:
        message = f"应到{eligible}人，实到{present}人，不足三分之二，不能进行选举。"
        yield Finding("E07", "error", message, "present")
    if present > eligible:
        yield Finding("", "error", f"实到（{present}人）多于应到（{eligible}人），请核对。", "present")
    if returned > issued:
        message = f"收回选票（{returned}张）多于发出选票（{issued}张），选举无效，应重新选举。"
        yield Finding("E08", "error", message, "returned")
    if issued > present:
        message = f"发出选票（{issued}张）多于实到人数（{present}人），请核对。"
        yield Finding("E09", "error", message, "issued")
    total = record.valid + record.invalid
    if total != returned:
        message = f"有效票与无效票之和（{total}张）不等于收回选票（{returned}张）。"
        yield Finding("E10", "error", message, "valid")


def _votes(record: Any, today: date) -> Iterator[Finding]:
    for line in record.lines:
        total = line.yes + line.no + line.abstain
        # Whoever was written in got votes on some ballots only; the other ballots say nothing of him.
        wrong = total > record.valid if line.write_in else total != record.valid
        if wrong:
            message = f"候选人{line.name}得票合计{total}票，与有效票{record.valid}张不符，请重新计票。"
            yield Finding("E11", "error", message)
        if line.elected and line.yes * 2 <= record.eligible:
            message = f"{line.name}得同意票{line.yes}票，未超过应到会人数（{record.eligible}人）的半数，不能当选。"
            yield Finding("E12", "error", message)
        if line.elected and line.is_relative and record.body == "committee":
            message = f"{line.name}：企业主要负责人的近亲属不得作为本企业基层工会委员会成员人选（《工会法》第十条）。"
            yield Finding("E33", "error", message)


def _seats(record: Any, today: date) -> Iterator[Finding]:
    elected = [line for line in record.lines if line.elected]
    if len(elected) > record.seats:
        yield Finding("E13", "error", f"当选{len(elected)}人，超过应选名额{record.seats}人。", "seats")
    standing = sum(not line.write_in for line in record.lines)
    if (
        record.body == "committee"
        and standing
        and (standing - record.seats) * 100 < LEAST_SURPLUS_PERCENT * record.seats
    ):
        message = f"委员候选人{standing}名、应选{record.seats}名，差额比例不足5%，请核对选举办法。"
        yield Finding("E14", "warning", message, "seats")
    passed_over = [
        line.name
        for line in record.lines
        if not line.elected and elected and line.yes > min(each.yes for each in elected)
    ]
    if passed_over:
        message = f"{'、'.join(passed_over)}的同意票多于当选者，却未标记当选，请核对。"
        yield Finding("", "warning", message)


def _approval(record: Any, today: date) -> Iterator[Finding]:
    if record.approved and not record.approved_on:
        yield Finding("", "warning", "已标记上级批准，请填写批复日期和文号。", "approved_on")
    if record.approved_on and not record.approved:
        yield Finding("", "warning", "已填批复日期，请核对“上级已批准”是否勾选。", "approved")
    org = record.union_org if record.approved and record.body == "committee" else None
    if org and record.kind in ("first", "renewal") and (not org.term_start or org.term_start < record.held_on):
        yield Finding("", "info", "选举结果已获批准，请在工会组织台账中更新本届任期和班子。", "union_org")


RULES = (_meeting, _votes, _seats, _approval)
