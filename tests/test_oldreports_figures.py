"""Which figures are read in old reports, as what, and what is left out rather than guessed?"""

from __future__ import annotations

import csv
import json
import time
from decimal import Decimal
from pathlib import Path

import pytest
from old_report_corpus import COUNTY_INDICATORS, MEASURED
from old_report_sample import PASSAGES
from read_reports import run

from reports.formats import exact
from reports.oldreports.extract import Found, extract
from reports.oldreports.labels import Known
from reports.oldreports.outline import period_of, section_of
from reports.oldreports.reading import figures_in, known_indicators
from reports.oldreports.words import normal

BASE = Path(__file__).resolve().parents[1]
FIGURES = BASE / "fixtures" / "reference"
CHECKED = {"catalogue", "custom", "computed", "stated_rate", "target"}

pytestmark = pytest.mark.django_db


def read(text: str) -> list[Found]:
    return list(figures_in(text).found)


def told(text: str) -> set[tuple[str, str, str]]:
    return {(each.indicator, exact(each.value), each.kind) for each in read(text)}


@pytest.mark.parametrize("passage", range(len(PASSAGES)))
def test_every_figure_of_a_passage_is_read_and_nothing_else(passage: int) -> None:
    text, expected = PASSAGES[passage]
    assert told(text) == expected


def test_of_longer_passages_with_a_countys_own_indicators_nearly_every_figure_is_read() -> None:
    known = [*known_indicators(), *(Known(*each, built_in=False) for each in COUNTY_INDICATORS)]
    hits = wanted = wrong = 0
    slips = []
    for text, expected in MEASURED:
        found = {(each.indicator, exact(each.value)) for each in extract(normal(text), known)}
        hits, wanted, wrong = hits + len(found & expected), wanted + len(expected), wrong + len(found - expected)
        slips += sorted(found ^ expected)
    assert hits / wanted >= 0.95, slips
    assert hits / (hits + wrong) >= 0.95, slips


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在去年45家的基础上，今年又增加5家，累计签订工资集体协议50家。",
         {("contract_wage_units", "45", "previous"), ("contract_wage_units", "5", "change"),
          ("contract_wage_units", "50", "value")}),
        ("全年计划新建工会6家。", {("union_new", "6", "target")}),
        ("力争职工入会率达到90%以上。", {("membership_rate", "90", "target")}),
        ("发展会员两百三十人。", {("member_new", "230", "value")}),
        ("工会经费收入66.28万元。", {("fund_income", "662800", "value")}),
        ("劳动竞赛创经济效益6750余万元。", {("competition_benefit", "6750", "value")}),
        ("新发展会员120人，同比增长12.3%。", {("member_new", "120", "value"), ("member_new", "12.3", "growth")}),
        ("全镇工会组织由五年前的43个发展到97个，企业建会率由72%提高到96%。",
         {("union_total", "43", "previous"), ("union_total", "97", "value"),
          ("organizing_rate", "72", "previous"), ("organizing_rate", "96", "rate")}),
        ("新建工会10家（目标9家，完成111.1%）。",
         {("union_new", "10", "value"), ("union_new", "9", "target"), ("union_new", "111.1", "completion")}),
        ("新建工会21家（完成年度任务20家的105%）。",
         {("union_new", "21", "value"), ("union_new", "20", "target"), ("union_new", "105", "completion")}),
        ("新建工会47家，涵盖单位96家，发展会员2315人，分别完成全年目标的58.8%、64%和57.9%。",
         {("union_new", "47", "value"), ("union_new_covered", "96", "value"), ("member_new", "2315", "value"),
          ("union_new", "58.8", "completion"), ("union_new_covered", "64", "completion"),
          ("member_new", "57.9", "completion")}),
        ("去年底，我镇有工会组织67个。今年又新建工会9个，目前共有工会组织76个。",
         {("union_total", "67", "previous"), ("union_new", "9", "value"), ("union_total", "76", "value")}),
        ("发展会员目标800人，实际完成842人，完成率105.3%。",
         {("member_new", "800", "target"), ("member_new", "842", "value"), ("member_new", "105.3", "completion")}),
        ("22家企业签订了集体合同，20家企业签订了工资协议，签订率分别达91.7%和83.3%。",
         {("contract_general_units", "22", "value"), ("contract_wage_units", "20", "value"),
          ("contract_signing_rate", "91.7", "rate"), ("wage_contract_rate", "83.3", "rate")}),
        ("筹集送温暖资金122万元，走访慰问困难职工180户，发放慰问金98万元。",
         {("warm_raised", "1220000", "value"), ("warm_persons", "180", "value"), ("warm_amount", "980000", "value")}),
        ("创建劳动关系和谐企业28家，今年新增5家。",
         {("harmony_total", "28", "value"), ("harmony_new", "5", "value")}),
        ("28家企业、9600名职工参加了“安康杯”竞赛。",
         {("ankang_units", "28", "value"), ("ankang_persons", "9600", "value")}),
        ("开展“冬送温暖”，走访困难职工64名，发放慰问金64000元；向县里报送信息31条，采用14条。",
         {("warm_persons", "64", "value"), ("warm_amount", "64000", "value"), ("info_submitted", "31", "value")}),
        ("全年新签集体合同（含专项）19份，其中综合性集体合同5份。",
         {("contract_new", "19", "value"), ("contract_general_new", "5", "value")}),
    ],
)  # fmt: skip
def test_targets_former_values_changes_and_units_are_told_apart(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "总收入为XXX元，经费结余为XXX元。",
        "培训人数达到201*人。",
        "发展会员__人，新建工会X家。",
        "201*年上半年，按照上级部署开展工作。",
        "每个基层工会每年组织文体活动2次。",
        "资助标准为大学生每人4000元，最高5000元。",
        "成立3个多月来，25人以上企业工会作用明显。",
        "有2家企业工会申报“示范企业工会”。",
        "新发展会员较多的有柳溪镇2864人。",
        "确保不发生重大劳动争议。",
        "加强领导，落实“五有”、“八有”，坚持党的十八大精神，电话12351。",
    ],
)
def test_what_is_hidden_or_no_result_is_left_out(text: str) -> None:
    assert told(text) == set()


def test_a_hidden_year_does_not_hide_the_figure_beside_it() -> None:
    assert ("retiree_persons", "20", "value") in told("20__年节日共走访离退休职工20名。")


def test_an_approximate_number_says_so_and_its_words_are_quoted() -> None:
    (found,) = read("“安康杯”竞赛中，120多名职工参加了竞赛。")
    assert (found.indicator, found.value, found.approximate) == ("ankang_persons", Decimal(120), "多")
    assert "120多名职工参加了竞赛" in found.quote


def test_replaced_words_and_half_width_marks_are_understood() -> None:
    assert told("签订团体合同30份,覆盖企业50家;农牧民工会员70人.") == told(
        "签订集体合同30份，覆盖企业50家；农民工会员70人。"
    )


def test_a_table_is_read_by_its_rows() -> None:
    rows = "指标\t单位\t本期\t上年同期\n工会组织总数\t个\t60\t58\n"
    rows += "劳动竞赛创经济效益\t万元\t39\t40\n职工入会率\t%\t94.5\t90"
    assert told(rows) == {
        ("union_total", "60", "value"), ("competition_benefit", "39", "value"), ("membership_rate", "94.5", "rate"),
        ("union_total", "58", "previous"), ("competition_benefit", "40", "previous"),
        ("membership_rate", "90", "previous"),
    }  # fmt: skip


def test_columns_of_a_table_say_what_their_numbers_are() -> None:
    table = "项目\t单位\t全年任务\t1-9月完成\t完成比例（%）\n新建工会\t个\t10\t8\t80\n收缴经费\t万元\t12\t9.6\t80"
    assert told(table) == {
        ("union_new", "10", "target"), ("union_new", "8", "value"), ("union_new", "80", "completion"),
        ("fund_collected", "120000", "target"), ("fund_collected", "96000", "value"),
        ("fund_collected", "80", "completion"),
    }  # fmt: skip
    assert told("指标\t2010年\t2009年\n基层工会数(个)\t314\t283") == {
        ("union_total", "314", "value"), ("union_total", "283", "previous"),
    }  # fmt: skip


def test_a_number_everybody_dials_is_a_figure_in_a_table() -> None:
    assert told("指标\t单位\t本期\n“安康杯”竞赛参赛单位\t家\t120") == {("ankang_units", "120", "value")}


def test_a_paragraph_on_the_year_to_come_is_a_plan() -> None:
    text = "2024年工会工作情况和2025年安排\n新建劳模创新工作室2家，累计建成17家。\n2025年，重点做好：新建工会40家以上。"
    assert told(text) == {("studio_total", "17", "value"), ("union_new", "40", "target")}


def test_a_list_of_tasks_is_no_result() -> None:
    text = "组建工作。全年任务：新建工会12个、发展会员500人；完成情况：新建工会13个，发展会员548人。"
    assert told(text) == {
        ("union_new", "12", "target"), ("member_new", "500", "target"),
        ("union_new", "13", "value"), ("member_new", "548", "value"),
    }  # fmt: skip


def test_a_sum_rounded_in_a_sentence_and_exact_in_a_table_is_one_figure() -> None:
    text = "走访慰问困难职工1799人次，发放送温暖资金169.24万元。\n指标\t单位\t本期\n送温暖资金\t元\t1692440"
    assert ("warm_amount", "1692440", "value") in told(text)
    assert not [each for each in told(text) if each[1] == "1692400"]


def test_a_contents_page_does_not_make_the_report_a_plan() -> None:
    contents = "东港镇总工会2025年工作总结\n目录\n一、组织建设\n二、2026年工作打算\n"
    text = contents + "组织建设\n新建工会6家。\n2026年工作打算\n新建工会9家。"
    assert told(text) == {("union_new", "6", "value"), ("union_new", "9", "target")}
    assert told("全县2026年工会工作要点\n一、组织建设\n新建工会9家。") == {("union_new", "9", "target")}


def test_results_before_a_plan_stay_results_and_a_plan_goes_on_through_its_items() -> None:
    text = "东港镇总工会2025年工作总结暨2026年工作计划\n一、2025年工作情况\n1、新建工会6家，发展会员300人。\n"
    text += "二、2026年工作打算\n（一）新建工会9家。\n1、工资集体协商建制率达到95%。\n三、存在问题\n应建未建企业4家。"
    assert told(text) == {
        ("union_new", "6", "value"), ("member_new", "300", "value"), ("union_new", "9", "target"),
        ("wage_contract_rate", "95", "target"), ("unorganized_total", "4", "value"),
    }  # fmt: skip


def test_a_line_broken_in_mid_sentence_is_joined() -> None:
    text = "要把激发基层工会活力作为工作重点，建立完善基层工会干部权益保护机制，全镇共有\n\n基层工会87个。"
    assert "\n" not in normal(text)
    assert normal("一、组织建设\n新建工会5家。") == "一、组织建设\n新建工会5家。"


@pytest.mark.parametrize(
    ("text", "year", "last"),
    [
        ("东港镇总工会2025年工作总结\n一年来", 2025, 12),
        ("2009年上半年工作总结", 2009, 6),
        ("2024年1—8月工作情况", 2024, 8),
        ("201*年工作总结", None, 12),
        ("20__年，乡工会在上级领导下", None, 12),
        ("20XX年全镇工会工作", None, 12),
    ],
)
def test_the_period_is_taken_from_the_paper_or_not_at_all(text: str, year: int | None, last: int) -> None:
    period = period_of(text)
    assert (period.year, period.last_month) == (year, last)


def test_headings_are_matched_to_sections_by_their_words() -> None:
    assert section_of("三、抓维权维稳，为平安而努力") == "disputes"
    assert section_of("五、下步工作打算") == "plans"
    assert section_of("四、其他") == ""


def test_a_long_report_is_read_within_seconds() -> None:
    text = "".join(passage for passage, _ in PASSAGES) * 70
    start = time.process_time()
    assert len(read(text[:100_000])) > 60
    assert time.process_time() - start < 20


def test_the_command_writes_json_and_a_table(tmp_path: Path) -> None:
    file = tmp_path / "旧总结.txt"
    file.write_text("全镇共有基层工会87个，筹集送温暖资金13.02万元。", encoding="gb18030")
    found = json.loads(run("read_report", file, "--format", "json"))
    assert [(each["indicator"], each["value"], each["unit"], each["kind"]) for each in found] == [
        ("union_total", "87", "个", "value"), ("warm_raised", "130200", "元", "value"),
    ]  # fmt: skip
    assert set(found[0]) == {"indicator", "label", "value", "unit", "kind", "section", "quote", "certain"}
    assert "共 2 个数" in run("read_report", file)
    file.write_text("没有数字的材料。", encoding="utf-8")
    assert json.loads(run("read_report", file, "--format", "json")) == []
    assert "没有认出统计数" in run("read_report", file)


def texts() -> Path | None:
    """Where the real reports lie beside the working copies; they are nobody's to copy into the project."""
    found = (folder / "shared" / "reference" / "reports" for folder in BASE.parents)
    return next((folder for folder in found if folder.is_dir()), None)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_of_real_reports_nearly_every_figure_is_read_and_hardly_a_wrong_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = texts()
    if folder is None:
        with capsys.disabled():
            print("the texts of the reference reports are not here: nothing measured")
        return
    run("load_indicators", FIGURES / "county_indicators.csv")
    hits = wanted = wrong = 0
    missed = []
    for path in sorted(folder.glob("*.txt")):
        expected = rows_of(FIGURES / "expected" / path.with_suffix(".csv").name)
        by_how = {how: {(row["code"], Decimal(row["catalogue_value"])) for row in expected
                        if row["code"] and row["catalogue_value"] and (row["how"] in CHECKED) == how}
                  for how in (True, False)}  # fmt: skip
        found = {(each.indicator, each.value) for each in figures_in(path.read_text(encoding="utf-8")).found}
        hits += len(by_how[True] & found)
        wanted += len(by_how[True])
        wrong += len(found - by_how[True] - by_how[False])
        missed += [(path.stem, *pair) for pair in sorted(by_how[True] - found)]
    print(f"recall {hits / wanted:.3f}, precision {hits / (hits + wrong):.3f}; missed: {missed}")
    assert hits / wanted >= 0.85
    assert hits / (hits + wrong) >= 0.95
