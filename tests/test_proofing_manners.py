"""Numbers in a manner of speaking: 六成五, 翻一番, 上百人, 是去年的两倍; and digits that are no figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.proofing import numbers

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "written", "value", "unit", "about", "high"),
    [
        ("入会率达六成五", "六成五", "65", "%", "", None), ("建会率9成以上", "9成", "90", "%", "以上", None),
        ("占近三成", "三成", "30", "%", "近", None), ("占五至六成", "五至六成", "50", "%", "", "60"),
        ("占三四成", "三四成", "30", "%", "", "40"), ("占六成半", "六成半", "65", "%", "", None),
        ("比去年翻了一番", "翻了一番", "1", "倍", "", None), ("会员数翻两番", "翻两番", "3", "倍", "", None),
        ("是去年的2.3倍", "2.3倍", "1.3", "倍", "", None), ("增长2.3倍", "2.3倍", "2.3", "倍", "", None),
        ("参加职工上百人", "上百人", "100", "人", "", "999"), ("惠及数十家企业", "数十家", "20", "家", "", "99"),
        ("慰问近千名职工", "千名", "1000", "名", "近", None), ("发放百余份", "百余份", "100", "份", "余", None),
        ("投入近百万元", "百万元", "1000000", "元", "近", None), ("几十家", "几十家", "20", "家", "", "99"),
        ("一半以上的企业", "一半", "0.5", "", "以上", None),
        ("下降3.2个千分点", "3.2个千分点", "0.32", "百分点", "", None),
        ("提高5.6个点", "5.6个点", "5.6", "百分点", "", None), ("同比+3.5%", "+3.5%", "3.5", "%", "", None),
        ("建会率为33.%", "33.%", "33", "%", "", None),
        ("投入12万7千3百元", "12万7千3百元", "127300", "元", "", None),
        ("会员十二万零二人", "十二万零二人", "120002", "人", "", None),
        ("建会率百分之百", "百分之百", "100", "%", "", None),
        ("收入120亿元", "120亿元", "12000000000", "元", "", None),
        ("慰问119—122人", "119—122人", "119", "人", "", "122"),
        ("超50人", "50人", "50", "人", "超过", None),
    ],
)  # fmt: skip
def test_a_manner_of_speaking_is_a_number(
    text: str, written: str, value: str, unit: str, about: str, high: str | None
) -> None:
    (number,) = numbers(text)
    assert (number.text, number.value, number.unit, number.approximate) == (written, Decimal(value), unit, about)
    assert number.high == (Decimal(high) if high else None)


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：0513-88126688", "手机13912345678", "QQ群：123456789", "邮箱12351@163.com", "24小时服务", "十一期间",
        "建成、完成、成立、成效", "三成员单位", "两类争议", "三项合计", "前一半时间",
        "过半数同意", "时间过半、任务过半",
        "百分之百的努力", "以上百货", "2026元旦", "3+2模式", "12351职工维权热线", "百万职工大竞赛", "成百上千",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert numbers(text) == ()
