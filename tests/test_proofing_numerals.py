"""Which numbers a Chinese text states, and what each says exactly."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest

from reports.proofing import numbers
from reports.proofing.chinese import chinese_value

pytestmark = pytest.mark.pure

UNITS = ("人次", "场次", "家次", "户")


@pytest.mark.parametrize(
    ("text", "written", "value", "unit", "precision"),
    [
        ("受理劳动争议48起", "48起", "48", "起", "1"),
        ("涉及标的66.28万元", "66.28万元", "662800", "元", "100"),
        ("涉及标的662815.35元", "662815.35元", "662815.35", "元", "0.01"),
        ("会员５１３５人", "５１３５人", "5135", "人", "1"),
        ("支出1,234,567元", "1,234,567元", "1234567", "元", "1"),
        ("共三十二人参加", "三十二人", "32", "人", "1"),
        ("走访两百家企业", "两百家", "200", "家", "1"),
        ("拨付十二万元", "十二万元", "120000", "元", "10000"),
        ("拨付三万二元", "三万二元", "32000", "元", "1"),
        ("建会率为百分之五点三", "百分之五点三", "5.3", "%", "0.1"),
        ("建会率为百分之95", "百分之95", "95", "%", "1"),
        ("建会率95.1％", "95.1％", "95.1", "%", "0.1"),
        ("提高3.2个百分点", "3.2个百分点", "3.2", "百分点", "0.1"),
        ("伤亡率3.5‰", "3.5‰", "3.5", "‰", "0.1"),
        ("完成三分之二", "三分之二", "0.6666666666666666666666666667", "", "0.0001"),
        ("同比增长-5%", "-5%", "-5", "%", "1"),
        ("培训2401人次", "2401人次", "2401", "人次", "1"),
        ("共有工会60 个", "60 个", "60", "个", "1"),
        ("筹资1亿2000万元", "1亿2000万元", "120000000", "元", "10000"),
        ("一百二十户", "一百二十户", "120", "户", "1"),
    ],
)
def test_a_number_is_read_exactly(text: str, written: str, value: str, unit: str, precision: str) -> None:
    (number,) = numbers(text, UNITS)
    assert (number.text, number.value, number.unit, number.precision) == (
        written, Decimal(value), unit, Decimal(precision)
    )  # fmt: skip
    assert text[number.start : number.end] == written
    assert text[number.start : number.bare_end] == number.bare


@pytest.mark.parametrize(
    ("text", "value", "about", "high"),
    [
        ("13.02万余元", "130200", "余", None), ("20余万元", "200000", "余", None), ("四十多家", "40", "多", None),
        ("40人以上", "40", "以上", None), ("近50人", "50", "近", None), ("约30家", "30", "约", None),
        ("1000元左右", "1000", "约", None), ("40—60人", "40", "", "60"), ("3至5家", "3", "", "5"),
        ("40%—60%", "40", "", "60"), ("七八个", "7", "", "8"), ("三至五家", "3", "", "5"), ("十几家", "10", "多", None),
    ],
)  # fmt: skip
def test_what_makes_a_number_approximate_is_kept(text: str, value: str, about: str, high: str | None) -> None:
    (number,) = numbers(text)
    assert (number.value, number.approximate) == (Decimal(value), about)
    assert number.high == (Decimal(high) if high else None)


@pytest.mark.parametrize(
    "text",
    [
        "2010年上半年", "2010年1—8月", "2016年至2021年", "3—4月份", "8月4日", "2010-05-03", "2010.5.3",
        "第3届职代会", "第三次", "第十五次", "前10名", "总工发〔2025〕12号", "拨打12351热线", "12351",
        "一是加强领导。二是狠抓落实", "1、组织建设", "（2）维权", "三八妇女节", "“五一”劳动节", "七一前夕",
        "四个意识", "两个维护", "一方面", "进一步", "统一部署", "三星企业", "五有活动", "八大群体", "十佳工人",
        "一户一档", "每月1次", "A4纸", "2.0版", "1+3+N模式", "500强企业", "“十五五”规划", "党的二十大精神",
        "建立三方机制", "一个健康的环境", "《中央八项规定》", "“三个一”活动", "45岁以下", "3个月",
        "百日竞赛", "千方百计", "万众一心", "201*年", "一、基层组织建设", "三、下步打算", "工会十六大",
        "5·12护士节", "二〇一〇年",
    ],
)  # fmt: skip
def test_what_only_names_something_is_no_figure(text: str) -> None:
    assert numbers(text, UNITS) == ()


@pytest.mark.parametrize("words", ["五一", "十二五", "一二三四五", "百", "千百", "零百", "五十六七", "一" * 40])
def test_a_run_that_makes_no_number_is_none(words: str) -> None:
    assert chinese_value(words) is None


@pytest.mark.parametrize(
    "char", ["1", "一", "十", "，", "“", "1,111,", "3—", "百分之", "1/", "\x00", "{", "《", "万", "第"]
)
def test_reading_takes_time_in_proportion_to_the_text(char: str) -> None:
    numbers(char)
    started = process_time()
    numbers(char * (20_000 // len(char)))
    assert process_time() - started < 1.5


def test_text_without_figures_and_odd_text_are_read() -> None:
    assert numbers("") == ()
    assert numbers("坚持服务职工，\n心系职工。") == ()
    assert [number.value for number in numbers("会员{5135}人\x07，新增80人")] == [5135, 80]
    assert numbers("9" * 60 + "人") == ()
