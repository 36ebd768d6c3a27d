"""The prose of the sections: what a township's figures make of it."""

from __future__ import annotations

import pytest
from sentences_sample import CATALOGUE, PROSE_FILES, make_figures, make_total, read_all_prose

from reports.arithmetic import Total
from reports.blocks import Bound
from reports.sections import EVERY
from reports.sentences import Prose, ProseError, Said, read_prose, say_prose

ALL = {prose.key: prose for prose in read_all_prose()}
KEYS = (
    *("lead", "basics", "organizing", "contracts", "democracy", "disputes", "law", "competition", "training", "aid"),
    *("mutual", "safety", "women", "culture", "models", "funds", "selfbuild", "problems", "plans"),
)


def said(key: str, *totals: Total, flags: str = "annual", **more: dict[str, str]) -> list[str]:
    return [paragraph.text for paragraph in say(key, *totals, flags=flags, **more).paragraphs]


def say(key: str, *totals: Total, flags: str = "annual", **more: dict[str, str]) -> Said:
    return say_prose(ALL[key], make_figures(*totals, flags=flags, **more))


def test_every_section_has_its_prose_under_its_own_name() -> None:
    assert sorted(ALL) == sorted(EVERY)
    assert [ALL[key].code for key in KEYS] == [f"P{number:02d}" for number in range(19)]
    assert {path.stem: read_prose(path.read_text(encoding="utf-8")).key for path in PROSE_FILES} == {
        k: k for k in EVERY
    }


def test_sentence_ids_are_unique_and_every_catalogue_section_is_taken_up() -> None:
    ids = [sentence.id for prose in ALL.values() for sentence in prose.sentences]
    assert len(ids) == len(set(ids))
    assert {section for prose in ALL.values() for section in prose.catalogue} == {
        row["section"] for row in CATALOGUE.values()
    }


def test_no_pattern_writes_a_digit_of_its_own() -> None:
    pieces = [
        part
        for prose in ALL.values()
        for each in prose.sentences
        for part in each.pattern.parts
        if isinstance(part, str)
    ]
    assert not [piece for piece in pieces if any(char.isdigit() for char in piece)]


def test_basics_of_a_township() -> None:
    totals = [
        make_total("union_total", 60, base=55),
        make_total("union_village_joint", 11),
        make_total("union_enterprise", 48),
        make_total("union_government", 1),
        make_total("member_total", 5135, base=5135),
        make_total("member_female", 2696),
        make_total("member_migrant", 1441),
    ]
    assert said("basics", *totals) == [
        "截至12月底，全镇共有工会组织60个，其中企业工会48个、机关工会1个、村（社区）联合工会11个。"
        "现有会员5135人，其中女会员2696人、农民工会员1441人。与上年末相比，工会组织增加5个，会员持平。"
    ]


def test_disputes_of_a_township() -> None:
    totals = [
        make_total("dispute_accepted", 48, previous=60),
        make_total("dispute_persons", 60),
        make_total("dispute_migrant", 56),
        make_total("dispute_amount", 662815),
        make_total("dispute_injury", 15),
        make_total("dispute_pay", 33),
        make_total("dispute_other", 0),
        make_total("dispute_mediated", 48),
        make_total("dispute_settled", 48),
        make_total("mediation_rate", 100, numerator=48, denominator=48),
        make_total("petition_received", 16),
    ]
    assert said("disputes", *totals) == [
        "全年受理劳动争议48件，涉及职工60人，其中农民工56人，涉及金额66.28万元。调解结案48件，全部调解成功。"
        "从争议类型看，工伤争议15件、劳动报酬争议33件。受理件数同比下降20%，劳动关系更趋稳定。",
        "接待职工来信来访来电16批（件）次，做到件件有登记、事事有回音。",
    ]


def test_no_dispute_is_an_achievement_and_an_unreported_one_is_a_gap() -> None:
    none = say("disputes", make_total("dispute_accepted", 0))
    assert none.paragraphs[0].text == "全年未发生劳动争议案件和职工群体性事件，全镇劳动关系保持和谐稳定。"
    assert "dispute_accepted" in none.said
    unknown = say("disputes")
    assert unknown.paragraphs == ()
    assert "dispute_accepted" in unknown.missing


@pytest.mark.parametrize(
    ("closed", "ending"),
    [(0, "目前均在调处中。"), (3, "已办结3件，其余正在调处中。"), (5, "均已依法引导当事人通过仲裁、诉讼途径解决。")],
)
def test_disputes_nobody_mediated_are_accounted_for(closed: int, ending: str) -> None:
    totals = [
        make_total("dispute_accepted", 5),
        make_total("dispute_mediated", 0),
        make_total("dispute_closed", closed),
    ]
    assert said("disputes", *totals) == ["全年受理劳动争议5件。" + ending]


def test_more_disputes_are_explained() -> None:
    total = make_total("dispute_accepted", 48, previous=40)
    words = {"dispute_reason": "部分企业停产"}
    assert said("disputes", total, words=words)[0].endswith("受理件数同比上升20%，主要原因是部分企业停产，需引起重视。")
    assert said("disputes", total)[0].endswith("受理件数同比上升20%，需引起重视。")


def test_all_due_contracts_renewed_is_said_in_words() -> None:
    totals = [
        make_total("contract_due", 10),
        make_total("contract_renewed", 10),
        make_total("contract_renewal_rate", 100),
    ]
    assert said("contracts", *totals) == ["到期的10份合同全部续签到位。"]
    part = [make_total("contract_due", 10), make_total("contract_renewed", 8), make_total("contract_renewal_rate", 80)]
    assert said("contracts", *part, make_total("contract_lapsed", 2)) == [
        "对到期的10份合同及时督促续签，已续签8份，续签率80%，尚有2份正在协商。"
    ]


def test_a_falling_rate_is_owned_up_to() -> None:
    totals = [make_total("contract_general", 31), make_total("contract_signing_rate", "92", previous="95.5")]
    assert said("contracts", *totals) == [
        "签订集体合同31份。受企业关停并转等因素影响，签订率为92%，同比下降3.5个百分点。"
    ]


def test_organizing_of_a_half_year() -> None:
    totals = [
        make_total("union_new", 20, previous=4, target=30),
        make_total("union_new_enterprise", 15),
        make_total("member_new", 1850, target=4000),
        make_total("employer_should", 41),
        make_total("employer_organized", 39),
        make_total("organizing_rate", "95.1219512195", numerator=39, denominator=41),
        make_total("unorganized_total", 2),
    ]
    assert said("organizing", *totals, flags="half_year", words={"span": "上半年"}) == [
        "上半年新建工会组织20个，比去年同期增加16个，完成年度任务的66.7%，实现时间过半、任务过半；其中企业工会15个。"
        "新发展会员1850人，完成年度任务的46.3%，低于时间进度3.8个百分点。",
        "对全镇41家应建会企业逐户摸排，已建会39家，建会率95.1%；尚有2家未建会。",
    ]


def test_nothing_organized_is_admitted_and_stands_among_the_problems() -> None:
    totals = [make_total("union_new", 0), make_total("member_new", 0)]
    assert said("organizing", *totals, flags="half_year", words={"span": "上半年"}) == [
        "上半年重点开展摸底排查和宣传发动，暂未新建工会组织。"
    ]
    assert "上半年未新建工会组织" in said("problems", *totals, flags="half_year", words={"span": "上半年"})[0]


def test_a_stated_rate_without_its_parts_is_said() -> None:
    assert said("organizing", make_total("organizing_rate", 95, stated=True)) == ["企业建会率达到95%。"]
    assert said("contracts", make_total("contract_signing_rate", 100, stated=True)) == ["集体合同签订率达到100%。"]


def test_a_section_without_activity_has_no_paragraph() -> None:
    nothing = [make_total(code, 0) for code in ("law_events", "legal_consult", "legal_aid_cases", "mutual_persons")]
    assert said("law", *nothing) == said("mutual", *nothing) == []


def test_funds_balance_in_one_sentence() -> None:
    totals = [
        make_total("fund_open", 50000),
        make_total("fund_income", 130200),
        make_total("fund_in_superior", 30200),
        make_total("fund_expense", 6500),
        make_total("fund_close", 173700),
        make_total("audit_count", 2),
        make_total("audit_issues", 0),
    ]
    assert said("funds", *totals) == [
        "工会经费期初结余5万元，全年工会经费收入13.02万元，其中上级工会补助收入3.02万元；支出6500元；期末结余17.37万元，"
        "做到收支有据、账目清楚。",
        "开展经费审查审计2次，未发现违规使用工会经费问题。",
    ]


def test_problems_are_numbered_as_they_occur_and_at_most_five() -> None:
    totals = [make_total("unorganized_total", 2), make_total("union_term_overdue", 3)]
    first, closing = said("problems", *totals)
    assert "：一是组建工作仍有空白点，尚有2家应建未建企业，" in first
    assert "二是基层工会规范化水平不平衡，3个工会未按期换届。" in first
    assert closing.startswith("总的看，全年全镇工会工作稳中有进")
    many = [
        *totals,
        make_total("contract_lapsed", 1),
        make_total("fund_collect_rate", 80),
        make_total("membership_rate", 60),
        make_total("audit_issues", 3),
        make_total("audit_fixed", 1),
    ]
    assert say("problems", *many).count == 5
    assert "六是" not in said("problems", *many)[0]


def test_no_known_problem_leaves_the_section_to_an_officer() -> None:
    nothing = say("problems")
    assert (nothing.paragraphs, nothing.count) == ((), 0)
    one = say("problems", words={"problem": "工会信息化水平不高"})
    assert (one.count, "一是" in one.paragraphs[0].text) == (1, False)
    assert one.count < ALL["problems"].least


def test_what_the_bound_of_the_section_left_out_is_not_counted_as_said() -> None:
    many = [
        make_total("unorganized_total", 2),
        make_total("contract_lapsed", 1),
        make_total("fund_collect_rate", 80),
        make_total("union_term_overdue", 3),
        make_total("union_new", 0),
        make_total("member_new", 0),
        make_total("membership_rate", 60),
    ]
    told = say("problems", *many)
    stated = {span.indicator for each in told.paragraphs for span in each.spans if isinstance(span, Bound)}
    assert told.said == stated


def test_plans_and_headings_follow_the_kind_of_report() -> None:
    plans = ALL["plans"]
    assert plans.heading(make_figures()) == "2011年工作打算"
    assert plans.heading(make_figures(flags="half_year")) == "下半年工作打算"
    assert plans.heading(make_figures(flags="")) == "下步工作打算"
    assert "夏季送清凉" in "".join(said("plans"))
    assert "二是深化集体协商。" in said("plans", flags="half_year")[1]
    assert ALL["disputes"].heading(make_figures(), parallel=True) == "抓维权、保稳定，劳动关系总体和谐"


def test_the_lead_says_accomplished_only_when_all_is() -> None:
    (plain,) = said("lead")
    (proud,) = said("lead", flags="annual all_done")
    assert "圆满" not in plain
    assert "圆满完成了全年各项目标任务" in proud
    (half,) = said("lead", flags="half_year on_schedule", words={"span": "上半年"})
    assert half.startswith("2010年上半年，东港镇总工会在镇党委和县总工会的正确领导下，")
    assert "实现了时间过半、任务过半" in half


def test_a_struck_sentence_stays_out() -> None:
    figures = make_figures(make_total("culture_count", 4), make_total("info_submitted", 9))
    (kept,) = say_prose(ALL["culture"], figures, leave_out={"P13-1"}).paragraphs
    assert kept.text == "加强工会宣传信息工作，上报工会信息9篇。"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("key = ", "格式有误"),
        ('key = "a"\ncode = "P1"', "缺少“heading”"),
        ('key = "a"\ncode = "P1"\nheading = ""\ncolour = 1', "不认识“colour”"),
        ('key = "a"\ncode = "P1"\nheading = ""\n[[sentence]]\nid = "P1-1"\ntext = "{union_newest}个"', "P1-1：第1个字"),
        ('key = "a"\ncode = "P1"\nheading = ""\n[[sentence]]\nid = "P1-1"\nwhen = "x >"\ntext = "好"', "P1-1：第1个字"),
        ('key = "a"\ncode = "P1"\nheading = ""\n[[sentence]]\nid = "P1-1"', "缺少“text”"),
        (
            'key = "a"\ncode = "P1"\nheading = ""\n[[sentence]]\nid = "P1-1"\ntext = "好"\nsays = ["x"]',
            "没有“x”这个指标",
        ),
    ],
)
def test_a_prose_file_that_cannot_be_used_names_the_sentence(text: str, reason: str) -> None:
    with pytest.raises(ProseError, match=reason):
        read_prose(text, CATALOGUE)


def test_prose_knows_the_indicators_it_speaks_of() -> None:
    spoken = {code for prose in ALL.values() for code in prose.codes}
    assert set(CATALOGUE) - spoken == {"congress_rate_employers", "openness_rate_employers"}
    assert isinstance(ALL["law"], Prose)


def test_a_report_of_an_older_year_names_nothing_that_came_later() -> None:
    later = ("中央八项规定", "新就业形态", "新时代")
    old = "".join("".join(said(key, flags="annual")) for key in ALL)
    new = "".join("".join(said(key, flags="annual since_2013 since_2018")) for key in ALL)
    assert not [word for word in later if word in old]
    assert "中央八项规定" in new and "新就业形态" in new
