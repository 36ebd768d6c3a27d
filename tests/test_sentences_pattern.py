"""What a county may write as a sentence, and what is refused with the place of the mistake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.sentences import PatternError, parse

HOSTILE = [
    "{__class__}", "{union_new.__class__}", "{union_new!r}", "{:>9999999}", "{union_new:>9999999}", "{union_new[0]}",
    "{0}", "{}", "{{union_new}}", "{union_new", "union_new}", "{union_new.value.value}", "{union_new()}", "{%include%}",
    "{{ union_new|safe }}", "${union_new}}", "{union_new|money|money}", "{union_new.delete}", "{union_new|safe}",
    "{UNION_NEW}", "{ union_new }", "{union_new}\n第二行", "{union_new}\u202e", "{union_new}\ue000",
    "[[，其中[[企业工会{union_enterprise}个]]]]", "[[企业{union_enterprise}个", "企业{union_enterprise}个]]",
    "<a{union_new}|<b{union_total}>>", "<[[a{union_new}]]|b>", "<a{union_new}||b>", "<a{union_new}", "a|b",
    "[[没有占位]]", "{year.value}", "{union_new}0家", "{union_new}.5家", "{union_new}十家", "1{union_new}家",
    "-{union_new}家", "{union_new}{member_new}人", "{year}{union_new}家", "“{union_new}[[个”{member_new}人]]",
    "建会[[（{union_new}个]]", "<“{union_new}个|{union_total}个>",
    "{union_new.growth|money}", "{union_new.yoy|unit}", "[{union_new}]", "字" * 2001,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_not_in_the_language_is_refused(text: str) -> None:
    with pytest.raises(PatternError, match=r"^第\d+个字："):
        parse(text)


def test_the_refusal_says_where() -> None:
    with pytest.raises(PatternError) as refusal:
        parse("新建工会{union_new}个，[[其中{union_new.who}个]]。")
    assert refusal.value.at == 21
    assert str(refusal.value).startswith("第22个字：“.who”不能用")


def test_an_indicator_outside_the_catalogue_is_refused() -> None:
    assert parse("{town}新建{union_new}个", {"union_new"}).codes == ("union_new",)
    with pytest.raises(PatternError, match="没有“union_news”这个指标或文字槽"):
        parse("新建{union_news}个", {"union_new"})


def test_a_pattern_knows_its_indicators_and_words() -> None:
    pattern = parse("{asof}，{place}共有{union_total}个[[，其中<企业{union_enterprise}个|机关{union_government}个>]]。")
    assert pattern.codes == ("union_total", "union_enterprise", "union_government")
    assert pattern.words == ("asof", "place")


def test_half_width_punctuation_becomes_full_width_but_not_inside_a_name() -> None:
    parts = parse("按ISO9001:2015标准,建会{union_new}个(含分会);").parts
    assert parts[0] == "按ISO9001:2015标准，建会"
    assert parts[2] == "个（含分会）；"


@given(st.text(alphabet="{}[]<>|.:!（）“”，。_ab0字个", max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        parse(text)
    except PatternError as refusal:
        assert 0 <= refusal.at <= len(text)
