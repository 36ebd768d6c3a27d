"""Where does plausible end? The limits of the plausibility rules, which the county may set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Threshold:
    """One limit: what it is called, its unit and the value it has until the county sets another."""

    name: str
    label: str
    unit: str
    default: Decimal


THRESHOLDS: tuple[Threshold, ...] = (
    Threshold("stock_change", "期末数较上期变动超过", "%", Decimal(30)),
    Threshold("stock_change_least", "且绝对变动不少于", "", Decimal(5)),
    Threshold("flow_times", "期间数较上年同期超过（或不足其几分之一）", "倍", Decimal(3)),
    Threshold("flow_least", "且绝对差不少于", "", Decimal(10)),
    Threshold("full_rates", "多个比率连续均为100%的期数", "期", Decimal(3)),
    Threshold("warm_low", "送温暖人均下限", "元", Decimal(100)),
    Threshold("warm_high", "送温暖人均上限", "元", Decimal(3000)),
    Threshold("study_low", "金秋助学人均下限", "元", Decimal(500)),
    Threshold("study_high", "金秋助学人均上限", "元", Decimal(10000)),
    Threshold("claim_low", "互助保障次均给付下限", "元", Decimal(100)),
    Threshold("claim_high", "互助保障次均给付上限", "元", Decimal(50000)),
    Threshold("amount_small", "疑似误用万元：金额不足", "元", Decimal(1000)),
    Threshold("amount_small_persons", "且涉及人次不少于", "人次", Decimal(10)),
    Threshold("amount_large", "疑似多填0：金额超过", "元", Decimal(50_000_000)),
    Threshold("benefit_large", "疑似误用元：效益超过", "万元", Decimal(10_000)),
    Threshold("dispute_per_person", "争议人均金额超过", "元", Decimal(200_000)),
    Threshold("new_member_share", "本期新发展会员占职工超过", "%", Decimal(50)),
    Threshold("female_low", "女会员占比低于", "%", Decimal(5)),
    Threshold("female_high", "女会员占比高于", "%", Decimal(95)),
    Threshold("female_members", "且会员不少于", "人", Decimal(50)),
    Threshold("completion_high", "完成率超过", "%", Decimal(200)),
    Threshold("completion_half", "半年完成率低于", "%", Decimal(30)),
    Threshold("same_flows", "与上月完全相同的期间数不少于", "个", Decimal(5)),
    Threshold("person_times", "人次超过职工人数的", "倍", Decimal(12)),
    Threshold("rate_gap", "填报比率与计算比率相差超过", "个百分点", Decimal("0.1")),
    Threshold("collected_over", "实缴经费超过应拨缴数的", "%", Decimal(105)),
)

DEFAULTS: Mapping[str, Decimal] = {threshold.name: threshold.default for threshold in THRESHOLDS}
