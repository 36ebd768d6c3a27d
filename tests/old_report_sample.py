"""Made-up passages in the manner of real reports, each with the figures it states: (indicator, value, kind).

None is taken from a report; half-width punctuation and loose wording are meant.
"""

from __future__ import annotations

Passage = tuple[str, set[tuple[str, str, str]]]

PASSAGES: list[Passage] = [
    (
        "一、加强组织建设\n今年全镇应建工会企业41家,已建39家,组建率达95.1%。全年新建工会6家,涵盖单位8家,发展会员1210人,其中农民工860人。"
        "目前,全镇共有基层工会87个,会员12350人,其中女会员5120人。",
        {
            ("employer_should", "41", "value"), ("employer_organized", "39", "value"),
            ("organizing_rate", "95.1", "rate"),
            ("union_new", "6", "value"), ("union_new_covered", "8", "value"), ("member_new", "1210", "value"),
            ("member_new_migrant", "860", "value"), ("union_total", "87", "value"), ("member_total", "12350", "value"),
            ("member_female", "5120", "value"),
        },
    ),
    (
        "二、推进集体协商\n签订集体合同56份,覆盖企业102家,涉及职工4300人;签订工资集体协议48份,覆盖企业90家、职工3980人;签订女职工专项集体合同45份。"
        "集体合同签订率达到93%,工资协议签订率达92.5%。",
        {
            ("contract_general", "56", "value"), ("contract_general_units", "102", "value"),
            ("contract_general_emps", "4300", "value"), ("contract_wage", "48", "value"),
            ("contract_wage_units", "90", "value"), ("contract_wage_emps", "3980", "value"),
            ("contract_women", "45", "value"), ("contract_signing_rate", "93", "rate"),
            ("wage_contract_rate", "92.5", "rate"),
        },
    ),
    (
        "三、维护职工权益\n全年受理劳动争议案件32件,调解成功30件,调解成功率93.8%,涉及职工85人,为职工挽回经济损失66.28万元。"
        "接待职工来信来访46批次,提供法律咨询210人次,办理法律援助案件5件。",
        {
            ("dispute_accepted", "32", "value"), ("dispute_settled", "30", "value"), ("mediation_rate", "93.8", "rate"),
            ("dispute_persons", "85", "value"), ("dispute_amount", "662800", "value"),
            ("petition_received", "46", "value"), ("legal_consult", "210", "value"), ("legal_aid_cases", "5", "value"),
        },
    ),
    (
        "四、开展劳动竞赛\n组织各类劳动竞赛25场次,参加职工3200人次;开展合理化建议活动,收到合理化建议180条,采纳96条,创经济效益120万元。"
        "完成技术革新项目12项。创建市级劳模创新工作室2个。",
        {
            ("competition_count", "25", "value"), ("competition_persons", "3200", "value"),
            ("suggestion_total", "180", "value"), ("suggestion_adopted", "96", "value"),
            ("suggestion_benefit", "120", "value"), ("innovation_count", "12", "value"), ("studio_total", "2", "value"),
        },
    ),
    (
        "五、做好帮扶工作\n元旦春节期间筹集送温暖资金13.02万元,走访慰问困难职工150户;夏季送清凉慰问一线职工2600人次,发放防暑降温用品8.5万元。"
        "金秋助学资助困难职工子女23名,发放助学金4.6万元。建立困难职工档案120户,帮助112名下岗失业人员实现再就业。",
        {
            ("warm_raised", "130200", "value"), ("warm_persons", "150", "value"), ("cool_persons", "2600", "value"),
            ("cool_amount", "85000", "value"), ("study_persons", "23", "value"), ("study_amount", "46000", "value"),
            ("hardship_total", "120", "value"), ("job_placed_laidoff", "112", "value"),
        },
    ),
    (
        "六、加强自身建设\n举办工会干部培训班3期,培训工会干部185人次。全年收缴工会经费223万元,完成任务的112%。上报工会信息64篇。"
        "组织职工参加互助保障3820人,开展安全生产检查16次,查出隐患58条,已整改57条。举办文体活动14场次。",
        {
            ("cadre_training_count", "3", "value"), ("cadre_training_persons", "185", "value"),
            ("fund_collected", "2230000", "value"), ("fund_collected", "112", "completion"),
            ("info_submitted", "64", "value"), ("mutual_persons", "3820", "value"), ("safety_checks", "16", "value"),
            ("hazard_found", "58", "value"), ("hazard_fixed", "57", "value"), ("culture_count", "14", "value"),
        },
    ),
    (
        "截止到11月底,全县职工入会率达到92%,比上年提高3.5个百分点。女职工委员会达到66个。规模以上企业48家,建会率100%。",
        {
            ("membership_rate", "92", "rate"), ("membership_rate", "3.5", "change"), ("women_org", "66", "value"),
            ("above_scale_total", "48", "value"), ("above_scale_rate", "100", "rate"),
        },
    ),
    (
        "全年召开工会会议8次,走访企业63家,为职工解决实际问题27个。开展普法宣传活动9场次。参加“安康杯”竞赛的企业32家,职工4100人。",
        {
            ("meeting_count", "8", "value"), ("visit_enterprises", "63", "value"), ("visit_solved", "27", "value"),
            ("law_events", "9", "value"), ("ankang_units", "32", "value"), ("ankang_persons", "4100", "value"),
        },
    ),
    (
        "会员5135人,比上年增加80人。全镇已有46家企业建立了职代会制度,推行厂务公开的企业38家。明年计划新建工会5家,新增会员600人。",
        {
            ("member_total", "5135", "value"), ("member_total", "80", "change"), ("congress_units", "46", "value"),
            ("openness_units", "38", "value"), ("union_new", "5", "target"), ("member_new", "600", "target"),
        },
    ),
    (
        "经费收入23.5万元,其中拨缴经费收入15万元,上级补助收入6万元;经费支出21.2万元,年末结余4.3万元。开展经费审查2次。"
        "全年未发生劳动争议案件。评选表彰先进集体6个、先进个人20名。",
        {
            ("fund_income", "235000", "value"), ("fund_in_appropriated", "150000", "value"),
            ("fund_in_superior", "60000", "value"), ("fund_expense", "212000", "value"),
            ("fund_close", "43000", "value"),
            ("audit_count", "2", "value"), ("dispute_accepted", "0", "value"), ("honour_collective", "6", "value"),
            ("honour_individual", "20", "value"),
        },
    ),
]  # fmt: skip
