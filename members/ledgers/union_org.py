"""工会组织台账: every grassroots union and branch, how it stands, when its term ends, what it has attained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from members.ledgers import fields
from members.ledgers.ledger import Held, Ledger, register
from members.ledgers.person import Gender
from members.ledgers.record import FormerValue, Record
from members.ledgers.union_org_rules import ENDED, RULES
from members.models.sealed import SealedField
from members.models.union import OrgType

if TYPE_CHECKING:
    from members.models import User


class OrgLevel(models.TextChoices):
    PROVINCE = "province", "省总工会"
    CITY = "city", "市总工会"
    COUNTY = "county", "县总工会"
    TOWNSHIP = "township", "乡镇（街道）总工会"
    BASE = "base", "基层工会"
    BRANCH = "branch", "分会（小组）"


class BaseKind(models.TextChoices):
    STANDALONE = "standalone", "单独基层工会"
    JOINT = "joint", "联合基层工会"


class OrgForm(models.TextChoices):
    GENERAL = "general", "总工会"
    FEDERATION = "federation", "工会联合会"
    COMMITTEE = "committee", "工会委员会"
    JOINT_COMMITTEE = "joint_committee", "联合工会委员会"
    WORK_COMMITTEE = "work_committee", "工会工作委员会"
    BRANCH = "branch", "分会"
    GROUP = "group", "工会小组"


class Via(models.TextChoices):
    OFFLINE = "offline", "线下建会"
    ONLINE = "online", "网上建会"


class LegalPerson(models.TextChoices):
    NONE = "none", "未办"
    PROCESSING = "processing", "办理中"
    REGISTERED = "registered", "已登记"
    EXPIRED = "expired", "证书到期"
    CANCELLED = "cancelled", "已注销"


class Renewal(models.TextChoices):
    NORMAL = "normal", "正常"
    IN_PROGRESS = "in_progress", "换届筹备中"
    DUE_SOON = "due_soon", "即将届满"
    POSTPONED = "postponed", "经批准延期"
    OVERDUE = "overdue", "逾期"


class Chosen(models.TextChoices):
    DIRECT = "direct", "会员（代表）大会直接选举主席"
    INDIRECT = "indirect", "委员会选举主席"
    APPOINTED = "appointed_prep", "筹备组"


class AuditKind(models.TextChoices):
    NONE = "none", "未建"
    OFFICER = "officer", "经审委员"
    COMMITTEE = "committee", "经费审查委员会"


class WomenKind(models.TextChoices):
    NONE = "none", "未建"
    OFFICER = "officer", "女职工委员"
    COMMITTEE = "committee", "女职工委员会"


class Standard(models.TextChoices):
    NONE = "none", "未达标"
    TOWNSHIP = "township", "乡镇级达标"
    COUNTY = "county", "县级达标"
    CITY = "city", "市级达标"
    PROVINCE = "province", "省级达标"


class Home(models.TextChoices):
    NONE = "none", "未建"
    QUALIFIED = "qualified", "合格职工之家"
    ADVANCED = "advanced", "先进职工之家"
    MODEL_COUNTY = "model_county", "县级模范职工之家"
    MODEL_CITY = "model_city", "市级模范职工之家"
    MODEL_PROVINCE = "model_province", "省级模范职工之家"
    MODEL_NATIONAL = "model_national", "全国模范职工之家"


class OrgStatus(models.TextChoices):
    PREPARING = "preparing", "筹建"
    ACTIVE = "active", "正常"
    DORMANT = "dormant", "停产空转"
    MERGED = "merged", "已合并"
    REVOKED = "revoked", "已撤销"


class UnionOrg(Record):
    """A union as the register has it; who signs in and files is `Union`, to which `unit` may point."""

    name = models.CharField("工会名称", max_length=100, db_index=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    unit = models.ForeignKey(
        "members.Union", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应登录单位"
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上级工会")
    level = fields.coded("层级", OrgLevel, OrgLevel.BASE)
    org_type = fields.coded("工会类型", OrgType, OrgType.ENTERPRISE)
    base_kind = fields.coded("基层工会组织类型", BaseKind)
    org_form = fields.coded("组织形式", OrgForm)
    is_non_public = fields.yes("非公有制企业")
    village = models.CharField("村（社区）", max_length=40, blank=True)
    address = models.CharField("住所", max_length=120, blank=True)
    status = fields.coded("状态", OrgStatus, OrgStatus.ACTIVE)
    established_on = fields.day("建会日期")
    approved_on = fields.day("批复日期", db_index=True, help_text="新建工会按批复日期计数")
    approval_no = models.CharField("批复文号", max_length=60, blank=True)
    established_via = fields.coded("建会方式", Via)
    ended_on = fields.day("撤销（合并）日期", db_index=True)
    # A union exists from the day the superior approved it (工会法第十二条); where only its founding is known, from
    # then. Kept as a column, so that one comparison answers what stood at a month's end.
    in_force_on = models.DateField(null=True, editable=False, db_index=True)
    covered_unit_count = models.PositiveIntegerField("涵盖单位数", default=1)
    employee_count = fields.number("职工人数")
    female_employee_count = fields.number("女职工")
    migrant_employee_count = fields.number("农民工")
    dispatched_count = fields.number("劳务派遣工")
    member_count_reg = fields.number("登记会员数")
    female_member_reg = fields.number("登记女会员数")
    migrant_member_reg = fields.number("登记农民工会员数")
    legal_person_status = fields.coded("法人资格", LegalPerson, LegalPerson.NONE)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    legal_registered_on = fields.day("法人登记日期")
    legal_valid_from = fields.day("证书有效期起")
    legal_valid_to = fields.day("证书有效期止")
    legal_rep = models.CharField("法定代表人", max_length=40, blank=True)
    term_no = fields.number("第几届")
    term_years = models.PositiveSmallIntegerField("每届年限", null=True, blank=True)
    term_start = fields.day("本届起")
    term_end = fields.day("本届届满", db_index=True)
    renewal_status = fields.coded("换届状态", Renewal, Renewal.NORMAL)
    election_method = fields.coded("主席产生方式", Chosen)
    chair_name = models.CharField("主席姓名", max_length=40, blank=True)
    chair_gender = fields.coded("主席性别", Gender)
    chair_birth = SealedField("主席出生日期")
    chair_phone = SealedField("主席电话", mask="phone")
    chair_full_time = fields.yes("主席专职")
    chair_other_post = models.CharField("主席兼任党政职务", max_length=60, blank=True)
    vice_chair_count = fields.number("副主席数")
    committee_count = fields.number("委员数")
    audit_org_kind = fields.coded("经审组织", AuditKind, AuditKind.NONE)
    audit_org_on = fields.day("经审组织建立日期")
    women_org_kind = fields.coded("女职工组织", WomenKind, WomenKind.NONE)
    women_org_on = fields.day("女职工组织建立日期")
    has_law_supervision = fields.yes("劳动法律监督组织")
    has_protection_org = fields.yes("劳动保护监督检查组织")
    has_mediation_org = fields.yes("劳动争议调解组织")
    has_seal = fields.yes("有印章")
    has_bank_account = fields.yes("有独立账户")
    has_office = fields.yes("有办公场所")
    has_plaque = fields.yes("亮牌子")
    chair_public = fields.yes("主席亮身份")
    standard_level = fields.coded("规范化达标级别", Standard, Standard.NONE)
    standard_on = fields.day("达标日期")
    star = models.PositiveSmallIntegerField("星级", choices=[(n, f"{n}星" if n else "无") for n in range(6)], default=0)
    home_level = fields.coded("职工之家", Home, Home.NONE)
    home_on = fields.day("建家命名日期")
    brand = models.CharField("工作品牌", max_length=60, blank=True)

    label_field = "name"


def _fill(record: UnionOrg) -> None:
    record.in_force_on = record.approved_on or record.established_on


def _stood_until_its_end(record: UnionOrg, by: User) -> None:
    """A union entered as ended counts in the months before, also where nobody said since when its status is so."""
    if record.status in ENDED and record.ended_on:
        before = record.history.exclude(status__in=ENDED).order_by("-history_date").first()  # type: ignore[attr-defined]
        FormerValue.objects.get_or_create(
            ledger="union_org",
            record=record.pk,
            field="status",
            until=record.ended_on,
            defaults={"value": before.status if before else OrgStatus.ACTIVE},
        )


LEDGER = Ledger(
    slug="union_org",
    name="工会组织台账",
    section="S01",
    intro="登记辖区内每一家基层工会及分会的设立、任期、法人资格、女职工和经审组织、规范化达标等情况。",
    model=UnionOrg,
    groups=(
        ("名称与归属", ("name", "short_name", "unit", "parent", "level", "org_type", "base_kind", "org_form")),
        ("单位性质", ("is_non_public", "village", "address", "covered_unit_count", "brand")),
        ("设立与存续", ("established_on", "established_via", "approved_on", "approval_no", "status", "ended_on")),
        ("职工", ("employee_count", "female_employee_count", "migrant_employee_count", "dispatched_count")),
        ("会员", ("member_count_reg", "female_member_reg", "migrant_member_reg")),
        ("法人资格", ("legal_person_status", "uscc", "legal_registered_on", "legal_rep")),
        ("证书有效期", ("legal_valid_from", "legal_valid_to")),
        ("任期", ("term_no", "term_years", "term_start", "term_end", "renewal_status", "election_method")),
        ("主席", ("chair_name", "chair_gender", "chair_birth", "chair_phone", "chair_full_time", "chair_other_post")),
        ("班子", ("vice_chair_count", "committee_count")),
        ("女职工和经审组织", ("women_org_kind", "women_org_on", "audit_org_kind", "audit_org_on")),
        ("同步组建", ("has_law_supervision", "has_protection_org", "has_mediation_org")),
        ("阵地与双亮", ("has_seal", "has_bank_account", "has_office", "has_plaque", "chair_public")),
        ("达标与建家", ("standard_level", "standard_on", "star", "home_level", "home_on")),
    ),
    columns=(
        "name",
        "org_type",
        "approved_on",
        "member_count_reg",
        "chair_name",
        "term_end",
        "standard_level",
        "status",
    ),
    main_date="approved_on",
    held=Held("in_force_on", "ended_on"),
    search=("name", "short_name", "village", "chair_name", "uscc"),
    narrow=("level", "org_type", "status", "legal_person_status", "renewal_status", "standard_level", "home_level"),
    dated=(
        *("status", "level", "org_type", "is_non_public", "legal_person_status", "women_org_kind", "audit_org_kind"),
        *("standard_level", "home_level", "star", "covered_unit_count", "employee_count", "female_employee_count"),
        *("migrant_employee_count", "dispatched_count", "member_count_reg", "female_member_reg", "migrant_member_reg"),
        *("renewal_status", "term_end", "has_law_supervision", "has_protection_org", "has_mediation_org"),
    ),
    ranks={"standard_level": tuple(Standard.values), "home_level": tuple(Home.values)},
    future=("legal_valid_to", "term_end"),
    spans=(
        *(("established_on", "ended_on"), ("approved_on", "ended_on"), ("term_start", "term_end")),
        ("legal_valid_from", "legal_valid_to"),
    ),
    unique=("name",),
    rules=RULES,
    fill=_fill,
    after_keep=_stood_until_its_end,
)
register(LEDGER)
