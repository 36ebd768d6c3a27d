"""Do neighbours' reports read differently while each union's own stays the same?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from sentences_sample import CATALOGUE, make_figures, make_total, read_all_prose

from reports.sections import SECTIONS
from reports.sentences import ProseError, Sentence, read_sentence, say_prose

ALL = read_all_prose()
VARIED = [sentence for prose in ALL for sentence in prose.sentences if sentence.others]


def sentences_of(variety: str) -> list[str]:
    totals = [make_total(code, 20, previous=18, base=18) for code in CATALOGUE]
    figures = make_figures(*totals, variety=variety)
    paragraphs = [
        paragraph.text for prose in ALL if prose.key in SECTIONS for paragraph in say_prose(prose, figures).paragraphs
    ]
    return [sentence for text in paragraphs for sentence in text.split("。") if sentence]


def test_a_third_of_the_sentences_have_more_than_one_wording() -> None:
    assert len(VARIED) >= sum(len(prose.sentences) for prose in ALL) / 3


def test_neighbours_with_the_very_same_figures_share_no_more_than_three_quarters_of_their_sentences() -> None:
    reports = [sentences_of(f"C1-{number}2026") for number in range(1, 9)]
    shares = [len(set(one) & set(other)) / len(one) for one, other in pairwise(reports)]
    assert max(shares) < 0.75, shares


def test_a_union_keeps_its_wording_within_a_year() -> None:
    assert sentences_of("C1-12026") == sentences_of("C1-12026")
    assert sentences_of("C1-12026") != sentences_of("C1-12027")


def test_without_a_variety_the_first_wording_is_taken() -> None:
    assert [sentence.wording("") for sentence in VARIED] == [sentence.pattern for sentence in VARIED]


def test_every_wording_is_taken_by_somebody() -> None:
    for sentence in VARIED:
        taken = {sentence.wording(f"C1-{number}").text for number in range(60)}
        assert taken == {pattern.text for pattern in sentence.wordings}, sentence.id


def test_all_wordings_state_the_same_figures() -> None:
    texts = ["{span}新建{union_new}个。", "新建工会{union_new}个。"]
    assert len(read_sentence({"id": "X", "text": texts}).wordings) == 2
    with pytest.raises(ProseError, match="同样的指标"):
        read_sentence({"id": "X", "text": [*texts, "新发展会员{member_new}人。"]})
    with pytest.raises(ProseError, match="同样的指标"):
        read_sentence({"id": "X", "text": [*texts, "新建{union_new}个，{theme}。"]})


def test_a_text_may_be_one_wording_or_a_list() -> None:
    one: Sentence = read_sentence({"id": "X", "text": "新建{union_new}个。"})
    assert one.wordings == (one.pattern,)
