"""What do law and charter ask of a union in the register? Terms, committees, organisation codes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from members.checkdigits import is_uscc, tidy
from members.ledgers.ledger import Finding

#: 工会法第十六条.
TERMS = (3, 5)
#: So long before the end of a term its renewal is prepared.
NOTICE = timedelta(days=90)
#: 工会法第十一条: from so many members a committee, from so many women a women's committee.
COMMITTEE_FROM = 25
WOMEN_COMMITTEE_FROM = 10
#: Members up to so many → seats of the committee, least and most (usual practice; a county may set others here).
COMMITTEE_SIZES = ((24, 3, 5), (200, 3, 7), (1000, 7, 15), (5000, 15, 21), (10_000, 21, 29), (50_000, 29, 37))
LARGEST_COMMITTEE = (37, 45)
#: How the organisation code of a grassroots union begins.
UNION_CODE = "81"
WORKING = ("active", "dormant")
ENDED = ("merged", "revoked")
WITHOUT_COMMITTEE = ("branch", "group")


def _works(record: Any) -> bool:
    return record.status in WORKING


def _term(record: Any, today: date) -> Iterator[Finding]:
    if record.term_years is not None and record.term_years not in TERMS:
        message = "基层工会委员会每届任期应为三年或五年（《工会法》第十六条）。"
        yield Finding("E01", "error", message, "term_years")
    end = record.term_end
    if not end or not _works(record):
        return
    if end < today:
        if record.renewal_status != "postponed":
            days = (today - end).days
            message = f"{record.name}任期已于{end:%Y-%m-%d}届满，逾期{days}天未换届；经上级批准延期的请上传批复。"
            yield Finding("E03", "warning", message, "term_end")
    elif end - today <= NOTICE:
        message = f"{record.name}本届任期将于{end:%Y-%m-%d}届满，请及时启动换届。"
        yield Finding("E02", "warning", message, "term_end")


def _committee(record: Any, today: date) -> Iterator[Finding]:
    members, seats = record.member_count_reg, record.committee_count
    if members is None or record.level != "base" or not _works(record):
        return
    if members >= COMMITTEE_FROM and (record.org_form in WITHOUT_COMMITTEE or seats == 0):
        message = f"{record.name}会员{members}人，应当建立基层工会委员会（《工会法》第十一条）。"
        yield Finding("E04", "warning", message, "org_form")
    elif seats:
        low, high = committee_size(members)
        organiser = seats == 1 and members < COMMITTEE_FROM  # a chair or organiser alone
        if not organiser and (not low <= seats <= high or seats % 2 == 0):
            message = f"{record.name}会员{members}人，委员一般设{low}—{high}人（单数），现登记{seats}人。"
            yield Finding("E06", "warning", message, "committee_count")


def committee_size(members: int) -> tuple[int, int]:
    """The least and the most seats of a committee for so many members."""
    for up_to, low, high in COMMITTEE_SIZES:
        if members <= up_to:
            return low, high
    return LARGEST_COMMITTEE


def _women(record: Any, today: date) -> Iterator[Finding]:
    women = record.female_member_reg or 0
    if record.level != "base" or not _works(record):
        return
    lacks_committee = women >= WOMEN_COMMITTEE_FROM and record.women_org_kind != "committee"
    lacks_officer = 0 < women < WOMEN_COMMITTEE_FROM and record.women_org_kind == "none"
    if lacks_committee or lacks_officer:
        message = f"{record.name}女会员{women}人，应建立女职工委员会（不足十人的设女职工委员）。"
        yield Finding("E05", "warning", message, "women_org_kind")


def _code(record: Any, today: date) -> Iterator[Finding]:
    if not record.uscc:
        return
    if not is_uscc(record.uscc):
        yield Finding("E27", "error", "统一社会信用代码校验不通过，请核对证书。", "uscc")
    elif not tidy(record.uscc).startswith(UNION_CODE):
        message = f"基层工会的统一社会信用代码一般以“{UNION_CODE}”开头，请核对证书。"
        yield Finding("E27", "warning", message, "uscc")


#: A part is never more than its whole.
PARTS = (
    ("female_employee_count", "employee_count"),
    ("migrant_employee_count", "employee_count"),
    ("dispatched_count", "employee_count"),
    ("member_count_reg", "employee_count"),
    ("female_member_reg", "member_count_reg"),
    ("migrant_member_reg", "member_count_reg"),
)


def _parts(record: Any, today: date) -> Iterator[Finding]:
    for name, whole in PARTS:
        part, total = getattr(record, name), getattr(record, whole)
        if part is not None and total is not None and part > total:
            label, of = (record._meta.get_field(each).verbose_name for each in (name, whole))
            yield Finding("", "error", f"{label}（{part}人）多于{of}（{total}人），请核对。", name)


def _covered(record: Any, today: date) -> Iterator[Finding]:
    if record.base_kind == "joint" and record.covered_unit_count < 2:
        yield Finding("", "warning", "联合基层工会涵盖单位数一般不少于2家，请核对。", "covered_unit_count")
    if record.base_kind == "standalone" and record.covered_unit_count != 1:
        yield Finding("", "warning", "单独基层工会的涵盖单位数应为1家，请核对。", "covered_unit_count")


def _ended(record: Any, today: date) -> Iterator[Finding]:
    if record.status in ENDED and not record.ended_on:
        yield Finding("F06", "error", "工会已撤销或合并，请填写撤销（合并）日期。", "ended_on")
    if record.ended_on and record.status not in ENDED:
        yield Finding("F06", "error", "已填撤销（合并）日期，请同时更改状态。", "status")


RULES = (_term, _committee, _women, _code, _parts, _covered, _ended)
