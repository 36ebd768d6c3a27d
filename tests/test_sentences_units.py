"""A number is called by the unit it is in."""

from __future__ import annotations

import pytest
from sentences_sample import LABELS, read_all_prose

from reports.sentences import parse, unit_slips


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("金额{dispute_amount}万元", "“争议涉及金额”后面应写“元”"),
        ("效益{competition_benefit}元", "“劳动竞赛创经济效益”后面应写“万元”"),
        ("金额{dispute_amount|money}万元", "“争议涉及金额”已带单位，后面不用再写“万元”"),
        ("[[建会率{organizing_rate}，]]尚可", "“企业建会率”后面应写“%”"),
        ("变化<{organizing_rate.change}%>", "“企业建会率”后面应写“个百分点”"),
        ("完成{union_new.completion}个", "“新建工会数”后面应写“%”"),
        ("新建{union_new}%", "“新建工会数”按“个”计，后面不能写“%”"),
        ("新建{union_new}万个", "“新建工会数”按“个”计，后面不能写“万”"),
        ("新建{union_new.done}%", "“新建工会数”已带单位，后面不用再写“%”"),
    ],
)
def test_a_wrong_unit_is_noticed(text: str, slip: str) -> None:
    assert unit_slips(parse(text), LABELS) == (slip,)


@pytest.mark.parametrize(
    "text",
    [
        "金额{dispute_amount}元，{dispute_amount|money}", "效益{competition_benefit}万元", "建会率{organizing_rate}％",
        "新建{union_new}家，{union_new|unit}，{union_new.growth}%", "{organizing_rate.numerator}家", "{county_own}万",
    ],
)  # fmt: skip
def test_a_right_one_passes(text: str) -> None:
    assert unit_slips(parse(text), LABELS) == ()


def test_our_own_prose_has_no_wrong_unit() -> None:
    patterns = [sentence.pattern for prose in read_all_prose() for sentence in prose.sentences]
    assert [slip for pattern in patterns for slip in unit_slips(pattern, LABELS)] == []
