"""What the reviewers left on the last month: a doubtful figure with remarks, a warning with its reason, ticks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from members.months import shift
from reports import rules
from reports.arithmetic import Entry
from reports.demo.history import Sheet
from reports.demo.places import Cast
from reports.models import CellMark, Counted, Indicator, MonthlyReturn, ReviewEvent, RuleNote, SectionTick, State
from reports.rules.findings import facts_of

RETURNED, REVIEWED = "YL-02", "YL-04"
#: The sections a late township has begun.
PART_FILLED = ("S01", "S02")
MARKS = {
    "petition_received": "比上月多出三十多批次，请核对是否多录一位数字。",
    "member_reduced": "本月减少人数偏多，请核对是否把转往其他镇的会员重复计算。",
}
RETURN_REASON = "有两处数字与往月相差较大，请核对后重新上报。"
REASONS = {
    "A06": "辖区两家企业阶段性停产，下岗职工保留会籍，已逐户核实。",
    "B08": "台账是月底后补登的，与上报时的手工统计有出入，已核对，下月起按台账数上报。",
    "C04": "去年同期活动集中在其他月份，今年调整了时间安排。",
    "C05": "机关工会本月并入镇总工会本级，手续已办结。",
    "C18": "任务主要集中在下半年，已排定每月进度，逐月补齐。",
    "C19": "各项工作按月均衡安排，已对照台账逐项核对，确系巧合。",
    "D03": "新建工会的会员登记表正在汇总，下月录入。",
    "D06": "部分企业合同覆盖其分公司，一份合同涉及多家企业。",
}
OTHER_REASON = "已对照台账逐笔核对，情况如台账所记，下月继续跟踪。"
TICKED = ("S01", "S02")


class Review:
    """The reviewers' traces on the returns of one month."""

    def __init__(self, cast: Cast, month: date, today: date) -> None:
        self.cast, self.month, self.today = cast, month, today

    @staticmethod
    def odd(code: str, month: date, last_due: date, values: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
        """The figures of that month that will be asked about."""
        if month != last_due:
            return {}
        members = values.get("member_total") or Decimal(0)
        if code == RETURNED:
            more = Decimal(60) - (values["member_reduced"] or 0)
            return {"petition_received": Decimal(41), "member_reduced": Decimal(60), "member_total": members - more}
        if code == REVIEWED:
            return {"employee_total": members - 36}
        return {}

    def leave(self) -> None:
        """Write remarks and ticks."""
        self._return()
        reviewed = self._of(REVIEWED)
        SectionTick.objects.bulk_create(
            SectionTick(monthly_return=reviewed, section=section, by=self.cast.people["xian_zuzhi"])
            for section in TICKED
        )

    def _of(self, code: str) -> MonthlyReturn:
        return MonthlyReturn.objects.get(union=self.cast.towns[code], month=self.month)

    def _return(self) -> None:
        returned = self._of(RETURNED)
        catalogue = {i.code: i for i in Indicator.objects.filter(code__in=MARKS)}
        CellMark.objects.bulk_create(
            CellMark(monthly_return=returned, indicator=catalogue[code], text=text, by=self.cast.people["xian_tongji"])
            for code, text in MARKS.items()
        )
        MonthlyReturn.objects.filter(pk=returned.pk).update(mend_by=self.today + timedelta(days=3))
        ReviewEvent.objects.filter(monthly_return=returned, to_state=State.RETURNED).update(reason=RETURN_REASON)


def explain(
    returns: list[MonthlyReturn],
    sheets: list[Sheet],
    indicators: list[Indicator],
    targets: Mapping[tuple[str, int], Mapping[str, Decimal]],
    cast: Cast,
) -> None:
    """Give a reason for every warning of what has been sent, as its clerk had to; `targets` are by union and year."""
    names, facts = {i.code: i.plain_name for i in indicators}, facts_of(indicators)
    cells: dict[str, dict[date, dict[str, Entry]]] = defaultdict(dict)
    for sheet in sheets:
        cells[sheet.union.code][sheet.month] = {code: Entry(value) for code, value in sheet.values.items()}
    counted: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for pk, name, value in Counted.objects.values_list("monthly_return", "indicator__code", "value"):
        counted[pk][name] = value
    notes = []
    for each, sheet in zip(returns, sheets, strict=True):
        own, code = cells[sheet.union.code], sheet.union.code
        if sheet.state == State.DRAFT:
            continue
        seen = rules.Sheet(
            sheet.month,
            own[sheet.month],
            {month: own[month] for month in own if shift(sheet.month, -12) <= month < sheet.month},
            names,
            facts,
            targets=targets.get((code, sheet.month.year), {}),
            counted=counted.get(each.pk, {}),
        )
        notes += [
            RuleNote(
                monthly_return=each, rule=finding.key, severity=finding.severity, message=finding.message[:300],
                reason=REASONS.get(finding.rule, OTHER_REASON), by=cast.clerk(sheet.union),
            )
            for finding in rules.findings(seen, indicators)
        ]  # fmt: skip
    RuleNote.objects.bulk_create(notes)
