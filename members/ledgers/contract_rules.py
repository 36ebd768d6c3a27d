"""What is to be said of a collective contract: its term, its vote, its filing, its renewal (E15–E21, E40)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models

from members.ledgers.ledger import Finding, Rule
from members.months import shift

if TYPE_CHECKING:
    from members.ledgers.collective_contract import CollectiveContract

#: 《集体合同规定》第三十八条：一般为1至3年；工资集体协议一般一年一签。
LONGEST_MONTHS, SHORTEST_MONTHS = 36, 12
#: 《集体合同规定》第三十二条：书面要约的答复期限。
ANSWER_DAYS = 20
#: 《劳动合同法》第五十四条：收到文本之日起未提出异议即行生效的期限。
REVIEW_DAYS = 15
#: 《女职工劳动保护特别规定》第七条。
MATERNITY_DAYS = 98


class Kind(models.TextChoices):
    GENERAL = "general", "集体合同（综合）"
    WAGE = "wage", "工资专项集体合同"
    WOMEN = "women", "女职工权益保护专项集体合同"
    SAFETY = "safety", "劳动安全卫生专项集体合同"
    OTHER = "other", "其他专项集体合同"

    @property
    def renewal_days(self) -> int:
        """How long before its end a renewal is asked for: 《工资集体协商试行办法》 60 days, otherwise three months."""
        return 60 if self is Kind.WAGE else 90

    @property
    def filing_days(self) -> int:
        """Within how many days of signing it goes to the labour office: 工资协议7日, 《集体合同规定》第四十二条10日."""
        return 7 if self is Kind.WAGE else 10


def months_later(day: date, count: int) -> date:
    """The same day of a later month; its last day where the month is shorter."""
    first = shift(day.replace(day=1), count)
    return min(first + timedelta(days=day.day - 1), shift(first, 1) - timedelta(days=1))


def whole_months(start: date, end: date) -> int:
    """How many months have passed in full from one day to the other."""
    count = (end.year - start.year) * 12 + end.month - start.month
    return count - 1 if months_later(start, count) > end else count


def _term_months(start: date, end: date) -> int:
    """The length of a term, begun months counted as whole."""
    passed = whole_months(start, end + timedelta(days=1))
    return passed + 1 if months_later(start, passed) < end else passed


def _term(record: CollectiveContract, today: date) -> Iterator[Finding]:
    start, end = record.start_on or record.effective_on, record.end_on
    if not start or not end or end < start:
        return
    # People write both 12月31日 and 次年1月1日 as the end of a year: neither is longer than the year.
    longest, wage = months_later(start, LONGEST_MONTHS), record.type == Kind.WAGE
    if end > longest:
        if not record.term_note:
            message = (
                f"合同期限为{_term_months(start, end)}个月，超过三年（《集体合同规定》第三十八条：一般为1至3年）。"
            )
            yield Finding("E15", "error", f"{message}情况特殊的，请填写“超过三年的说明”。", "end_on")
        return
    passed = whole_months(start, end + timedelta(days=1))
    short, long_wage = passed < SHORTEST_MONTHS, wage and end > months_later(start, SHORTEST_MONTHS)
    if short or long_wage:
        months = _term_months(start, end) if long_wage else passed
        term = f"{months}个月" if months else f"{(end - start).days + 1}天"
        message = f"“{record.name}”期限{term}；集体合同一般1至3年，工资协议一般1年，请核对。"
        yield Finding("E16", "warning", message, "end_on")


def _filing(record: CollectiveContract, today: date) -> Iterator[Finding]:
    limit = Kind(record.type).filing_days
    if record.signed_on and not record.filed_on and not record.effective_on and not record.terminated_on:
        days = (today - record.signed_on).days
        if days > limit:
            message = f"合同已签订{days}日未登记报送人社部门审查，应在{limit}日内报送。"
            yield Finding("E17", "warning", message, "filed_on")
    waiting = record.review_result in ("", "pending") and not record.effective_on
    if record.filed_on and waiting and today >= record.filed_on + timedelta(days=REVIEW_DAYS):
        yield Finding("E18", "info", "合同报送审查已满15日未收到异议，可登记为“即行生效”。", "review_result")


def _vote(record: CollectiveContract, today: date) -> Iterator[Finding]:
    should, present, yes = record.congress_should, record.congress_present, record.congress_yes
    if present is not None and ((should is not None and present > should) or (yes is not None and yes > present)):
        yield Finding("", "error", "同意票不能多于实到代表，实到代表不能多于应到代表，请核对。", "congress_present")
    if should is None:
        return
    few = present is not None and present * 3 < should * 2
    if few or (yes is not None and yes * 2 < should):
        counted = f"职代会应到{should}人、实到{_people(present)}、同意{_people(yes)}"
        message = f"{counted}，未达到“三分之二以上出席且全体半数以上同意”。"
        yield Finding("E19", "error", message, "congress_present" if few else "congress_yes")


def _people(count: int | None) -> str:
    return "未填" if count is None else f"{count}人"


def _renewal(record: CollectiveContract, today: date) -> Iterator[Finding]:
    end = record.end_on
    if not end or record.terminated_on or not record.effective_on:
        return
    if end - today > timedelta(days=Kind(record.type).renewal_days):
        return
    if record.pk and type(record).objects.valid().filter(renewal_of=record.pk).exists():
        return
    day = f"{end.year}年{end.month}月{end.day}日"
    message = f"“{record.name}”已于{day}到期，尚未登记续签。"
    if end >= today:
        message = f"“{record.name}”将于{day}到期，请在到期前提出续签要求。"
    yield Finding("E20", "warning", message, "end_on")


def _answer(record: CollectiveContract, today: date) -> Iterator[Finding]:
    offered = record.offered_on
    if offered and not record.responded_on and not record.signed_on and today >= offered + timedelta(days=ANSWER_DAYS):
        yield Finding("E21", "warning", "协商要约发出已满20日，未登记对方书面答复。", "responded_on")


def _maternity(record: CollectiveContract, today: date) -> Iterator[Finding]:
    days = record.maternity_days
    if record.type == Kind.WOMEN and days is not None and days < MATERNITY_DAYS:
        message = f"合同约定产假{days}天，低于《女职工劳动保护特别规定》98天的标准。"
        yield Finding("E40", "warning", message, "maternity_days")


def _whole(record: CollectiveContract, today: date) -> Iterator[Finding]:
    """A contract in force has an end, covers somebody, and renews another contract of its kind."""
    if record.effective_on and not record.end_on:
        yield Finding("", "error", "已填生效日期的，请填写合同截止日期。", "end_on")
    lines = getattr(record, "lines", None)
    if record.effective_on and lines == []:
        yield Finding("", "warning", "未登记覆盖单位，不计入集体合同覆盖企业数。")
    total, female = record.covered_employee_count, record.covered_female_count
    if total is not None and female is not None and female > total:
        yield Finding("", "error", "“其中女职工”不能多于“覆盖职工数”。", "covered_female_count")
    if any(line.female > line.employees for line in lines or ()):
        yield Finding("", "error", "覆盖单位的“其中女职工”不能多于“职工数”。")
    employers = [line.employer_id for line in lines or ()]
    if len(set(employers)) < len(employers):
        yield Finding("", "error", "同一单位在覆盖单位中登记了两次，请删去一行。")
    listed = sum(line.employees for line in lines or ())
    if listed and total is not None and total != listed:
        message = f"“覆盖职工数”{total}人，各覆盖单位合计{listed}人，两数不一致，请核对。"
        yield Finding("", "info", message, "covered_employee_count")
    former = record.renewal_of
    if former and former.pk is not None and former.pk == record.pk:
        yield Finding("", "error", "合同不能续签自己，请重新选择“续签自”。", "renewal_of")
    elif former and former.type != record.type:
        yield Finding("", "warning", "续签的合同与原合同种类不同，请核对。", "renewal_of")


def _covered(record: CollectiveContract, today: date) -> Iterator[Finding]:
    """A workplace is covered from a day before the one from which it no longer is."""
    for line in getattr(record, "lines", []):
        if line.since and line.until and line.until <= line.since:
            message = f"“{line.employer}”的“至何日止”日期不合理（不晚于“自何日起覆盖”），请核对。"
            yield Finding("F06", "error", message)


RULES: tuple[Rule, ...] = (_covered, _whole, _term, _vote, _filing, _answer, _renewal, _maternity)
