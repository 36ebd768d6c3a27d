"""An invented annual report to try every writer on: sections, prose, tables across pages, annexes, notes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reports.blocks import Bound, Cell, Column, Document, Paragraph, Section, Table, Text

UNION = "150523-01"
OBJECTS = ["建华", "兴安", "河西", "东来", "大榆树", "小街基", "义和塔拉", "麦新", "清河", "幸福"]


def bound(code: str, value: str, shown: str = "", aspect: str = "value") -> Bound:
    return Bound(code, UNION, "2010-01", "2010-12", aspect, value, shown or value)


def paragraph(*parts: str | Bound, edited: bool = False) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in parts), edited)


def cell(*parts: str | Bound, indent: int = 0) -> Cell:
    return Cell(tuple(Text(part) if isinstance(part, str) else part for part in parts), indent)


def make_long_table(rows: int = 46) -> Table:
    """Members and money of invented grassroots unions, a total at the end."""
    lines = []
    for place in range(rows):
        name = f"{OBJECTS[place % 10]}{'村工会联合会' if place % 3 else '建材有限公司工会委员会'}"
        members, female, money = 37 + place * 13, 11 + place * 5, Decimal("1250.5") * (place + 1)
        rate = Decimal(members) * 100 / (members + place + 3)
        lines.append(
            (
                cell(str(place + 1)),
                cell(name, indent=1 if place % 4 == 3 else 0),
                cell(bound("member_total", str(members))),
                cell(bound("member_female", str(female))),
                cell(bound("membership_rate", str(rate), f"{rate:.1f}%")),
                cell(bound("fund_income", str(money), f"{money / 10000:.2f}万元")),
            )
        )
    total = (cell(""), cell("全镇"), cell(bound("member_total", "17500")), cell("—"), cell("—"), cell("—"))
    lines.append((cell("合计"), *total[1:]))
    columns = (
        Column("序号", weight=2),
        Column("基层工会", weight=8),
        Column("会员（人）", numeric=True, weight=3),
        Column("其中：女会员（人）", numeric=True, weight=4),
        Column("入会率", numeric=True, weight=3),
        Column("经费收入", numeric=True, weight=3),
    )
    return Table("各基层工会会员与经费情况", columns, tuple(lines), ("注：“—”表示不适用；入会率按年末职工数计算。",))


def make_small_table() -> Table:
    rows = (
        (
            cell("受理劳动争议（件）"),
            cell(bound("dispute_accepted", "48")),
            cell(bound("dispute_accepted", "53", aspect="previous")),
            cell(bound("dispute_accepted", "-9.43396226415094339622641509", "-9.4%", "growth")),
        ),
        (cell("其中：调解成功（件）", indent=1), cell(bound("dispute_settled", "45")), cell("未统计"), cell("—")),
        (
            cell("涉及劳动报酬金额"),
            cell(bound("dispute_money", "662815", "66.28万元")),
            cell(bound("dispute_money", "6500", "6500元", "previous")),
            cell("—"),
        ),
    )
    columns = (Column("指标", weight=4), Column("本年", True, 2), Column("上年", True, 2), Column("增减", True, 2))
    return Table("劳动争议调处情况", columns, rows)


def make_sections() -> tuple[Section, ...]:
    lead = paragraph(
        "2010年，在镇党委和县总工会的正确领导下，建华镇总工会深入贯彻落实上级工会决策部署，紧扣年初确定的目标任务，突出维权服务主责主业，"
        "各项工作取得了新进展。现将全年工作情况报告如下："
    )
    basics = (
        paragraph(
            "截至12月底，全镇共有工会组织",
            bound("union_total", "60"),
            "个，其中村联合工会",
            bound("union_village_joint", "11"),
            "个、企业工会",
            bound("union_enterprise", "48"),
            "个、机关工会",
            bound("union_government", "1"),
            "个，涵盖单位",
            bound("covered_units", "187"),
            "家。现有会员",
            bound("member_total", "5135"),
            "人，其中女会员",
            bound("member_female", "2696"),
            "人、农民工会员",
            bound("member_migrant", "1441"),
            "人，职工入会率",
            bound("membership_rate", "95.12195121951219512195121951", "95.1"),
            "%。",
        ),
        paragraph(
            "与上年同期相比，工会组织增加",
            bound("union_total", "7", aspect="change"),
            "个，会员增长",
            bound("member_total", "12.30971128608923884514435696", "12.3", "growth"),
            "%。镇总工会把“八个有”“三上墙”“两个率”作为规范化建设的硬标准，逐户走访，一企一策，做到“建一家、活一家、强一家”。",
        ),
    )
    disputes = (
        paragraph(
            "坚持“预防为主、基层为主、调解为主”，全年受理劳动争议",
            bound("dispute_accepted", "48"),
            "件，调解成功",
            bound("dispute_settled", "45"),
            "件，为职工追回劳动报酬",
            bound("dispute_money", "662815", "66.28万元"),
            "，帮助李昇喆、王玥等",
            bound("dispute_people", "126"),
            "名职工解决了实际困难。",
        ),
        make_small_table(),
        paragraph(
            "全年未发生因劳动争议引发的群体性事件，劳动关系总体和谐稳定。各基层工会普遍建立 QQ 群、",
            "12351 热线等联系渠道，做到问题早发现、早介入、早化解。",
            edited=True,
        ),
    )
    filler = (
        "加强工会干部队伍建设，落实学习制度，采取集中培训、以会代训、外出考察等形式，不断提高工会干部依法履职、服务职工的能力和水平。"
        "坚持重心下移，镇总工会班子成员分片包联，每月至少深入企业两次，面对面听取职工意见，帮助基层解决实际问题。"
    )
    models = (
        make_long_table(),
        paragraph(*(filler,) * 4),
        paragraph("围绕中心抓竞赛，开展“当好主力军、建功十二五”活动。", filler),
    )
    plans = (
        paragraph(
            "一是抓组建，力争新建工会",
            bound("union_new", "5", aspect="target"),
            "家，发展会员",
            bound("member_new", "300", aspect="target"),
            "人以上。",
            filler,
        ),
        paragraph("二是抓维权，健全劳动争议调解网络。", filler, filler),
        paragraph("三是抓服务，做实“送温暖”“金秋助学”“夏送清凉”等品牌。", filler, filler),
    )
    return (
        Section("lead", "", 0, (lead,)),
        Section("basics", "基本情况", 1, basics),
        Section("disputes", "坚持依法维权，劳动关系保持和谐稳定", 2, disputes),
        Section("selfbuild", "夯实基层基础，工会自身建设不断加强", 3, models),
        Section("plans", "2011年工作打算", 4, plans),
    )


def make_document(**changes: object) -> Document:
    """An issued annual report; keyword arguments replace its fields."""
    document = Document(
        title="建华镇总工会2010年工作总结及2011年工作计划",
        issuer="建华镇总工会",
        addressee="开鲁县总工会",
        period="2010",
        union=UNION,
        first="2010-01",
        last="2010-12",
        sections=make_sections(),
        annexes=(
            replace(make_small_table(), title="主要指标完成情况表"),
            replace(make_long_table(12), title="基层工会名册"),
        ),
        notes=("清河村工会联合会2010年11月数据未报，未计入合计。", "困难职工户数取自2010年9月末数据。"),
        status="已签发",
        dated="2010-12-20",
        version=2,
        digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    )
    return replace(document, **changes)  # type: ignore[arg-type]


def make_draft(**changes: object) -> Document:
    """The same report while its months are not all approved."""
    return make_document(**{"provisional": True, "status": "草稿", "dated": "", "version": 0, **changes})
