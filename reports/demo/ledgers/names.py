"""How are invented people, workplaces and things called? Drawn from lists, so the same dice give the same names."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from members.checkdigits import ID_CHECKS, ID_WEIGHTS

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
MEN = "伟强磊军洋勇杰涛明超刚平辉健波宁斌浩鹏亮海林东峰旭建国志远立新德成永福正清春来家兴"
WOMEN = "芳娜敏静丽艳娟霞秀玲桂英华慧巧美雪红梅琴云莲真环燕萍洁倩婷晓岚雅芝玉兰"
#: No county of the country has this number; identity numbers with it were never issued.
REGION = "999999"
PLACES = "河东 河西 新桥 前进 兴旺 向阳 青松 石门 金坡 柳泉 双井 大塘 龙湾 平安 长岭 白云 東山".replace(
    "東", "东"
).split()
FIRMS = [
    "宏达",
    "永兴",
    "恒昌",
    "顺发",
    "金利",
    "华盛",
    "鑫源",
    "瑞丰",
    "天成",
    "东升",
    "振兴",
    "广源",
    "德润",
    "同创",
    "立信",
    "嘉禾",
    "万通",
    "泰和",
    "益民",
    "中旺",
]
TRADES = [
    "机械",
    "纺织",
    "服装",
    "食品",
    "建材",
    "电子",
    "五金",
    "家具",
    "包装",
    "物流",
    "塑料",
    "化工",
    "印刷",
    "汽配",
    "木业",
    "陶瓷",
]
KINDS = ["有限公司", "厂", "加工厂", "实业公司", "制造公司"]


def person(dice: Random, gender: str = "") -> str:
    """An invented name of two or three characters; `gender` as in GB/T 2261.1."""
    letters = WOMEN if gender == "2" else MEN
    given = "".join(dice.choice(letters) for _ in range(1 if dice.random() < 0.25 else 2))
    return dice.choice(SURNAMES) + given


def birthday(dice: Random, day: date) -> date:
    """Of somebody who is 20 to 54 years old on this day."""
    return day - timedelta(days=dice.randint(20 * 366, 54 * 365))


def id_number(dice: Random, born: date, gender: str, number: int) -> str:
    """An identity number with the right check character, of a region that does not exist."""
    order = number % 500 * 2 + (gender != "2")
    body = f"{REGION}{born:%Y%m%d}{order % 1000:03}"
    return body + ID_CHECKS[sum(int(c) * w for c, w in zip(body, ID_WEIGHTS, strict=True)) % 11]


def workplace(dice: Random, number: int) -> str:
    """An invented firm; the number keeps names apart."""
    head = FIRMS[number % len(FIRMS)]
    trade = TRADES[number // len(FIRMS) % len(TRADES)]
    round_ = number // (len(FIRMS) * len(TRADES))
    return f"{head}{trade}{KINDS[(number + round_) % len(KINDS)]}" + (f"{round_}分厂" if round_ else "")


def village(dice: Random) -> str:
    """An invented village."""
    return f"{dice.choice(PLACES)}村"
