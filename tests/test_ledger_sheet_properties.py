"""Whatever is typed: what was taken and exported comes back unchanged, twice is once, and damage never crashes."""

from __future__ import annotations

import io
import random
from datetime import date

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_sheets import export, imported, make_batch, make_workbook

from members.forms.record import kept_unions
from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from members.ledgers.taking import confirm
from members.problems import Refused

DISPUTES = LEDGERS["dispute_case"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=12)
ROWS = st.fixed_dictionaries(
    {
        "受理日期": st.dates(date(2020, 1, 1), date(2026, 5, 31)),
        "争议类型": st.sampled_from(["劳动报酬", "社会保险", "pay"]),
        "调解员": TEXTS,
        "申请人": TEXTS.filter(lambda text: "***" not in text and "•" not in text),
        "案情摘要（不写姓名）": TEXTS.map(lambda text: "=" + text),
        "涉及金额（元）": st.one_of(
            st.none(),
            st.integers(0, 10**12),
            st.decimals(0, 10**9, places=4).map(str),
            st.floats(0, 10**6).map(lambda number: round(number, 2)),
        ),
        "有共同请求": st.sampled_from(["是", "否", ""]),
    }
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=4))
def test_taken_exported_and_brought_back_changes_nothing(cast, rows):
    DISPUTES.model.objects.all().delete()
    data = make_workbook(rows)
    batch = make_batch(DISPUTES, data, cast.clerk)
    confirm(batch, by=cast.clerk, unions=kept_unions(cast.clerk), update=False)
    assert DISPUTES.model.objects.count() == len(rows)
    for again in (export(DISPUTES, cast.clerk), data):
        plan = imported(DISPUTES, again, cast.clerk)
        assert plan.wrong(update=True) == []
        assert [(entry.fate, entry.changes) for entry in plan.entries] == [("same", [])] * len(rows)


def test_damaged_sheets_are_read_or_refused_and_never_crash(cast):
    for number in range(4):
        keep(
            DISPUTES,
            DISPUTES.model(union=cast.east, case_no=f"调{number}", accepted_on=date(2026, 5, 3), cause="pay"),
            by=cast.clerk,
        )
    whole, chance = export(DISPUTES, cast.clerk), random.Random(5)
    junk = [
        "",
        "=1+1",
        "-1",
        "2026-13-45",
        "9" * 400,
        "1e309",
        "NaN",
        "是",
        "\x00",
        "🂡",
        "〔第1号〕",
        "第9号",
        "a/b",
        "*",
        "1/" * 9,
    ]
    outcomes = set()
    for _ in range(60):
        book = openpyxl.load_workbook(io.BytesIO(whole))
        sheet = book.worksheets[0]
        for _ in range(chance.randint(1, 6)):
            cell = sheet.cell(chance.randint(1, 6), chance.randint(1, sheet.max_column))
            text = chance.choice(junk).replace("\x00", "")
            cell.value, cell.data_type = text, "s"
        out = io.BytesIO()
        book.save(out)
        outcomes.add(outcome(out.getvalue(), cast.clerk))
    for _ in range(40):
        place = chance.randrange(len(whole))
        outcomes.add(outcome(whole[:place] + bytes([chance.randrange(256)]) + whole[place + 1 :], cast.clerk))
    assert outcomes == {"read", "refused"}


def outcome(data, user):
    try:
        return "refused" if imported(DISPUTES, data, user).wrong(update=True) else "read"
    except Refused:
        return "refused"
