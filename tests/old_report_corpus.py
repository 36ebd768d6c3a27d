"""Made-up passages by which the reading of old reports is measured as a whole, with figures of a county's own."""

from __future__ import annotations

#: A county's own indicators that the passages below speak of: code, name, unit, kind, section.
COUNTY_INDICATORS = [
    ("x_xinyetai", "新就业形态劳动者建会", "家", "flow", "organizing"),
    ("x_dangan", "会员档案录入", "份", "flow", "organizing"),
    ("x_xianfenghao", "市级工人先锋号（推荐成功）", "个", "flow", "models"),
    ("x_bisai", "举办职工技能比赛项目", "项", "flow", "competition"),
    ("x_shaicha", "女职工“两癌”筛查", "人", "flow", "women"),
    ("x_canbao", "互助保障参保金额", "元", "amount", "mutual"),
    ("x_laomo", "慰问劳模", "人", "flow", "models"),
    ("x_shifandian", "市级职工书屋示范点", "个", "stock", "culture"),
    ("x_zengfu", "职工工资平均增幅", "%", "ratio", "contracts"),
    ("x_zhijia", "省级模范职工之家", "个", "stock", "organizing"),
]

#: Longer passages by which the reading as a whole is measured: text and (indicator, value).
MEASURED: list[tuple[str, set[tuple[str, str]]]] = [
    (
        "一年来,我们坚持把组建工会作为首要任务。截至目前,全镇已建立基层工会112家,其中非公企业工会95家"
        ",会员总数达18650人,农民工会员9800人,职工入会率达96.5%。今年新组建非公企业工会9家,"
        "发展新会员1325名。新就业形态劳动者建会3家,完成会员档案录入5600份。",
        {
            ("member_migrant", "9800"),
            ("member_new", "1325"),
            ("member_total", "18650"),
            ("membership_rate", "96.5"),
            ("union_new_enterprise", "9"),
            ("union_nonpublic", "95"),
            ("union_total", "112"),
            ("x_dangan", "5600"),
            ("x_xinyetai", "3"),
        },
    ),
    (
        "深入推进工资集体协商,共签订工资集体合同86份,覆盖企业158家,覆盖职工1.2万人,建制率达90%"
        "以上,其中行业性工资集体合同3份。签订女职工特殊权益保护专项集体合同72份。职工工资平均增幅8.5%"
        "。",
        {
            ("contract_wage", "86"),
            ("contract_wage_emps", "12000"),
            ("contract_wage_reg", "3"),
            ("contract_wage_units", "158"),
            ("contract_women", "72"),
            ("wage_contract_rate", "90"),
            ("x_zengfu", "8.5"),
        },
    ),
    (
        "建立健全职代会制度,全镇建立职代会制度的企业达78家,建制率85%;实行厂务公开的企业76家。全年共"
        "收到职工代表提案132件,办结128件。",
        {
            ("congress_rate", "85"),
            ("congress_units", "78"),
            ("openness_units", "76"),
            ("proposal_done", "128"),
            ("proposal_received", "132"),
        },
    ),
    (
        "共调处劳动争议案件46起,涉及职工132人,涉及金额52.3万元,调解成功率98%。接待职工来信来访"
        "68人次。组织普法宣传6场,发放宣传资料3000余份,为职工提供法律援助8件。",
        {
            ("dispute_amount", "523000"),
            ("dispute_mediated", "46"),
            ("dispute_persons", "132"),
            ("law_events", "6"),
            ("legal_aid_cases", "8"),
            ("mediation_rate", "98"),
            ("petition_received", "68"),
        },
    ),
    (
        "组织开展劳动竞赛和技能比武12场,参赛职工2600人次,举办职工技能比赛项目8项。征集合理化建议56"
        "0条,被采纳325条,创造经济效益380万元。推荐市级工人先锋号2个。",
        {
            ("competition_count", "12"),
            ("competition_persons", "2600"),
            ("suggestion_adopted", "325"),
            ("suggestion_benefit", "380"),
            ("suggestion_total", "560"),
            ("x_bisai", "8"),
            ("x_xianfenghao", "2"),
        },
    ),
    (
        "“两节”期间,筹集资金15.6万元,慰问困难职工210户、劳模12人。开展“金秋助学”活动,资助困难"
        "职工子女上大学18名,发放助学金5.4万元;“夏送清凉”慰问一线职工1800人,送去价值3.6万元的"
        "防暑降温用品。大病救助职工9人,发放救助金2.7万元。建立困难职工档案86户。",
        {
            ("cool_amount", "36000"),
            ("cool_persons", "1800"),
            ("hardship_total", "86"),
            ("relief_amount", "27000"),
            ("relief_persons", "9"),
            ("study_amount", "54000"),
            ("study_persons", "18"),
            ("warm_persons", "210"),
            ("warm_raised", "156000"),
            ("x_laomo", "12"),
        },
    ),
    (
        "职工互助保障工作扎实推进,全年参保职工6580人,参保金额32.9万元,办理理赔86人次,赔付金额21.5万元。",
        {
            ("mutual_claim_amount", "215000"),
            ("mutual_claims", "86"),
            ("mutual_persons", "6580"),
            ("x_canbao", "329000"),
        },
    ),
    (
        "开展“安康杯”竞赛活动,参赛企业66家,参赛职工8200人。组织安全生产检查24次,查出事故隐患13"
        "5条,整改率100%。举办安全培训班6期,培训职工960人次。",
        {
            ("ankang_persons", "8200"),
            ("ankang_units", "66"),
            ("hazard_found", "135"),
            ("safety_checks", "24"),
            ("safety_training_persons", "960"),
        },
    ),
    (
        "庆“三八”期间举办女职工活动5场,参加女职工620人;组织女职工“两癌”筛查480人。开展职工文体活"
        "动18场次,参与职工5200人次。建成职工书屋9家,其中市级职工书屋示范点2家。编发工会信息96期。",
        {
            ("bookrooms", "9"),
            ("culture_count", "18"),
            ("culture_persons", "5200"),
            ("info_submitted", "96"),
            ("women_event_persons", "620"),
            ("women_events", "5"),
            ("x_shaicha", "480"),
            ("x_shifandian", "2"),
        },
    ),
    (
        "全年收缴工会经费285.2万元,完成年度目标任务的143%。经审会对12家基层工会进行了经费审计,发"
        "现问题15个,督促整改15个。举办工会干部培训班4期,受训220人次。现有专职工会干部6名,兼职工会"
        "干部128名。",
        {
            ("audit_count", "12"),
            ("audit_fixed", "15"),
            ("audit_issues", "15"),
            ("cadre_fulltime", "6"),
            ("cadre_parttime", "128"),
            ("cadre_training_count", "4"),
            ("cadre_training_persons", "220"),
            ("fund_collected", "143"),
            ("fund_collected", "2852000"),
        },
    ),
    (
        "2013年,我街道总工会认真贯彻落实市总工会工作部署。一、夯实组织基础。全年新建工会组织12家,涵盖"
        "企业35家,新发展会员2100人,其中农民工1560人,完成全年任务的105%。街道现有工会组织15"
        "6家,会员2.3万人,女会员9800人。规范化建设达标工会45家,建成职工之家38家。完成换届选举的"
        "工会18家。",
        {
            ("home_total", "38"),
            ("member_female", "9800"),
            ("member_new", "105"),
            ("member_new", "2100"),
            ("member_new_migrant", "1560"),
            ("member_total", "23000"),
            ("union_new", "12"),
            ("union_new_covered", "35"),
            ("union_reelected", "18"),
            ("union_standardized", "45"),
            ("union_total", "156"),
        },
    ),
    (
        "二、推进和谐劳动关系。集体合同签订企业达到132家,签订率97%,覆盖职工15600人。区域性工资集"
        "体合同8份,覆盖企业64家。今年到期集体合同22份,全部续签。创建劳动关系和谐企业28家,今年新增5"
        "家。",
        {
            ("contract_due", "22"),
            ("contract_general_emps", "15600"),
            ("contract_general_units", "132"),
            ("contract_signing_rate", "97"),
            ("contract_wage_reg", "8"),
            ("contract_wage_reg_units", "64"),
            ("harmony_new", "5"),
            ("harmony_total", "28"),
        },
    ),
    (
        "三、强化帮扶。一年来,共发放帮扶资金42.6万元,帮扶困难职工520人次。春节前慰问困难职工160户"
        ",发放慰问金12.8万元。资助困难学生35人,发放助学款10.5万元。大病救助12人,救助金3.6万"
        "元。职工捐款8.9万元,参加捐款职工2300人。介绍就业320人,其中农民工180人。",
        {
            ("aid_amount", "426000"),
            ("aid_persons", "520"),
            ("donation_amount", "89000"),
            ("donation_persons", "2300"),
            ("job_placed", "320"),
            ("job_placed_migrant", "180"),
            ("relief_amount", "36000"),
            ("relief_persons", "12"),
            ("study_amount", "105000"),
            ("study_persons", "35"),
            ("warm_amount", "128000"),
            ("warm_persons", "160"),
        },
    ),
    (
        "四、提升素质。举办各类培训班45期,培训职工6800人次,其中农民工3200人次。评选出工人先锋号6"
        "个,现有劳动模范23名,其中省级3名。创建劳模创新工作室4个,“五小”成果56项,创效益210万元。",
        {
            ("five_small_count", "56"),
            ("migrant_training_persons", "3200"),
            ("model_total", "23"),
            ("pioneer_new", "6"),
            ("studio_total", "4"),
            ("training_count", "45"),
            ("training_persons", "6800"),
        },
    ),
    (
        "五、维护稳定。受理职工来信来访75件,法律咨询340人次,法律援助12件。处理劳动争议36件,其中工"
        "资纠纷20件、工伤纠纷9件,为职工追回工资86万元,调解成功率94.4%。发出劳动法律监督意见书4份"
        "。",
        {
            ("dispute_amount", "860000"),
            ("dispute_closed", "36"),
            ("dispute_injury", "9"),
            ("dispute_pay", "20"),
            ("law_letters", "4"),
            ("legal_aid_cases", "12"),
            ("legal_consult", "340"),
            ("mediation_rate", "94.4"),
            ("petition_received", "75"),
        },
    ),
    (
        "六、存在不足。一是非公企业建会率还不够高,仅为78%;二是工会干部兼职多。七、明年打算。计划新建工会"
        "10家,发展会员1500人,工资集体协商建制率达到95%,培训职工5000人次。",
        {
            ("member_new", "1500"),
            ("organizing_rate", "78"),
            ("training_persons", "5000"),
            ("union_new", "10"),
            ("wage_contract_rate", "95"),
        },
    ),
    (
        "截至12月底,全区企业职代会建制率、厂务公开率分别达到91%和89%。经费收缴率98.5%,收缴工会"
        "经费156.3万元,同比增长12.4%。对23家基层工会开展经费审计。",
        {
            ("audit_count", "23"),
            ("congress_rate", "91"),
            ("fund_collect_rate", "98.5"),
            ("fund_collected", "12.4"),
            ("fund_collected", "1563000"),
            ("openness_rate", "89"),
        },
    ),
]
