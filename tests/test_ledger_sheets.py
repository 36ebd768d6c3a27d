"""A ledger goes out as a workbook and comes back: what was read is what was written, and nothing runs."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ledger_sheets import export, imported, make_batch, make_dispute, make_workbook
from makers import signed_in

from members.forms.record import kept_unions
from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS
from members.ledgers.taking import confirm
from members.ledgers.undoing import undo
from members.models import AccountEvent, Happening

DISPUTES, CONTRACTS, MEMBERS = (LEDGERS[slug] for slug in ("dispute_case", "collective_contract", "member"))
EMPLOYERS = LEDGERS["employer"]


def fates(plan):
    assert plan.problems == []
    return [entry.fate for entry in plan.entries]


def taken(ledger, data, user, *, update=False):
    batch = make_batch(ledger, data, user)
    confirm(batch, by=user, unions=kept_unions(user), update=update)
    return batch


def edited(data, cells, sheet=0):
    """The workbook with these cells typed over."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        book.worksheets[sheet][place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def heads_of(data, sheet=0):
    row = openpyxl.load_workbook(io.BytesIO(data)).worksheets[sheet][2]
    return {str(cell.value).rstrip("*"): cell.column_letter for cell in row}


def test_what_was_exported_and_comes_back_changes_nothing(cast):
    for number in range(3):
        values = {"claim_amount": Decimal("1200.55"), "applicant": "张三丰", "summary": "=1+1", "persons": 3}
        keep(DISPUTES, make_dispute(cast.east, case_no=f"调{number}", **values), by=cast.clerk)
    assert fates(imported(DISPUTES, export(DISPUTES, cast.clerk), cast.clerk)) == ["same"] * 3


def test_a_changed_cell_changes_its_field_alone_and_history_names_the_batch(cast):
    record = make_dispute(cast.east, case_no="调1", applicant="张三丰", persons=3)
    keep(DISPUTES, record, by=cast.clerk)
    data = export(DISPUTES, cast.clerk)
    heads = heads_of(data)
    data = edited(data, {f"{heads['涉及职工数']}3": 5, f"{heads['争议类型']}3": "社会保险"})
    batch = taken(DISPUTES, data, cast.clerk)
    record.refresh_from_db()
    assert (batch.added, batch.changed, batch.rows.token) == (0, 1, "")
    assert (record.persons, record.cause, record.clear("applicant"), record.version) == (5, "insurance", "张三丰", 2)
    assert f"第{batch.pk}批" in record.history.first().history_change_reason


def test_a_masked_cell_keeps_its_value_a_new_text_replaces_it_and_wu_empties_it(cast):
    numbers = ["13800001111", "13800002222", "13800003333"]
    members = [MEMBERS.model(union=cast.east, name=f"会员{place}", phone=text) for place, text in enumerate(numbers)]
    for member in members:
        keep(MEMBERS, member, by=cast.clerk)
    data = export(MEMBERS, cast.clerk)
    assert not any(number in str(part) for number in numbers for part in parts_of(data))
    phone = heads_of(data)["移动电话"]
    taken(MEMBERS, edited(data, {f"{phone}4": "13911112222", f"{phone}5": "无"}), cast.clerk)
    stored = MEMBERS.model.objects.order_by("pk")
    assert [member.clear("phone") for member in stored] == ["13800001111", "13911112222", ""]


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name).decode() for name in archive.namelist()]


def test_texts_that_look_like_formulas_are_written_as_texts(cast):
    for number, text in enumerate(["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"]):
        keep(DISPUTES, make_dispute(cast.east, case_no=f"调{number}", summary=text), by=cast.clerk)
    data = export(DISPUTES, cast.clerk)
    assert not any("<f>" in part for part in parts_of(data))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    column = heads_of(data)["案情摘要（不写姓名）"]
    assert [sheet[f"{column}{row}"].data_type for row in range(3, 7)] == ["s"] * 4


def test_the_sheet_has_lists_a_hidden_key_and_a_frozen_head(cast):
    data = export(DISPUTES, cast.clerk)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    assert sheet.column_dimensions["A"].hidden and sheet.row_dimensions[1].hidden
    assert (sheet.freeze_panes, sheet.cell(1, 2).value) == ("E3", "dispute_case")
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    heads = heads_of(data)
    assert "达成协议" in rules[f"{heads['处理结果']}3"]
    assert heads["受理日期"] and "受理日期*" in [cell.value for cell in sheet[2]]
    assert book["选项"].sheet_state == "hidden"


def test_a_member_typed_in_by_hand_is_new_once_and_then_nothing(cast):
    row = {
        "姓名": "李四",
        "性别": "女",
        "出生日期": date(1990, 2, 3),
        "入会日期": "2026年5月3日",
        "移动电话": "13800001111",
    }
    data = make_workbook([row, row | {"姓名": "王五", "农民工": "是"}])
    assert fates(imported(MEMBERS, data, cast.clerk)) == ["new", "new"]
    taken(MEMBERS, data, cast.clerk)
    member = MEMBERS.model.objects.get(name="李四")
    assert (member.join_on, member.get_gender_display(), member.union, member.initials) == (
        date(2026, 5, 3),
        "女",
        cast.east,
        "ls",
    )
    assert (member.source, member.created_by, member.clear("phone")) == ("import", cast.clerk, "13800001111")
    assert [(each.history_type, each.history_user_id) for each in member.history.all()] == [("+", cast.clerk.pk)]
    assert fates(imported(MEMBERS, data, cast.clerk)) == ["same", "same"]


def test_records_nothing_names_are_matched_with_each_of_their_likes_once(cast):
    row = {"受理日期": date(2026, 5, 3), "争议类型": "劳动报酬"}
    taken(DISPUTES, make_workbook([row, row]), cast.clerk)
    assert fates(imported(DISPUTES, make_workbook([row, row, row]), cast.clerk)) == ["same", "same", "new"]


def test_a_record_already_there_is_passed_over_or_brought_up_to_date(cast):
    first = {"案号": "调1", "受理日期": date(2026, 5, 3), "争议类型": "劳动报酬", "调解员": "周"}
    taken(DISPUTES, make_workbook([first]), cast.clerk)
    later = make_workbook([{"案号": "调1", "受理日期": date(2026, 5, 3), "争议类型": "社会保险", "调解员": ""}])
    assert fates(imported(DISPUTES, later, cast.clerk)) == ["twin"]
    assert taken(DISPUTES, later, cast.clerk).changed == 0
    assert taken(DISPUTES, later, cast.clerk, update=True).changed == 1
    record = DISPUTES.model.objects.get()
    assert (record.cause, record.mediator) == ("insurance", "周")


def test_numbers_come_in_exact(cast):
    row = {"受理日期": date(2026, 5, 3), "争议类型": "劳动报酬"}
    amounts = ["１，２３４．５０", 0.1, "99999999999.9999", 1200]
    taken(DISPUTES, make_workbook([row | {"涉及金额（元）": amount} for amount in amounts]), cast.clerk)
    stored = DISPUTES.model.objects.order_by("pk").values_list("claim_amount", flat=True)
    assert list(stored) == [Decimal("1234.5"), Decimal("0.1"), Decimal("99999999999.9999"), Decimal(1200)]
    assert fates(imported(DISPUTES, export(DISPUTES, cast.clerk), cast.clerk)) == ["same"] * 4


def test_lines_stand_on_a_sheet_of_their_own(cast):
    for name in ("甲厂", "乙厂"):
        keep(EMPLOYERS, EMPLOYERS.model(union=cast.east, name=name), by=cast.clerk)
    main = [{"序号": 1, "合同名称": "泵业合同", "签订日期": date(2026, 5, 3)}]
    lines = [
        {"序号": 1, "覆盖单位": "甲厂", "职工数": 30, "其中女职工": 10},
        {"序号": 1, "覆盖单位": "乙厂", "职工数": 5},
    ]
    taken(CONTRACTS, make_workbook(main, 覆盖单位=lines), cast.clerk)
    contract = CONTRACTS.model.objects.get()
    assert [(str(each.employer), each.employees) for each in contract.covers.order_by("pk")] == [
        ("甲厂", 30),
        ("乙厂", 5),
    ]
    assert contract.covered_employee_count == 35
    data = export(CONTRACTS, cast.clerk)
    assert fates(imported(CONTRACTS, data, cast.clerk)) == ["same"]
    taken(CONTRACTS, edited(data, {"D4": 8}, sheet=1), cast.clerk)
    assert sorted(contract.covers.values_list("employees", flat=True)) == [8, 30]


def test_a_change_with_a_day_keeps_what_was_before_and_one_without_corrects(cast):
    for name in ("会员甲", "会员乙"):
        keep(MEMBERS, MEMBERS.model(union=cast.east, name=name, join_on=date(2020, 1, 1)), by=cast.clerk)
    data = export(MEMBERS, cast.clerk)
    heads = heads_of(data)
    cells = {f"{heads['农民工']}3": "是", f"{heads['农民工']}4": "是", f"{heads['变更日期']}3": date(2026, 3, 1)}
    taken(MEMBERS, edited(data, cells), cast.clerk)
    from members.ledgers.record import FormerValue

    kept = [(each.record, each.value, each.until) for each in FormerValue.objects.all()]
    assert kept == [(MEMBERS.model.objects.get(name="会员甲").pk, "no", date(2026, 3, 1))]


def test_the_export_follows_the_list_and_is_written_down(cast):
    keep(DISPUTES, make_dispute(cast.east, case_no="调1"), by=cast.clerk)
    keep(DISPUTES, make_dispute(cast.east, case_no="调2", cause="insurance"), by=cast.clerk)
    answer = signed_in(cast.clerk).get("/ledgers/dispute_case/export/?cause=insurance")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert (sheet.max_row, sheet["D3"].value) == (3, "调2")
    event = AccountEvent.objects.get(kind=Happening.EXPORTED)
    assert (event.actor, event.result) == (cast.clerk, "劳动争议台账，1条")


@pytest.mark.parametrize("slug", list(LEDGERS))
def test_every_ledger_has_an_empty_form_with_heads_of_its_own(cast, slug):
    answer = signed_in(cast.clerk).get(f"/ledgers/{slug}/export/?template=1")
    data = b"".join(answer.streaming_content)
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    heads = [cell.value for cell in sheets[0][2]]
    assert (
        len(set(heads))
        == len(heads)
        == 3 + len(dict.fromkeys([*LEDGERS[slug].fields, "remark"])) + bool(LEDGERS[slug].dated)
    )
    assert "只有列名" in refusal(LEDGERS[slug], data, cast.clerk)


def refusal(ledger, data, user):
    from members.problems import Refused

    with pytest.raises(Refused) as refused:
        imported(ledger, data, user)
    return str(refused.value)


@pytest.mark.parametrize("mine", ["甲厂", ""])
def test_after_undoing_the_same_sheet_comes_in_again_unless_somebody_went_on(cast, mine):
    """`mine`: the contract covers a workplace, or none."""
    plant = LEDGERS["employer"].model(union=cast.east, name="甲厂")
    keep(LEDGERS["employer"], plant, by=cast.clerk)
    lines = {"覆盖单位": [{"序号": 1, "覆盖单位": mine, "职工数": 30}]} if mine else {}
    main = [{"序号": 1, "合同名称": "泵业合同", "签订日期": date(2026, 5, 3), "签订范围": "企业"}]
    taken(CONTRACTS, make_workbook(main, **lines), cast.clerk)
    sheet = export(CONTRACTS, cast.clerk)
    sheet = edited(sheet, {f"{heads_of(sheet)['签订范围']}3": "行业性"})
    for _ in range(2):
        undo(taken(CONTRACTS, sheet, cast.clerk), by=cast.clerk)
    contract = CONTRACTS.model.objects.get()
    assert (contract.scope, contract.version) == ("enterprise", 5)
    keep(CONTRACTS, contract, by=cast.chair, lines={CONTRACTS.children[0].model: []} if mine else None)
    wrong = " ".join(map(str, imported(CONTRACTS, sheet, cast.clerk).wrong(update=True)))
    assert ("又被改动过" in wrong) == bool(mine)


def test_however_many_were_put_back_they_are_looked_up_together(cast):
    for number in range(40):
        keep(DISPUTES, make_dispute(cast.east, case_no=f"调{number}"), by=cast.clerk)
    sheet = export(DISPUTES, cast.clerk)
    column = heads_of(sheet)["涉及职工数"]
    sheet = edited(sheet, {f"{column}{row}": 7 for row in range(3, 43)})
    with CaptureQueriesContext(connection) as first:
        assert fates(imported(DISPUTES, sheet, cast.clerk)) == ["changed"] * 40
    undo(taken(DISPUTES, sheet, cast.clerk), by=cast.clerk)
    with CaptureQueriesContext(connection) as again:
        assert fates(imported(DISPUTES, sheet, cast.clerk)) == ["changed"] * 40
    assert len(again) == len(first) + 1
