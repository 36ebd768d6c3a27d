"""Which codes describe a person? National code lists, shortened to what unions register."""

from __future__ import annotations

from django.db import models


class Gender(models.TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", "未知"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSTATED = "9", "未说明"


class IdType(models.TextChoices):
    ID_CARD = "1", "居民身份证"
    PASSPORT = "2", "护照"
    OFFICER = "3", "军官证"
    RESIDENCE = "4", "港澳台居民居住证"
    OTHER = "9", "其他"


class Education(models.TextChoices):
    """GB/T 4658, shortened."""

    POSTGRADUATE = "postgraduate", "研究生"
    BACHELOR = "bachelor", "大学本科"
    COLLEGE = "college", "大专"
    VOCATIONAL = "vocational", "中专（技校）"
    HIGH_SCHOOL = "high_school", "高中"
    JUNIOR = "junior", "初中及以下"


class Political(models.TextChoices):
    """GB/T 4762, shortened."""

    PARTY = "party", "中共党员"
    PROBATIONARY = "probationary", "中共预备党员"
    LEAGUE = "league", "共青团员"
    DEMOCRATIC = "democratic", "民主党派"
    NONPARTY = "nonparty", "无党派人士"
    MASSES = "masses", "群众"


class Household(models.TextChoices):
    URBAN = "urban", "非农业"
    RURAL = "rural", "农业"
    CONVERTED = "converted", "农转居"


#: GB/T 3304: the peoples in the order of their numbers, 01 to 56.
PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNICITIES = [(f"{number:02}", f"{name}族") for number, name in enumerate(PEOPLES.split(" "), 1)] + [("97", "其他")]


class EmploymentStatus(models.TextChoices):
    AT_WORK = "1", "在岗"
    LAID_OFF = "2", "待（下）岗"
    UNEMPLOYED = "3", "失业"
    RETIRED = "4", "退休"
    VETERAN_RETIRED = "5", "离休"
    RESIGNED = "6", "退职"
    EARLY_RETIRED = "7", "退养（内退）"
    SICK_LEAVE = "8", "病休"
    OTHER = "9", "其他"


class SkillLevel(models.TextChoices):
    CHIEF = "chief", "首席技师"
    SPECIAL = "special", "特级技师"
    SENIOR_TECHNICIAN = "1", "高级技师"
    TECHNICIAN = "2", "技师"
    SENIOR = "3", "高级工"
    MIDDLE = "4", "中级工"
    JUNIOR = "5", "初级工"
    APPRENTICE = "apprentice", "学徒工"


class NewFormGroup(models.TextChoices):
    """Workers of new forms of employment."""

    TRUCK = "truck", "货车司机"
    COURIER = "courier", "快递员"
    CARE = "care", "护工护理员"
    HOUSEKEEPING = "housekeeping", "家政服务员"
    MALL_INFO = "mall_info", "商场信息员"
    FOOD_DELIVERY = "food_delivery", "网约送餐员"
    HOUSE_AGENT = "house_agent", "房产中介员"
    SECURITY = "security", "保安员"
    RIDE_HAILING = "ride_hailing", "网约车司机"
    OTHER = "other", "其他新就业形态劳动者"
