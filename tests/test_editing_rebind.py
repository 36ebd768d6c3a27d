"""Which numbers of an edited text are still the figures they were? Those that were left as and where they stood."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.blocks import Bound, Paragraph, Text
from reports.summaries.editing import freeze_spans, thaw_spans
from reports.summaries.rebinding import plain, rebind, unbound_numbers


def bound(code: str, shown: str) -> Bound:
    return Bound(code, "C1-1", "2026-01", "2026-06", "value", shown, shown)


def paragraph(text: str) -> Paragraph:
    """`受理{dispute_accepted:48}件` as spans."""
    spans: list[Text | Bound] = []
    for number, piece in enumerate(text.replace("}", "{").split("{")):
        if number % 2:
            code, shown = piece.split(":")
            spans.append(bound(code, shown))
        elif piece:
            spans.append(Text(piece))
    return Paragraph(tuple(spans))


COMPOSED = (
    paragraph(
        "上半年受理劳动争议{accepted:48}件，涉及职工{persons:137}人，涉及金额{amount:66.28万元}；调解成功{settled:39}件。"
    ),
    paragraph("接待职工来信来访{petition:12}批次。"),
)
ALL = {"accepted": "48", "persons": "137", "amount": "66.28万元", "settled": "39", "petition": "12"}


def kept(text: str) -> dict[str, str]:
    """Which figures stay bound: code → number."""
    spans = [span for each in rebind(text, COMPOSED) for span in each.spans]
    found = [span for span in spans if isinstance(span, Bound)]
    assert plain(rebind(text, COMPOSED)) == "\n".join(line for line in text.split("\n") if line)
    return {span.indicator: span.shown for span in found}


def edited(*changes: tuple[str, str]) -> str:
    text = plain(COMPOSED)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_an_untouched_text_keeps_every_number() -> None:
    assert kept(plain(COMPOSED)) == ALL
    assert [each.edited for each in rebind(plain(COMPOSED), COMPOSED)] == [True, True]


@pytest.mark.parametrize(
    "changes",
    [
        [("上半年受理", "今年上半年共受理")],
        [("涉及金额", "诉求涉及金额")],
        [("。\n", "。\n在县总工会支持下，")],
        [("件。", "件，成效明显。")],
        [("；调解", "。经工会协调，调解")],
    ],
)
def test_rewording_around_the_numbers_keeps_them(changes: list[tuple[str, str]]) -> None:
    assert kept(edited(*changes)) == ALL


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("涉及金额", "拖欠工资", "amount"),
        ("48", "49", "accepted"), ("48", "148", "accepted"), ("48", "480", "accepted"), ("48", "4８8", "accepted"),
        ("48", "48.5", "accepted"), ("48", "0.48", "accepted"), ("48件", "48万件", "accepted"),
        ("48件", "48%件", "accepted"), ("48", "-48", "accepted"), ("48", "四十八", "accepted"),
        ("137人", "137千人", "persons"),
        ("66.28万元", "66.28亿元", "amount"), ("66.28万元", "66.28元", "amount"), ("12批", "１２批", "petition"),
        ("39件", "389件", "settled"),
    ],
)  # fmt: skip
def test_a_number_that_became_another_is_bound_no_more(old: str, new: str, gone: str) -> None:
    assert kept(edited((old, new))) == {code: shown for code, shown in ALL.items() if code != gone}


def test_a_sentence_that_is_struck_takes_its_numbers_with_it() -> None:
    assert kept(edited(("，涉及职工137人", ""))) == {code: s for code, s in ALL.items() if code != "persons"}
    assert kept("") == {} and kept("全新的一段话。") == {}


def test_numbers_that_changed_places_are_not_taken_for_each_other() -> None:
    found = kept(edited(("48", "#"), ("39", "48"), ("#", "39")))
    assert "accepted" not in found and "settled" not in found


def test_a_number_in_another_sentence_is_not_taken_for_the_figure() -> None:
    assert kept("召开会议48次。\n组织3场137人的比赛。") == {}


def test_a_number_with_little_before_it_is_known_by_what_stands_before_that() -> None:
    composed = [paragraph("{first:3}家企业新建工会；有{second:5}家正在筹建。")]
    found = [span for each in rebind("3家企业新建了工会；有5家正在筹建。", composed) for span in each.spans]
    assert [span.indicator for span in found if isinstance(span, Bound)] == ["first"]
    found = [span for each in rebind("本月，3家企业新建工会；有5家正在筹建。", composed) for span in each.spans]
    assert [span.indicator for span in found if isinstance(span, Bound)] == ["second"]


def test_a_number_said_twice_is_bound_once() -> None:
    text = edited(("件，涉及职工", "件，受理劳动争议48件，涉及职工"))
    spans = [span for each in rebind(text, COMPOSED) for span in each.spans if isinstance(span, Bound)]
    assert [span.indicator for span in spans].count("accepted") == 1
    assert unbound_numbers(rebind(text, COMPOSED)) == ("48",)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("另有3个企业正在筹建。", ("3",)),
        ("2026年5月1日起，办结率95.5%。", ("95.5",)),
        ("1. 抓组建；2、抓服务；（3）抓维权。", ()),
        ("没有数字。", ()),
        ("2026年1—11月、3-5日和2024至2026年共走访7—9次。", ("7", "9")),
        ("1至11月发展会员30至40人。", ("30", "40")),
        ("5月发放慰问金1200.50元、走访30户。", ("1200.50", "30")),
    ],
)
def test_numbers_that_no_figure_stands_behind_are_named(text: str, numbers: tuple[str, ...]) -> None:
    assert unbound_numbers(rebind(text, COMPOSED)) == numbers


def test_bound_paragraphs_are_kept_and_read_back() -> None:
    assert thaw_spans(freeze_spans(COMPOSED)) == COMPOSED
    assert thaw_spans("") == ()


LABELS = "甲乙丙丁戊己庚辛壬癸"


def drifted(random: Random, numbers: list[int]) -> list[int]:
    """Numbers of which one is changed, one digit dropped, or two have changed places."""
    drift, one, other = random.randrange(3), *random.sample(range(len(numbers)), 2)
    result = list(numbers)
    if drift == 0:
        result[one] += random.choice([-1, 1, 10, 100])
    elif drift == 1:
        result[one] = int(str(numbers[one])[1:] or "0")
    else:
        result[one], result[other] = numbers[other], numbers[one]
    return result


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_of_a_thousand_drifts_none_stays_bound_to_a_figure_it_is_not(seed: int) -> None:
    random = Random(seed)
    for _ in range(5):
        numbers = [random.randrange(1000) for _ in LABELS[: random.randrange(2, 10)]]
        composed = [Paragraph(tuple(
            span for label, number in zip(LABELS, numbers, strict=False)
            for span in (Text(f"{label}类工会活动"), bound(label, str(number)), Text("次，"))
        ))]  # fmt: skip
        wrong = drifted(random, numbers)
        text = "".join(f"{label}类工会活动{number}次，" for label, number in zip(LABELS, wrong, strict=False))
        for before, span in pairs(rebind(text, composed)):
            label = before[-6]
            place = LABELS.index(label)
            assert span.indicator == label and int(span.shown) == numbers[place] == wrong[place]
        right = plain(composed)
        assert len(list(pairs(rebind(right, composed)))) == len(numbers)


def pairs(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str, Bound]]:
    """Each bound number with the text that stands before it."""
    found, before = [], ""
    for each in paragraphs:
        for span in each.spans:
            if isinstance(span, Bound):
                found.append((before, span))
            before += span.shown
    return found
