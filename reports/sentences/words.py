"""The text slots a sentence may name, and what an officer is asked to write there."""

from __future__ import annotations

#: Filled from the report and the union itself.
GIVEN_WORDS: dict[str, str] = {
    "year": "年份，如2010",
    "next_year": "下一年份，如2011",
    "town": "本工会全称，如东港镇总工会",
    "place": "辖区说法：全镇、全乡、全街道、全县",
    "party": "同级党委，如镇党委、街道党工委、县委",
    "superior": "上级工会，如县总工会、市总工会",
    "span": "期间说法：上半年、全年、1—8月",
    "guidance": "指导思想的说法，随年份",
    "period": "期间全称：2010年上半年、2010年1—8月",
    "asof": "截止说法：截至6月底、截至12月底",
    "slow_targets": "完成率低于时间进度的任务名称",
    "zero_targets": "有年度任务但尚未开展的任务名称",
    "gap_targets": "尚有差额的年度任务名称",
    "over_targets": "超过年度控制数的指标名称",
    "term": "届期说法：五年、三年",
    "subject": "随文上报的报告标题",
    "meeting": "选举会议：某日召开某大会",
    "body": "选举产生的机构，如第二届工会委员会",
}

#: Never empty, so that a sentence reads on with or without them.
EVER_GIVEN = frozenset({"year", "next_year", "town", "place", "party", "superior", "span", "period", "asof", "term"})

#: Written by an officer for this report; an empty one drops its sentence or group.
WRITTEN_WORDS: dict[str, str] = {
    "theme": "本期工作主题",
    "spirit": "贯彻落实的会议或文件精神",
    "study_theme": "主题教育的名称",
    "unit_example": "民主管理典型单位名称",
    "democracy_example": "典型单位的做法",
    "law_example": "法律援助典型事例",
    "women_example": "女职工特殊保护的做法",
    "dispute_reason": "争议增多的主要原因",
    "mutual_reason": "参保人数减少的原因",
    "activity_name": "重点文体活动名称",
    "activity_detail": "重点文体活动情况",
    "honour_names": "新获荣誉的单位和个人",
    "town_honours": "本级表彰的单位和个人",
    "organizing_reason": "工会组织减少的原因",
    "next_target": "下步组建工作目标",
    "problem": "存在问题（自拟）",
    "plan": "下步打算（自拟）",
}

WORDS: dict[str, str] = GIVEN_WORDS | WRITTEN_WORDS
