"""Is a number of an old report a result, a target, a former figure, a change or a rate? Pure: no Django."""

from __future__ import annotations

import re

from reports.oldreports.outline import YEAR
from reports.oldreports.places import FROM, TO, WANTED, Place, says_task
from reports.oldreports.words import cues

COMPLETION = re.compile(
    r"(?:完成|占)[^，。；]{0,10}(?:任务|目标|计划)[^，。；]{0,6}的?$|(?:^|[（(，])完成率?(?:达到?|为)?$"
)
GROWTH = re.compile(r"(?:增长|上升|提高|增加|下降|减少|降低|增幅|增长率)[^，。；]{0,6}$")
#: 占会员总数4100人的36%.
SHARE_OF = re.compile(r"占[^，。；]*\d[^，。；]*的$")
MARKS = ("，", "。", "；", "、", "：")
SHARE = re.compile(r"占[^，。；]{0,14}$")
#: A clause that says that what follows was so before: 去年底，我镇有工会组织67个.
FORMER_TIME = re.compile(r"^(?:截至|截止|到|至)?(?:去年|上年|前年|[一二两三四五十]年前)(?:年?[底末初])?，$")
THIS_TIME = re.compile(r"今年|本年|目前|现有|截至")
AT_FIRST = re.compile(r"年初(?:在|共|有|为|实有)[^，。；]{0,12}$")
FORMER_OF = re.compile(r"(?:比|较|与)(?:去年|上年|上一年|年初)(?:同期|[底末])?的?$")
#: A sum for one person, one case: a rule rather than a figure.
ONE_EACH = re.compile(r"(?:各|最高|最低|人均|户均|平均)$|标准")
#: 互助保障计划 is the name of something, and money that was 争取 came in.
NAMED_PLAN = re.compile(
    r"(?:互助|保障|保险|救助|行动|培训|提升|读书)计划|争取(?=到|了|救助|补助|资金|上级|县|市|省|慰问|帮扶|专项)"
)
TASKS = re.compile(r"(?:任务|目标)(?:数|是|为)?：$")
TASKS_END = re.compile(r"[；。]$|完成|实际")
DONE = re.compile(r"已|完成了|目前|完成任务")
#: What the columns of tables are called.
COLUMNS = (
    ("completion", re.compile(r"完成率|完成比|完成任务|完成进度|占任务|占年度")),
    ("growth", re.compile(r"增幅|增长率|同比|[±＋+]％?%")),
    ("change", re.compile(r"增减|增加|较上年|比上年")),
    ("previous", re.compile(r"上年|去年|同期|年初")),
    ("target", re.compile(r"任务|目标|计划|指标数|应完成")),
)
WHOLE = re.compile(r"完成|实绩|合计|累计|本期|本年|今年|数量|数值|实有|人数|金额")
FIGURE = re.compile(r"[-+]?[\d,.]+[%％]?")
#: How many letters before a number may say that it is a target.
NEAR_LETTERS = 14


def _of_column(place: Place) -> str:
    """What the column of a table's row says a number is; "" for the first of its numbers where it says nothing."""
    here = place.at - place.line.start
    names, column = place.line.head.split("\t"), place.line.text.count("\t", 0, here)
    name = names[column] if column < len(names) else ""
    for kind, words in COLUMNS:
        if words.search(name):
            return kind
    years = [int(year) for year in YEAR.findall(place.line.head)]
    own = YEAR.search(name)
    if own and int(own[1]) < max(years):
        return "previous"
    first = next((at for at, cell in enumerate(place.line.text.split("\t")) if FIGURE.fullmatch(cell.strip())), column)
    named = own or WHOLE.search(name)
    return "" if named or first == column else "share"


def kind_of(place: Place) -> str:
    """value, rate, target, previous, change, growth, completion or share."""
    number, left = place.number, place.left
    whole = "".join(reversed(place.before[:2])) + left
    if place.line.head and (kind := _of_column(place)):
        return kind
    if (FROM.search(left) and TO.match(place.right)) or FORMER_OF.search(whole) or AT_FIRST.search(left):
        return "previous"
    if number.unit == "%":
        if COMPLETION.search(left):
            return "completion"
        if GROWTH.search(left) and cues("versus").search(whole):
            return "growth"
        joined = place.before[0] + left if place.before and not place.before[0].endswith(MARKS) else left
        if SHARE.search(left) or SHARE_OF.search(joined):
            return "share"
        return "target" if is_planned(place) else "rate"
    if number.kind == "points":
        return "change"
    if is_planned(place):
        return "target"
    if any(FORMER_TIME.match(clause) for clause in place.before) and not THIS_TIME.search(whole):
        return "previous"
    versus = cues("versus").search(whole)
    if cues("change").search(left[-8:]) and versus:
        return "change"
    if versus and versus.end() == len(whole):
        return "previous"
    if cues("previous").search(left) and not cues("versus").search(left):
        return "previous"
    if place.right.startswith("的基础上") or (cues("previous").search(left) and "基础上" in place.right[:4]):
        return "previous"
    return "value"


def _in_tasks(place: Place) -> bool:
    """Does the number stand in a list of tasks: 全年任务：建会12个、会员500人；完成情况：…?"""
    for clause in place.before:
        if TASKS_END.search(clause):
            return False
        if TASKS.search(clause):
            return True
    return False


def is_planned(place: Place) -> bool:
    """Is the number still to come?"""
    if WANTED.search(place.left) or _in_tasks(place):
        return True
    said = NAMED_PLAN.sub("", place.left)[-NEAR_LETTERS:]
    if place.line.plan or cues("target").search(said) or says_task(place):
        return True
    if re.match("的?目标", place.right) and not DONE.search(place.left):
        return True
    return bool(cues("ahead").search(NAMED_PLAN.sub("", "".join(place.before)))) and not DONE.search(place.left)
