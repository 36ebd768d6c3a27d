"""Group A: parts and wholes (domain §3 A). Cell checks A31 and A32 are made where a cell is read."""

from __future__ import annotations

from reports.rules.engine import WARNING, Partition, Rule, Within

TOO_MANY = "“{name}”（{value}）大于“{whole}”（{total}），请核对。"

RULES: tuple[Rule, ...] = (
    Within(
        "A01",
        "member_female",
        "member_total",
        "女会员数（{member_female}人）大于会员人数（{member_total}人），请核对。",
    ),
    Within(
        "A02",
        "member_migrant",
        "member_total",
        "农民工会员数（{member_migrant}人）大于会员人数（{member_total}人），请核对。"
    ),
    Within("A03", "member_new_form", "member_total", "新就业形态劳动者会员数大于会员人数，请核对。"),
    Within(
        "A04",
        "member_realname",
        "member_total",
        "实名制入库会员数（{member_realname}人）大于会员人数（{member_total}人），请先更新会员人数。",
    ),
    Within("A05", "employee_female", "employee_total", "女职工数大于职工人数，请核对。"),
    Within(
        "A06",
        "member_total",
        "employee_total",
        "会员人数（{member_total}人）大于已建会单位职工人数（{employee_total}人）。"
        "如含保留会籍的下岗、退休会员，请剔除或填写说明。",
        WARNING,
    ),
    Within("A07", "member_female", "employee_female", "女会员数大于女职工数，请核对口径。", WARNING),
    Partition(
        "A08",
        "union_total",
        (
            "union_enterprise",
            "union_institution",
            "union_government",
            "union_social_org",
            "union_village_joint",
            "union_area_joint",
            "union_other",
        ),
        "工会组织总数（{union_total}个）与分类合计（{sum}个）不符，相差{diff}个。",
    ),
    Within("A09", "union_nonpublic", "union_enterprise", "非公有制企业工会数大于企业工会数，请核对。"),
    Within("A10", "union_new_enterprise", "union_new", "新建企业工会数大于新建工会数，请核对。"),
    *(
        Within("A11", part, "union_total", "“{name}”（{value}个）大于工会组织总数（{union_total}个），请核对。")
        for part in ("union_legal_person", "women_org", "audit_org", "union_standardized", "home_total")
    ),
    Within(
        "A12",
        "union_total",
        "covered_units",
        "工会涵盖单位数（{covered_units}家）小于工会组织数（{union_total}个）；单独工会至少涵盖本单位1家，请核对。",
    ),
    Within("A13", "employer_organized", "employer_should", "已建会企业数大于应建会企业数，请先更新应建会企业底册。"),
    Within(
        "A14",
        "above_scale_organized",
        "above_scale_total",
        "规模以上企业数据不合逻辑：已建会{above_scale_organized}家，多于规上{above_scale_total}家。",
    ),
    Within(
        "A14",
        "above_scale_total",
        "employer_should",
        "规模以上企业数据不合逻辑：规上{above_scale_total}家，多于应建会{employer_should}家。",
    ),
    Within("A15", "unorganized_preparing", "unorganized_total", "正在筹建企业数大于应建未建企业数，请核对。"),
    Within("A16", "member_new_migrant", "member_new", "新发展农民工会员数大于新发展会员数，请核对。"),
    *(
        Within(
            "A17",
            f"contract_wage_reg{tail}",
            f"contract_wage{tail}",
            f"区域性、行业性工资专项集体合同的{dimension}（{{part}}）大于工资专项集体合同合计（{{total}}），请核对。",
        )
        for tail, dimension in (("", "份数"), ("_units", "覆盖企业数"), ("_emps", "覆盖职工数"))
    ),
    Partition(
        "A18",
        "dispute_accepted",
        ("dispute_pay", "dispute_injury", "dispute_other"),
        "劳动争议分类合计（{sum}件）与受理总数（{dispute_accepted}件）不符。",
    ),
    Within(
        "A19",
        "dispute_settled",
        "dispute_mediated",
        "劳动争议调解成功（{dispute_settled}件）多于调解结案（{dispute_mediated}件），应满足“调解成功≤调解结案≤办结”。",
    ),
    Within(
        "A19",
        "dispute_mediated",
        "dispute_closed",
        "劳动争议调解结案（{dispute_mediated}件）多于办结（{dispute_closed}件），应满足“调解成功≤调解结案≤办结”。",
    ),
    Within("A20", "dispute_migrant", "dispute_persons", "涉及农民工人数大于涉及职工总人数，请核对。"),
    Within(
        "A21",
        "suggestion_adopted",
        "suggestion_total",
        "采纳合理化建议数（{suggestion_adopted}条）大于提出数（{suggestion_total}条）；如含上年结转，请在说明中注明。",
    ),
    Within("A22", "five_small_count", "innovation_count", "“五小”和QC成果数大于技术攻关和革新项目数，请核对。"),
    *(
        Within("A23", part, "training_persons", "“{name}”大于受训职工总人次，请核对。")
        for part in ("cadre_training_persons", "migrant_training_persons")
    ),
    Partition(
        "A24",
        "hardship_total",
        ("hardship_deep", "hardship_relative", "hardship_accident"),
        "困难职工分类合计（{sum}户）与在档总户数（{hardship_total}户）不符。",
    ),
    *(
        Partition(
            "A25",
            f"aid_{what}",
            tuple(f"{kind}_{what}" for kind in ("warm", "cool", "study", "relief", "other_aid")),
            f"帮扶慰问{label}分项合计（{{sum}}）与总计（{{total}}）不符，相差{{diff}}。",
        )
        for what, label in (("persons", "人次"), ("amount", "资金"))
    ),
    Within("A26", "congress_nonpublic", "congress_units", "建立职代会的非公企业数大于总数，请核对。"),
    Within("A27", "proposal_done", "proposal_received", "提案办结数大于提案数；如办结的是上期提案，请说明。", WARNING),
    Within("A28", "hazard_fixed", "hazard_found", "已整改隐患数大于查出隐患数；如整改的是上期隐患，请说明。", WARNING),
    Partition(
        "A29",
        "honour_total",
        ("honour_collective", "honour_individual"),
        "集体荣誉与个人荣誉之和不等于荣誉总数，请核对。",
    ),
    Partition(
        "A30",
        "fund_income",
        ("fund_in_appropriated", "fund_in_superior", "fund_in_other"),
        "经费收入分项合计（{sum}元）与收入总额（{total}元）不符，相差{diff}元。",
    ),
    Partition(
        "A30",
        "fund_expense",
        ("fund_out_activity", "fund_out_service", "fund_out_rights", "fund_out_operation", "fund_out_other"),
        "经费支出分项合计（{sum}元）与支出总额（{total}元）不符，相差{diff}元。",
    ),
    Within("A33", "audit_fixed", "audit_issues", "已整改审计问题数大于发现问题数，请核对。"),
)  # fmt: skip

#: Wholes whose parts are listed above.
SPLIT = frozenset(rule.whole for rule in RULES if isinstance(rule, Partition))
#: (part, whole) pairs that stand above, so that the catalogue's own relations do not repeat them.
COVERED = frozenset(
    (part, rule.whole)
    for rule in RULES
    for part in (rule.parts if isinstance(rule, Partition) else (rule.part,) if isinstance(rule, Within) else ())
    if isinstance(rule, Partition | Within)
)
