"""A sheet in the browser: uploaded, looked at, confirmed, undone; and what is refused, each with its own words."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from ledger_sheets import export, imported, make_batch, make_dispute, make_workbook
from makers import signed_in

from members.forms.record import kept_unions
from members.ledgers.keeping import keep, void
from members.ledgers.ledger import LEDGERS
from members.ledgers.taking import confirm
from members.ledgers.undoing import undo
from members.models import BatchState, ImportBatch
from members.problems import Refused
from reports.models import Counted, Indicator, MonthlyReturn
from reports.models.counted import pack

DISPUTES, MEMBERS, CONTRACTS = (LEDGERS[slug] for slug in ("dispute_case", "member", "collective_contract"))
ROW = {"案号": "调1", "受理日期": date(2026, 5, 3), "争议类型": "劳动报酬"}


def upload(client, data, slug="dispute_case", name="争议.xlsx"):
    return client.post(reverse("ledger-import", args=[slug]), {"file": SimpleUploadedFile(name, data)}, follow=True)


def taken(ledger, data, user, *, update=False):
    batch = make_batch(ledger, data, user)
    confirm(batch, by=user, unions=kept_unions(user), update=update)
    return batch


def problems(ledger, data, user, name="表.xlsx"):
    """What is wrong with the file, form and rows alike."""
    try:
        return "\n".join(str(problem) for problem in imported(ledger, data, user, name).wrong(update=True))
    except Refused as refused:
        return str(refused)


def test_a_sheet_is_looked_at_before_it_is_taken_and_undone_as_one_step(cast):
    client = signed_in(cast.clerk)
    page = upload(client, make_workbook([ROW, ROW | {"案号": "调2"}]))
    batch = ImportBatch.objects.get()
    assert page.redirect_chain == [(f"/ledgers/dispute_case/import/{batch.pk}/", 302)]
    assert "确认导入" in page.content.decode() and not DISPUTES.model.objects.exists()
    address = {name: reverse(f"import-{name}", args=["dispute_case", batch.pk]) for name in ("confirm", "undo")}
    assert "新增 2 条" in client.post(address["confirm"], follow=True).content.decode()
    assert "不能再确认" in client.post(address["confirm"]).content.decode()
    assert DISPUTES.model.objects.count() == 2
    assert "删去新增的 2 条" in client.post(address["undo"], follow=True).content.decode()
    assert not DISPUTES.model.objects.exists()
    assert "不能撤销" in client.post(address["undo"]).content.decode()
    assert [each.history_user for each in DISPUTES.model.history.filter(history_type="-")] == [cast.clerk] * 2


def test_an_upload_is_sealed_seen_by_its_uploader_alone_and_gone_after_a_day(cast):
    upload(signed_in(cast.clerk), make_workbook([ROW | {"申请人": "张三丰"}]))
    batch = ImportBatch.objects.get()
    assert "张三丰" not in str(ImportBatch.objects.values_list().get()) and "张三丰" in str(batch.held())
    address = reverse("import-show", args=["dispute_case", batch.pk])
    assert [signed_in(user).get(address).status_code for user in (cast.clerk, cast.chair)] == [200, 404]
    ImportBatch.objects.update(at=timezone.now() - timedelta(days=2))
    signed_in(cast.chair).get(reverse("ledger-import", args=["dispute_case"]))
    assert not ImportBatch.objects.exists()


def test_one_wrong_row_keeps_the_whole_sheet_out(cast):
    client = signed_in(cast.clerk)
    page = upload(client, make_workbook([ROW, ROW | {"案号": "调2", "争议类型": "吵架"}])).content.decode()
    assert "1 处问题" in page and "不在可选的内容里" in page and "确认导入" not in page
    batch = ImportBatch.objects.get()
    answer = client.post(reverse("import-confirm", args=["dispute_case", batch.pk]))
    assert answer.status_code == 422 and not DISPUTES.model.objects.exists()


WRONG_ROWS = [
    ({"受理日期": date(2199, 1, 1)}, "第 2 行，受理日期 列：“受理日期”日期不合理（晚于今天）"),
    ({"受理日期": "五月三日"}, "第 2 行，受理日期 列：“五月三日”不是日期，应写作 2026-05-03"),
    ({"受理日期": "2026-02-30"}, "这一天不存在"),
    ({"受理日期": ""}, "第 2 行，受理日期 列：必须填写"),
    ({"办结日期": date(2026, 5, 2), "处理结果": "达成协议"}, "“办结日期”日期不合理（早于“受理日期”）"),
    ({"争议类型": "吵架"}, "“吵架”不在可选的内容里，应为 确认劳动关系、劳动合同"),
    ({"涉及职工数": "三人"}, "“三人”不是数字"),
    ({"涉及职工数": -1}, "“-1”不能是负数"),
    ({"涉及职工数": 1.5}, "“1.5”应为整数"),
    ({"涉及职工数": 1e12}, "过大"),
    ({"涉及金额（元）": "1.23456"}, "最多保留四位小数"),
    ({"有共同请求": "也许"}, "“也许”应为 是 或 否"),
    ({"申请人": "张**丰•••"}, "打码的内容不能登记"),
    ({"案号": 330102199001011234567}, "长号码"),
    ({"案号": "长" * 41}, "有 41 个字，最多 40 个字"),
    ({"用人单位（台账）": "无此厂"}, "没有名为“无此厂”的用人单位记录"),
    ({"所属工会": "柳溪镇总工会"}, "“柳溪镇总工会”不是您可以登记的工会，应为 东港镇总工会"),
    ({"记录号": "6b1a2f6e-0000-4000-8000-000000000000/1"}, "这条记录已不在台账里"),
    ({"其中女职工": 9}, "“其中女职工”不能多于“涉及职工数”"),
]


@pytest.mark.parametrize(("values", "message"), WRONG_ROWS, ids=[message for _, message in WRONG_ROWS])
def test_a_cell_that_means_nothing_is_named_with_what_is_accepted(cast, values, message):
    assert message in problems(DISPUTES, make_workbook([ROW | values]), cast.clerk)


def rezipped(data, change):
    """The workbook with its parts passed through a function; None drops nothing and adds nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in change({info.filename: old.read(info) for info in old.infolist()}).items():
            new.writestr(name, content)
    return out.getvalue()


def with_formula(parts):
    sheet = parts["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", b'<row r="9"><c r="B9"><f>1+1</f><v>2</v></c></row></sheetData>'
    )
    return parts | {"xl/worksheets/sheet1.xml": sheet}


WRONG_FILES = {
    "a formula": (lambda data: rezipped(data, with_formula), "单元格 B9 是公式"),
    "a macro": (lambda data: rezipped(data, lambda parts: parts | {"xl/vbaProject.bin": b"x"}), "带有宏"),
    "a bomb": (lambda data: rezipped(data, lambda parts: parts | {"xl/big.xml": b"0" * 9_000_000}), "解开后过大"),
    "cut off": (lambda data: data[: len(data) // 2], "损坏"),
    "an old edition": (lambda data: stamped(data, "dispute_case", "00000000"), "这份表格是旧的"),
    "another ledger's": (lambda data: stamped(data, "member", "00000000"), "这是“会员台账”的表格"),
    "an unknown column": (lambda data: make_workbook([ROW | {"血型": "A"}]), "不认识的列 血型"),
    "a column twice": (lambda data: "案号,案号,受理日期,争议类型\n1,2,2026-05-03,劳动报酬".encode(), "出现了不止一次"),
    "a column missing": (lambda data: make_workbook([{"案号": "调1"}]), "缺少列 受理日期、争议类型"),
    "heads alone": (lambda data: "案号,受理日期,争议类型".encode(), "只有列名"),
    "nothing": (lambda data: b"", "没有内容"),
    "a formula in CSV": (lambda data: "案号,受理日期,争议类型\n=1+1,2026-05-03,劳动报酬".encode(), "会被当作公式"),
    "the same twice": (lambda data: make_workbook([ROW, ROW]), "与第 2 行重复（案号相同）"),
}  # fmt: skip


def stamped(data, slug, edition):
    """The workbook with the hidden line of another sheet."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    for column, text in enumerate(("台账表格", slug, edition), 1):
        book.worksheets[0].cell(1, column).value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("case", list(WRONG_FILES))
def test_a_file_that_is_none_of_this_ledgers_is_refused_in_its_own_words(cast, case):
    keep(DISPUTES, make_dispute(cast.east, case_no="调0"), by=cast.clerk)
    change, message = WRONG_FILES[case]
    name = "表.csv" if "CSV" in case or case in ("heads alone", "a column twice", "nothing") else "表.xlsx"
    data = change(export(DISPUTES, cast.clerk))
    if case == "nothing":
        assert "请重新选择" in upload(signed_in(cast.clerk), data, name=name).content.decode()
    else:
        assert message in problems(DISPUTES, data, cast.clerk, name)


def test_a_member_is_not_registered_twice_in_a_county_nor_in_a_sheet(cast):
    person = {"姓名": "李四", "证件号码": "11010519491231002X", "入会日期": date(2020, 1, 1)}
    taken(MEMBERS, make_workbook([person]), cast.west_clerk)
    assert "县内其他工会" in problems(MEMBERS, make_workbook([person]), cast.clerk)
    other = person | {"证件号码": "440524188001010014"}
    assert "与第 2 行重复（证件号码相同）" in problems(
        MEMBERS, make_workbook([other, other | {"姓名": "李思"}]), cast.clerk
    )


def test_rules_that_look_at_other_records_are_asked_once_for_the_sheet(cast, django_assert_max_num_queries):
    rows = [{"姓名": f"会员{number}", "证件类别": "其他", "证件号码": f"护照{number}"} for number in range(60)]
    data = make_workbook(rows)
    with django_assert_max_num_queries(12):
        assert imported(MEMBERS, data, cast.clerk).wrong(update=True) == []


def test_a_row_dated_into_a_sent_month_is_taken_with_a_note(cast):
    MonthlyReturn.objects.create(union=cast.east, month=date(2026, 5, 1), state="approved")
    plan = imported(DISPUTES, make_workbook([ROW, ROW | {"案号": "调2"}]), cast.clerk)
    assert plan.wrong(update=True) == []
    assert [text.split("：")[0] for text in plan.remarks] == ["东港镇总工会2026年5月的 2 条"]


def test_what_was_changed_after_the_export_is_not_swept_away(cast):
    record = make_dispute(cast.east, case_no="调1")
    keep(DISPUTES, record, by=cast.clerk)
    data = export(DISPUTES, cast.clerk)
    record.persons = 7
    keep(DISPUTES, record, by=cast.chair)
    assert "又被改动过" in problems(DISPUTES, data, cast.clerk)
    void(DISPUTES, record, by=cast.clerk, reason="重复")
    assert "已作废" in problems(DISPUTES, data, cast.clerk)


def test_a_strangers_record_cannot_be_changed_by_its_key(cast):
    record = make_dispute(cast.west, case_no="调1")
    keep(DISPUTES, record, by=cast.west_clerk)
    assert "已不在台账里" in problems(DISPUTES, export(DISPUTES, cast.west_clerk), cast.clerk)


def test_undoing_puts_changed_records_back_with_their_lines(cast):
    main = [{"序号": 1, "合同名称": "泵业合同", "签订日期": date(2026, 5, 3), "签订范围": "企业"}]
    employers = LEDGERS["employer"]
    for name in ("甲厂", "乙厂"):
        keep(employers, employers.model(union=cast.east, name=name), by=cast.clerk)
    taken(CONTRACTS, make_workbook(main, 覆盖单位=[{"序号": 1, "覆盖单位": "甲厂", "职工数": 30}]), cast.clerk)
    main[0]["签订范围"] = "行业性"
    lines = [{"序号": 1, "覆盖单位": "乙厂", "职工数": 5}]
    batch = taken(CONTRACTS, make_workbook(main, 覆盖单位=lines), cast.clerk, update=True)
    contract = CONTRACTS.model.objects.get()
    assert (contract.scope, [str(each.employer) for each in contract.covers.all()]) == ("industry", ["乙厂"])
    assert undo(batch, by=cast.clerk) == (0, 0, 1)
    contract.refresh_from_db()
    covers = [(str(each.employer), each.employees) for each in contract.covers.all()]
    assert (contract.scope, covers, contract.version) == ("enterprise", [("甲厂", 30)], 3)


def test_undoing_voids_what_a_sent_month_counts(cast):
    batch = taken(DISPUTES, make_workbook([ROW, ROW | {"案号": "调2"}]), cast.clerk)
    counted = DISPUTES.model.objects.get(case_no="调1")
    sent = MonthlyReturn.objects.create(union=cast.east, month=date(2026, 5, 1), state="approved")
    indicator = Indicator.objects.get(code="dispute_accepted")
    Counted.objects.create(
        monthly_return=sent,
        indicator=indicator,
        ledger="dispute_case",
        value=Decimal(1),
        rows=pack([(counted.pk, Decimal(1))]),
        at=timezone.now(),
    )
    assert undo(batch, by=cast.clerk) == (1, 1, 0)
    assert [(each.case_no, each.voided) for each in DISPUTES.model.objects.all()] == [("调1", True)]


def test_undoing_is_refused_where_somebody_went_on_working(cast):
    batch = taken(DISPUTES, make_workbook([ROW, ROW | {"案号": "调2"}]), cast.clerk)
    record = DISPUTES.model.objects.get(case_no="调2")
    keep(DISPUTES, record, by=cast.chair)
    with pytest.raises(Refused, match=r"“调2”（第\d+号）导入后又被改动过"):
        undo(batch, by=cast.clerk)
    assert DISPUTES.model.objects.count() == 2 and batch.state == BatchState.CONFIRMED
