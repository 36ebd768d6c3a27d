"""Does a figure of a part, of an example or of another place pass for one of the whole union?"""

from __future__ import annotations

import pytest

from reports.formats import exact
from reports.oldreports.reading import figures_in

pytestmark = pytest.mark.django_db


def told(text: str) -> set[tuple[str, str]]:
    return {(each.indicator, exact(each.value)) for each in figures_in(text).found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全县新建工会68家。其中东港镇7家、南溪镇9家、北山乡4家。", {("union_new", "68")}),
        ("全县新建工会68家。如东港镇总工会新建工会7家，发展会员320人。", {("union_new", "68")}),
        ("全市快递员工会组建21个，工会会员830人。", set()),
        ("特别是外商投资企业，工会组建率从原来的41%提高到现在的77%。", set()),
        ("国有企业签订率达100%。", set()),
        ("全县女职工3200人，女会员3010人，入会率94.1%，女农民工会员980人。",
         {("employee_female", "3200"), ("member_female", "3010")}),
        ("全县有会员9300人，女会员3010人，职工入会率94.1%。",
         {("member_total", "9300"), ("member_female", "3010"), ("membership_rate", "94.1")}),
        ("全市已建女职工组织420个，涵盖用人单位610家，组建率达98.2%。其中：乡镇女职工委员会21个；村级女职工委员会130个。",
         {("women_org", "420")}),
        ("镇总工会对41家规模以上企业工会规范了台账。", set()),
        ("全镇“五好”示范工会16家。", set()),
        ("全镇现有基层工会27个（包含企业97家）。", {("union_total", "27")}),
        ("现有工会专干4名。", set()),
        ("全省非公有制企业实行厂务公开的有420家，建立职代会制度的达到310家。", {("congress_nonpublic", "310")}),
        ("全县签订区域性集体合同9份、行业性集体合同3份，覆盖企业140家，覆盖职工5200人。", set()),
        ("目前已建爱心超市23家、爱心学校14个、帮扶中心6个。", set()),
        ("指导73个基层工会组织加强规范化建设，组织21家非公企业工会参加座谈。", set()),
        ("企事业单位328家，12个街道已全部建立工会。", set()),
        ("今年新组建外资企业工会3家，民营企业工会11家，发展会员908名。",
         {("union_new_enterprise", "11"), ("member_new", "908")}),
    ],
)  # fmt: skip
def test_a_part_an_example_or_another_place_is_not_the_whole(text: str, expected: set[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("东港镇总工会2024年工作总结\n东港镇总工会新建工会7家，发展会员320人。",
         {("union_new", "7"), ("member_new", "320")}),
        ("建筑行业工会联合会2024年工作总结\n建筑行业现有基层工会23个，会员3100人。",
         {("union_total", "23"), ("member_total", "3100")}),
        ("货车司机、快递员等新就业形态劳动者会员415人。", {("member_new_form", "415")}),
    ],
)  # fmt: skip
def test_the_place_or_trade_a_report_is_about_is_the_whole(text: str, expected: set[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("集体合同、工资专项协议签订率均达到97%以上。",
         {("contract_signing_rate", "97"), ("wage_contract_rate", "97")}),
        ("企业建会率和职工入会率均保持在96%以上。", {("organizing_rate", "96"), ("membership_rate", "96")}),
        ("有52家企业签订了工资集体协商协议，企业覆盖率达91。6%，受益职工3900余人。",
         {("contract_wage_units", "52"), ("wage_contract_rate", "91.6"), ("contract_wage_emps", "3900")}),
        ("全县共有基层工会1320个，覆盖职工8.7万余人，工会会员8.5万余人。",
         {("union_total", "1320"), ("employee_total", "87000"), ("member_total", "85000")}),
        ("目前，全镇已建工会19家，发展会员2300人。其中今年新建工会4家，发展会员510人。",
         {("union_total", "19"), ("member_total", "2300"), ("union_new", "4"), ("member_new", "510")}),
        ("目前已有31.5万农民工加入工会组织。", {("member_migrant", "315000")}),
        ("专职工会工作人员31人，兼职工会工作人员402人。", {("cadre_fulltime", "31"), ("cadre_parttime", "402")}),
        ("截至去年底，全市签订集体合同820份，覆盖企业1300家，覆盖职工4.6万人。",
         {("contract_general", "820"), ("contract_general_units", "1300"), ("contract_general_emps", "46000")}),
        ("全县基层工会总数为412个，会员人数为28300人。", {("union_total", "412"), ("member_total", "28300")}),
        ("全县共有职工9120人（其中在职职工7340人）。", {("employee_total", "9120")}),
        ("已建规模以上企业工会64家，现有职工9100人。", {("above_scale_organized", "64"), ("employee_total", "9100")}),
    ],
)  # fmt: skip
def test_what_stands_once_for_two_or_in_a_list_of_all_is_read(text: str, expected: set[tuple[str, str]]) -> None:
    assert told(text) == expected
