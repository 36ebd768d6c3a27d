"""Numbers in words of an officer's own are read as those of an old report: known ones agree, changed ones are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from makers import Cast, make_return
from read_reports import run
from test_oldreports_figures import texts
from test_reference_reports import REPORTS, load_reference

from members.models import Union
from members.months import parse_period
from reports.models import State
from reports.proofing import Checker, Finding, Verdict
from reports.summaries.compose import compose
from reports.summaries.proofing import checker_of

pytestmark = pytest.mark.django_db
PASSED = (Verdict.AGREES, Verdict.OFFERED)
FIGURES = {
    "petition_received": 16,
    "congress_units": 46,
    "aid_amount": 662_815,
    "openness_new": 25,
    "fund_open": 562_000,
}


@pytest.fixture
def checker(cast: Cast) -> Checker:
    make_return(cast.east, "2026-06", FIGURES, state=State.APPROVED)
    return checker_of(compose(cast.east, parse_period("2026H1")))


def told(checker: Checker, text: str) -> Finding:
    """What is said of the first number."""
    return checker.check(text)[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("信访接待16起。", "petition_received"),
        ("目前全镇已有46家企业建立了职代会制度。", "congress_units"),
        ("新推行厂务公开制度25家。", "openness_new"),
    ],
)
def test_a_number_in_other_words_than_the_sentences_is_known(checker: Checker, text: str, code: str) -> None:
    known = told(checker, text)
    assert (known.verdict, known.indicator) == (Verdict.AGREES, code)
    wrong = told(checker, text.replace("16", "17").replace("46", "64").replace("25", "26"))
    assert wrong.verdict not in PASSED and f"统计数为{FIGURES[code]}" in wrong.why


@pytest.mark.parametrize("text", ["3月信访接待17起。", "2024年信访接待17起。", "第一季度信访接待17起。"])
def test_of_another_time_nothing_is_sure(checker: Checker, text: str) -> None:
    assert told(checker, text).verdict is not Verdict.DISAGREES


def test_the_year_before_is_what_the_report_compares_with(cast: Cast) -> None:
    for month, count in (("2025-06", 12), ("2026-06", 16)):
        make_return(cast.east, month, {"petition_received": count}, state=State.APPROVED)
    checker = checker_of(compose(cast.east, parse_period("2026H1")))
    assert told(checker, "2025年信访接待12起。").verdict in PASSED
    assert told(checker, "2025年信访接待16起。").verdict not in PASSED
    assert told(checker, "2026年信访接待16起。").verdict in PASSED


def test_a_township_named_by_its_county_speaks_of_itself(cast: Cast) -> None:
    for union, count in ((cast.east, 16), (cast.west, 5)):
        make_return(union, "2026-06", {"petition_received": count, "union_new": count // 5}, state=State.APPROVED)
    county = checker_of(compose(cast.county, parse_period("2026H1")), binding=True)
    assert told(county, "信访接待21起。").verdict is Verdict.OFFERED
    assert told(county, "信访接待22起。").verdict is Verdict.DISAGREES
    assert told(county, "东港镇扎实推进维权，信访接待16起。").verdict is Verdict.UNBOUND, "no report holds it"
    assert told(county, "东港镇扎实推进维权，全县信访接待22起。").verdict is Verdict.DISAGREES
    assert told(county, "东港镇扎实推进维权，新建工会3个。").verdict is Verdict.AGREES


def test_an_amount_written_out_is_answered_as_written(checker: Checker) -> None:
    wrong = told(checker, "发放帮扶慰问资金662832元。")
    assert (wrong.verdict, wrong.expected) == (Verdict.UNBOUND, "662815元")
    assert told(checker, "发放帮扶慰问资金66.29万元。").expected == "66.28万元"


def test_reading_again_asks_the_database_nothing(
    checker: Checker, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        checker.check("信访接待16起，新推行厂务公开制度25家。")


def test_no_real_report_is_suspected_and_no_changed_number_in_it_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every known number of the real reports is changed once; none of them may agree then."""
    folder = texts()
    if folder is None:
        with capsys.disabled():
            print("the texts of the reference reports are not here: nothing measured")
        return
    load_reference(tmp_path)
    known = changed = 0
    for name in ("zhangqi-jan-aug", "andong-jan-aug", "zhijiang-town-annual", "zhaoren-annual", "kailu-county-h1"):
        report, text = REPORTS[name], (folder / f"{name}.txt").read_text(encoding="utf-8")
        period = f"{report['first_month']}..{report['last_month']}"
        checker = checker_of(compose(Union.objects.get(code=name), parse_period(period)))
        findings = checker.check(text)
        assert [(name, each.text, each.why) for each in findings if each.is_wrong] == []
        for each in findings:
            if each.verdict not in PASSED or not each.text[0].isdecimal():
                continue
            digits = len(each.text) - len(each.text.lstrip("0123456789"))
            number = str(int(each.text[:digits]) + (17 if digits > 2 else 1))
            now = {
                other.start: other
                for other in checker.check(f"{text[: each.start]}{number}{text[each.start + digits :]}")
            }
            known += 1
            changed += now[each.start].verdict not in PASSED
    assert known == changed and known >= 80, (known, changed)


def test_the_command_reads_them_too(cast: Cast, tmp_path: Path) -> None:
    make_return(cast.east, "2026-06", FIGURES, state=State.APPROVED)
    file = tmp_path / "text.txt"
    file.write_text("信访接待16起，新推行厂务公开制度25家。", encoding="utf-8")
    found = json.loads(run("check_text", file, "--union", cast.east.code, "--period", "2026H1", "--format", "json"))
    assert [(each["verdict"], each["indicator"]) for each in found] == [
        ("agrees", "petition_received"), ("agrees", "openness_new")
    ]  # fmt: skip
