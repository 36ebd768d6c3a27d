"""Which codes describe a household in hardship?"""

from __future__ import annotations

from django.db import models


class DifficultyClass(models.TextChoices):
    DEEP = "deep", "深度困难"
    RELATIVE = "relative", "相对困难"
    ACCIDENT = "accident", "意外致困"


class ArchiveLevel(models.TextChoices):
    """From low to high."""

    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    NATIONAL = "national", "全国级"


class Cause(models.TextChoices):
    OWN_ILLNESS = "own_illness", "本人大病"
    FAMILY_ILLNESS = "family_illness", "家属大病"
    SCHOOLING = "schooling", "子女上学"
    DISABILITY = "disability", "残疾"
    LAID_OFF = "laid_off", "下岗失业"
    LOW_INCOME = "low_income", "收入低无技能"
    ACCIDENT = "accident", "意外灾害"
    OTHER = "other", "其他"


class Marital(models.TextChoices):
    SINGLE = "single", "未婚"
    MARRIED = "married", "已婚"
    DIVORCED = "divorced", "离异"
    WIDOWED = "widowed", "丧偶"


class Insurance(models.TextChoices):
    EMPLOYEE = "employee", "职工医保"
    RESIDENT = "resident", "城乡居民医保"
    COMMERCIAL = "commercial", "仅商业保险"
    NONE = "none", "未参保"


class UnitKind(models.TextChoices):
    AGENCY = "agency", "机关"
    INSTITUTION = "institution", "事业单位"
    STATE = "state", "国有及国有控股企业"
    COLLECTIVE = "collective", "集体企业"
    PRIVATE = "private", "私营企业"
    FOREIGN = "foreign", "港澳台商及外商投资企业"
    SELF_EMPLOYED = "self_employed", "个体、灵活就业"
    OTHER = "other", "其他"


class EnterpriseState(models.TextChoices):
    NORMAL = "normal", "正常"
    STOPPED = "stopped", "停产"
    RESTRUCTURED = "restructured", "改制"
    BANKRUPT = "bankrupt", "破产"


class WorkState(models.TextChoices):
    AT_WORK = "at_work", "在岗"
    LAID_OFF = "laid_off", "下（待）岗"
    UNEMPLOYED = "unemployed", "失业"
    SICK_LEAVE = "sick_leave", "病休"
    RETIRED = "retired", "退休"
    FLEXIBLE = "flexible", "灵活就业"


class ModelKind(models.TextChoices):
    NONE = "none", "非劳模"
    COUNTY = "county", "县级劳模"
    CITY = "city", "市级劳模"
    PROVINCE = "province", "省部级劳模"
    NATIONAL = "national", "全国劳模"


class Housing(models.TextChoices):
    PUBLIC_RENT = "public_rent", "承租公房"
    LOW_RENT = "low_rent", "廉租房（公租房）"
    OWNED = "owned", "自购"
    BUILT = "built", "自建"
    RENTED = "rented", "租房"
    NONE = "none", "无房"
    OTHER = "other", "其他"


class LowIncome(models.TextChoices):
    NONE = "none", "未享受"
    RECEIVING = "receiving", "享受低保"
    MARGINAL = "marginal", "低保边缘"
    APPLYING = "applying", "申请中"


class CloseReason(models.TextChoices):
    OUT_OF_POVERTY = "out_of_poverty", "脱困"
    MOVED = "moved", "迁出"
    DECEASED = "deceased", "去世"
    NOT_QUALIFIED = "not_qualified", "不符合条件"
