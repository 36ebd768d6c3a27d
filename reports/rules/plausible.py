"""Group C: what is possible but unlikely (domain §3 C); its amounts stand in `amounts`.

C07 looks at single persons and comes with the ledgers; C22 (completeness) stands with the identities.
"""

from __future__ import annotations

from members.months import shift
from reports.arithmetic import quotient
from reports.formats import show, show_rate
from reports.rules.engine import ERROR, WARNING, Found, Look, Rule, Sheet

#: Rates that may pass 100 %: renewals ahead of time, arrears paid in, members' families insured; and members laid
#: off or retired, which A06 already asks about.
OVER_100 = frozenset({"contract_renewal_rate", "fund_collect_rate", "mutual_rate", "membership_rate"})
#: Events and the people who came: no event without number, seldom fewer people than events.
EVENTS = (
    ("competition_count", "competition_persons"),
    ("training_count", "training_persons"),
    ("cadre_training_count", "cadre_training_persons"),
    ("women_events", "women_event_persons"),
    ("culture_count", "culture_persons"),
)
SEASONS = (("cool_persons", "送清凉", (6, 7, 8, 9)), ("study_persons", "金秋助学", (7, 8, 9)))


def impossible_rates(sheet: Sheet) -> Found:
    """C01: a rate outside 0–100 %."""
    for code, rate in sheet.rates.items():
        if code not in OVER_100 and not 0 <= rate <= 100:
            message = f"“{sheet.name(code)}”应在0—100%之间，现为{show_rate(rate)}%，请检查分子、分母。"
            yield message, (code, *sheet.parts_of(code))


def always_full(sheet: Sheet) -> Found:
    """C02: several rates at 100 % for some months running."""
    count = int(sheet.limit("full_rates"))
    months = [shift(sheet.month, -back) for back in range(1, count)]
    full = [
        code
        for code, rate in sheet.rates.items()
        if rate == 100 and all(sheet.earlier_rates(month).get(code) == 100 for month in months)
    ]
    if len(full) > 1:
        names = "、".join(f"“{sheet.name(code)}”" for code in full)
        yield f"{names}已连续{count}期均为100%，请确认是否据实填报。", tuple(full)


def jumping_stocks(sheet: Sheet) -> Found:
    """C03: a stock far from its last value."""
    for code in sheet.stocks:
        now, before = sheet.value(code), sheet.before(code)
        if now is None or before is None or not before[1]:
            continue
        change = now - before[1]
        share = quotient(abs(change), before[1], 100)
        if share > sheet.limit("stock_change") and abs(change) >= sheet.limit("stock_change_least") and now:
            direction = "增加" if change > 0 else "减少"
            message = (
                f"“{sheet.name(code)}”较上期{direction}{show_rate(share)}%"
                f"（由{show(before[1], 4)}到{show(now, 4)}），变动较大，请填写原因说明。"
            )
            yield message, (code,)


def unlike_last_year(sheet: Sheet) -> Found:
    """C04: a flow far from the same month last year; small, seasonal numbers are left alone."""
    year_ago = sheet.earlier.get(shift(sheet.month, -12), {})
    times = sheet.limit("flow_times")
    for code in sheet.flows:
        now, entry = sheet.value(code), year_ago.get(code)
        if now is None or entry is None or entry.value is None or not entry.value:
            continue
        far = now > entry.value * times or now * times < entry.value
        if far and abs(now - entry.value) >= sheet.limit("flow_least") and not sheet.has_seen(code, now):
            message = (
                f"“{sheet.name(code)}”较上年同期变化过大"
                f"（去年同期{show(entry.value, 4)}，本期{show(now, 4)}），请核实。"
            )
            yield message, (code,)


def vanished_stocks(sheet: Sheet) -> Found:
    """C05: a stock that was there last time and is none now."""
    for code in sheet.stocks:
        before = sheet.before(code)
        if before and before[1] > 0 and sheet.value(code) == 0:
            yield f"“{sheet.name(code)}”上期为{show(before[1], 4)}，本期为0，请确认是否漏填。", (code,)


def people_without_event(sheet: Sheet) -> Found:
    """C13: people came to nothing."""
    for events, persons in EVENTS:
        came = sheet.value(persons)
        if sheet.value(events) == 0 and came:
            message = f"“{sheet.name(events)}”为0但“{sheet.name(persons)}”为{show(came)}，请补填次数。"
            yield message, (events, persons)


def fewer_people_than_events(sheet: Sheet) -> Found:
    """C14: fewer people than events."""
    for events, persons in EVENTS:
        count, came = sheet.value(events), sheet.value(persons)
        if count and came is not None and came < count:
            message = f"“{sheet.name(persons)}”（{show(came)}）小于“{sheet.name(events)}”（{show(count)}），请核对。"
            yield message, (persons, events)


def crowd_of_new_members(sheet: Sheet) -> Found:
    """C15: half the staff joined in one month."""
    new, staff = sheet.value("member_new"), sheet.value("employee_total")
    if new and staff and quotient(new, staff, 100) > sheet.limit("new_member_share"):
        share = show_rate(quotient(new, staff, 100))
        yield f"本期新发展会员占职工人数{share}%，请核实是否重复统计。", ("member_new", "employee_total")


def one_sided_membership(sheet: Sheet) -> Found:
    """C16: hardly any women, or hardly any men."""
    women, members = sheet.value("member_female"), sheet.value("member_total")
    if women is None or not members or members < sheet.limit("female_members"):
        return
    share = quotient(women, members, 100)
    if not sheet.limit("female_low") <= share <= sheet.limit("female_high"):
        yield f"女会员占比{show_rate(share)}%，请核对性别登记。", ("member_female", "member_total")


def far_over_target(sheet: Sheet) -> Found:
    """C17: more than twice the year's target."""
    for code, done in sheet.completions().items():
        if done > sheet.limit("completion_high"):
            yield f"“{sheet.name(code)}”完成年度任务的{show_rate(done)}%，请核对任务数是否及时调整。", (code,)


def behind_at_half_year(sheet: Sheet) -> Found:
    """C18: far behind the target at the end of June."""
    if sheet.month.month != 6:
        return
    for code, done in sheet.completions().items():
        if done < sheet.limit("completion_half"):
            message = f"“{sheet.name(code)}”上半年仅完成年度任务的{show_rate(done)}%，低于时间进度，请填写原因和措施。"
            yield message, (code,)


def copied_month(sheet: Sheet) -> Found:
    """C19: most flows just as last month. Zeros do not count, and a few small numbers agree by chance."""
    last = sheet.earlier.get(shift(sheet.month, -1), {})
    same = [
        code
        for code in sheet.flows
        if (value := sheet.value(code)) and (entry := last.get(code)) and entry.value == value
    ]
    counted = sum(bool(sheet.value(code)) for code in sheet.flows)
    if len(same) >= sheet.limit("same_flows") and len(same) * 2 >= counted:
        names = "、".join(f"“{sheet.name(code)}”" for code in same[:5]) + (f"等{len(same)}项" if len(same) > 5 else "")
        yield f"{names}与上月数值完全相同，请确认不是照抄上月报表。", tuple(same)


def out_of_season(sheet: Sheet) -> Found:
    """C21: coolness in winter."""
    for code, what, months in SEASONS:
        if sheet.value(code) and sheet.month.month not in months:
            yield f"“{what}”发生在{sheet.month.month}月，与活动惯常时间不符，请确认登记月份。", (code,)


def crowds(sheet: Sheet) -> Found:
    """C23: more visits than the staff could pay in a year."""
    staff = sheet.value("employee_total")
    if not staff:
        return
    for code in sheet.counted_in("人次"):
        value = sheet.value(code)
        if value and value > staff * sheet.limit("person_times"):
            message = (
                f"“{sheet.name(code)}”（{show(value)}人次）超过职工人数的{show(sheet.limit('person_times'))}倍，"
                "请核对是否将资料份数、浏览量计为人次。"
            )
            yield message, (code,)


RULES: tuple[Rule, ...] = (
    Look("C01", ERROR, impossible_rates),
    Look("C02", WARNING, always_full),
    Look("C03", WARNING, jumping_stocks),
    Look("C04", WARNING, unlike_last_year),
    Look("C05", WARNING, vanished_stocks),
    Look("C13", ERROR, people_without_event),
    Look("C14", WARNING, fewer_people_than_events),
    Look("C15", WARNING, crowd_of_new_members),
    Look("C16", WARNING, one_sided_membership),
    Look("C17", WARNING, far_over_target),
    Look("C18", WARNING, behind_at_half_year),
    Look("C19", WARNING, copied_month),
    Look("C21", WARNING, out_of_season),
    Look("C23", WARNING, crowds),
)
