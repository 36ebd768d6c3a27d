"""Whatever is known or unknown, the text reads as if written by hand and no number stands unbound."""

from __future__ import annotations

import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from sentences_sample import CATALOGUE, PLAIN_WORDS, make_figures, make_total, read_all_prose

from reports.arithmetic import Total
from reports.blocks import Bound, Span, Text
from reports.formats import exact
from reports.sentences import WRITTEN_WORDS, Figures, compose, generic_sentence, parse, say, say_prose
from reports.sentences.pattern import PAIRS

ALL = read_all_prose()
SENTENCES = [sentence for prose in ALL for sentence in prose.sentences]
FLAGS = ["annual", "half_year", "half_year on_schedule", "annual all_done", "first_year annual", ""]
UNTIDY = re.compile(
    r"[，、；：。]{2}|^[，、；：。]|[，、；]$|其中[，、；：。]|其中$|（）|“”|（[，、；。]|[，、；：]）"
    r"|[{}<>\[\]|]|None|nan|[\ue000-\uf8ff]|\d-|--"
)
SPANS_TOTALLY = settings(max_examples=120, deadline=None)


def make_random_total(code: str, random: Random) -> Total:
    """Unknown, 不适用, zero or a number, with or without what it is compared with."""
    row = CATALOGUE.get(code, {"kind": "flow", "unit": "人"})
    state = random.choice(["unknown", "na", "zero", "number", "number", "number"])
    if state in ("unknown", "na"):
        return make_total(code, not_applicable=int(state == "na"), expected=random.choice([0, 12]))
    numbers = ["100", "95.1219512", "99.97", "3.04"] if row["kind"] == "ratio" else [1, 3, 9, 40, 120, 1850]
    numbers += ["6500", "662815.35"] if row["unit"] == "元" else []
    other: list[object] = [None, 0, *numbers]
    return make_total(
        code,
        0 if state == "zero" else random.choice(numbers),
        approximate=random.choice(["", "", "余", "多", "以上"]),
        stated=random.random() < 0.2,
        **{name: random.choice(other) for name in ("previous", "base", "target", "denominator")},
    )


def make_random_figures(codes: list[str], random: Random) -> Figures:
    words = {name: random.choice(["", "创新举措", "抓实“四送”工作。"]) for name in [*WRITTEN_WORDS, *TASKS]}
    totals = [make_random_total(code, random) for code in codes]
    return make_figures(*totals, words=words, flags=random.choice(FLAGS), variety=random.choice(["", "a", "b", "c"]))


TASKS = ("slow_targets", "zero_targets", "gap_targets", "over_targets")


def check(spans: tuple[Span, ...], ends: str = "。：") -> None:
    text = "".join(span.shown for span in spans)
    assert not UNTIDY.search(text), text
    # The name of an annex has no mark after it (GB/T 9704).
    assert (text[-1] in ends) != text.startswith("附件："), text
    for opening, closing in PAIRS.items():
        assert text.count(opening) == text.count(closing), text
    for span in spans:
        if isinstance(span, Text):
            plain = span.text
            for word in PLAIN_WORDS.values():
                plain = plain.replace(word, "")
            assert not re.search(r"[0-9]", plain), text


@SPANS_TOTALLY
@given(st.integers(min_value=0, max_value=2**32))
def test_every_section_is_tidy_whatever_is_known(seed: int) -> None:
    random = Random(seed)
    figures = make_random_figures(list(CATALOGUE), random)
    for prose in ALL:
        for paragraph in say_prose(prose, figures).paragraphs:
            check(paragraph.spans)


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(SENTENCES), st.integers(min_value=0, max_value=2**32))
def test_every_sentence_is_tidy_and_binds_what_it_states(sentence: object, seed: int) -> None:
    assert hasattr(sentence, "pattern")
    figures = make_random_figures(list(sentence.pattern.codes), Random(seed))
    composed = compose(sentence.wording(figures.variety), figures)
    if not composed.spans:
        return
    check(composed.spans)
    for span in composed.spans:
        if isinstance(span, Bound):
            value = figures.value(span.indicator, span.aspect)
            assert value is not None
            assert span.value == exact(value), span
            assert not figures.total(span.indicator).is_na
    assert composed.said == {s.indicator for s in composed.spans if isinstance(s, Bound) and s.aspect == "value"}


@SPANS_TOTALLY
@given(st.integers(min_value=0, max_value=2**32))
def test_no_section_states_the_same_figure_twice(seed: int) -> None:
    figures = make_random_figures(list(CATALOGUE), Random(seed))
    for prose in ALL:
        spans = [span for each in say_prose(prose, figures).paragraphs for span in each.spans]
        values = [span.indicator for span in spans if isinstance(span, Bound) and span.aspect == "value"]
        assert len(values) == len(set(values)), [code for code in values if values.count(code) > 1]


@SPANS_TOTALLY
@given(st.integers(min_value=0, max_value=2**32))
def test_a_generic_sentence_is_tidy_and_leaves_nothing_out(seed: int) -> None:
    random = Random(seed)
    codes = random.sample(list(CATALOGUE), 12)
    figures = make_random_figures(codes, random)
    composed = generic_sentence(codes, figures)
    bound = [span.indicator for span in composed.spans if isinstance(span, Bound)]
    assert len(bound) == len(set(bound))
    assert composed.said >= set(bound) >= {code for code in codes if figures.value(code)}
    if composed.spans:
        check(composed.spans)


PARTS = st.sampled_from(
    [
        "，[[其中企业{union_enterprise}个]]", "[[，其中<企业{union_enterprise}个|机关{union_government}个|和>]]",
        "[[；{union_new.yoy}]]", "，[[{union_new.done}]]", "[[（其中女会员{member_female}人）]]", "、[[“{theme}”活动]]",
        "，其中[[农民工{member_migrant}人、]][[新就业{member_new_form}人]]", "[[：{spirit}]]", "，（[[{asof}]]）",
    ]
)  # fmt: skip


@settings(max_examples=800, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=6), st.integers(min_value=0, max_value=2**32))
def test_a_clumsily_written_pattern_still_comes_out_tidy(parts: list[str], seed: int) -> None:
    pattern = parse("{place}情况" + "".join(parts) + "。")
    random = Random(seed)
    composed = compose(pattern, make_random_figures(list(pattern.codes), random))
    assert composed.spans
    check(composed.spans)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SENTENCES), st.integers(min_value=0, max_value=2**32))
def test_an_unsaid_sentence_names_only_what_nobody_reported(sentence: object, seed: int) -> None:
    assert hasattr(sentence, "condition")
    codes = list(dict.fromkeys((*sentence.pattern.codes, *sentence.condition.codes)))
    figures = make_random_figures(codes, Random(seed))
    composed = say(sentence, figures)  # type: ignore[arg-type]
    assert all(figures.value(code) is None and not figures.total(code).is_na for code in composed.missing)
    assert all(figures.total(code).is_na for code in composed.not_applicable)
    assert not (composed.spans and composed.missing)
