"""Does a ledger that is still being filled speak in one line, and does a reason given for its figures stay?"""

from __future__ import annotations

import pytest
from django.utils import timezone
from makers import Cast, make_cast, make_return, signed_in

from reports import rules
from reports.models import Counted, Figure, Indicator, MonthlyReturn, RuleNote
from reports.reasons import explain
from reports.rules import ledgers
from reports.rules.engine import Finding
from reports.rules.ledgers import speaks_of
from reports.views.submission import given_for

pytestmark = pytest.mark.django_db
REASON = "档案正在从纸质卡片补录，下月录完"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def make_counted(row: MonthlyReturn, values: dict[str, int]) -> None:
    """What the ledgers say of the return."""
    for code, value in values.items():
        indicator = Indicator.objects.get(code=code)
        Counted.objects.create(
            monthly_return=row, indicator=indicator, value=value, ledger=indicator.ledger, rows=b"", at=timezone.now()
        )


def codes_of(ledger: str, many: int) -> list[str]:
    """Indicators counted from this ledger, in the catalogue's order."""
    rows = Indicator.objects.filter(ledger=ledger, enabled=True, due="month").in_order()
    return [row.code for row in rows][:many]


def b08(row: MonthlyReturn) -> list[Finding]:
    return [finding for finding in rules.check_return(row) if finding.rule == "B08"]


def standing(row: MonthlyReturn) -> list[str]:
    return [finding.message for finding in rules.open_findings(row) if finding.rule == "B08"]


def make_filling(cast: Cast, many: int = 3, counted: int = 0) -> tuple[MonthlyReturn, list[str]]:
    """A month typed by hand, of whose disputes the ledger knows less."""
    codes = codes_of("dispute_case", many)
    row = make_return(cast.east, "2026-05", dict.fromkeys(codes, 7))
    make_counted(row, dict.fromkeys(codes, counted))
    return row, codes


def test_one_line_names_the_figures_of_a_ledger_that_says_nothing_yet(cast: Cast) -> None:
    row, codes = make_filling(cast)
    (found,) = b08(row)
    assert found.message.startswith("「") and "」里还数不出本月的数，涉及3项：" in found.message
    assert found.cells == tuple(codes) and found.severity == "warning"
    for indicator in Indicator.objects.filter(code__in=codes):
        assert f"{indicator.plain_name}（填报7，台账0）" in found.message


def test_the_entry_page_shows_the_line_once_and_marks_the_others(cast: Cast) -> None:
    row, codes = make_filling(cast)
    answer = signed_in(cast.clerk).get(f"/returns/{row.pk}/findings/").json()
    told = [each["message"] for found in answer["cells"].values() for each in found]
    assert len([text for text in told if "台账" in text]) == 1
    assert set(codes[1:]) <= set(answer["related"])


def test_figures_of_two_ledgers_stay_apart_and_one_alone_reads_as_before(cast: Cast) -> None:
    row, _ = make_filling(cast, many=2, counted=3)
    (other,) = codes_of("petition", 1)
    Figure.objects.create(monthly_return=row, indicator=Indicator.objects.get(code=other), value=9)
    make_counted(row, {other: 4})
    first, second = sorted((finding.message for finding in b08(row)), key=len, reverse=True)
    assert "」与填报数不一致的有2项：" in first
    assert (
        second
        == f"“{Indicator.objects.get(code=other).plain_name}”填报数（9）与台账数（4）不一致，请补登台账或说明差异原因。"
    )


def test_one_reason_answers_for_the_whole_line(cast: Cast) -> None:
    row, _ = make_filling(cast)
    assert explain(row, [finding.key for finding in b08(row)], REASON, by=cast.clerk) == 1
    assert standing(row) == []


def test_reasons_given_one_by_one_before_stay_valid(cast: Cast) -> None:
    row, codes = make_filling(cast)
    for code in codes:
        name = Indicator.objects.get(code=code).plain_name
        message = f"“{name}”填报数（7）与台账数（0）不一致，请补登台账或说明差异原因。"
        RuleNote.objects.create(
            monthly_return=row, rule=f"B08:{code}", severity="warning", message=message, reason=REASON, by=cast.clerk
        )
    assert standing(row) == []
    Figure.objects.filter(monthly_return=row, indicator__code=codes[2]).update(value=8)
    assert len(standing(row)) == 1


def test_a_figure_that_is_mended_does_not_ask_for_the_others_again(cast: Cast) -> None:
    row, codes = make_filling(cast, counted=2)
    explain(row, [finding.key for finding in b08(row)], REASON, by=cast.clerk)
    Figure.objects.filter(monthly_return=row, indicator__code=codes[0]).update(value=2)
    assert len(b08(row)) == 1 and standing(row) == []
    Figure.objects.filter(monthly_return=row, indicator__code=codes[1]).update(value=2)
    assert [len(finding.cells) for finding in b08(row)] == [1] and standing(row) == []
    assert [note.reason for note in given_for(row, rules.check_return(row))] == [REASON]


def test_a_figure_changed_after_the_reason_asks_for_it_once_more(cast: Cast) -> None:
    row, codes = make_filling(cast)
    explain(row, [finding.key for finding in b08(row)], REASON, by=cast.clerk)
    Figure.objects.filter(monthly_return=row, indicator__code=codes[1]).update(value=70)
    assert len(standing(row)) == 1
    Figure.objects.filter(monthly_return=row, indicator__code=codes[1]).update(value=7)
    assert standing(row) == []


def test_a_long_ledger_takes_as_many_lines_as_its_reasons_can_keep(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "LONGEST", 100)
    row, codes = make_filling(cast, many=10, counted=1)
    found = b08(row)
    assert len(found) > 1 and all(len(finding.message) <= 100 for finding in found)
    assert sorted(code for finding in found for code in finding.cells) == sorted(codes)
    explain(row, [finding.key for finding in found], REASON, by=cast.clerk)
    assert standing(row) == []


def test_the_records_behind_each_figure_show_the_reason_of_the_line(cast: Cast) -> None:
    row, codes = make_filling(cast)
    explain(row, [finding.key for finding in b08(row)], REASON, by=cast.clerk)
    (note,) = row.rule_notes.all()
    names = {indicator.code: indicator.plain_name for indicator in Indicator.objects.all()}
    assert all(speaks_of(note.rule, note.message, code, names[code]) for code in codes)
    assert {code for code, name in names.items() if speaks_of(note.rule, note.message, code, name)} == set(codes)
