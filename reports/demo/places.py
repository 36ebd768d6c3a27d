"""Who is there in the demo county? Unions, people and their accounts; all names are invented."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from members.models import Role, Union, User
from members.models.union import Level, OrgType, short_name

#: Everybody of the demo signs in with this; it opens nothing but invented figures.
PASSWORD = "Yunling-2026"


@dataclass(frozen=True)
class Place:
    """A filing union of the demo: `size` scales its figures, `zero` it never has, `na` does not concern it."""

    code: str
    name: str
    size: float
    login: str
    clerk: str = ""
    chair: str = ""
    zero: tuple[str, ...] = ()
    na: tuple[str, ...] = ()


NO_REGIONAL = ("contract_wage_reg", "contract_wage_reg_units", "contract_wage_reg_emps", "congress_regional")
VILLAGE_ONLY = ("union_institution", "union_social_org", "union_area_joint", "union_other")

COUNTY = Place("YL", "云岭县总工会", 4.0, "xian", na=("x_village_mechanism_units",))
TOWNSHIPS = (
    Place("YL-01", "东港镇总工会", 1.1, "donggang", "林晓岚", "周立新", zero=VILLAGE_ONLY),
    Place("YL-02", "柳溪镇总工会", 1.2, "liuxi", "苏文静", "丁国华"),
    Place("YL-03", "石桥乡总工会", 0.6, "shiqiao", "何秀芝", "马志远", na=NO_REGIONAL),
    Place("YL-04", "城关街道总工会", 1.4, "chengguan", "袁海燕", "韩东升"),
    Place("YL-05", "南坪镇总工会", 0.8, "nanping", "龚小平", "谭永福"),
    Place("YL-06", "青石乡总工会", 0.5, "qingshi", "尤丽娟", "邹建国", na=NO_REGIONAL),
    Place("YL-07", "沙河镇总工会", 0.9, "shahe", "贺春梅", "康正平"),
    Place("YL-08", "白塔镇总工会", 1.0, "baita", "纪晓明", "傅庆林"),
)
#: The grassroots unions below each township: what follows the place's name, and its type.
BASES: tuple[tuple[str, str], ...] = (
    ("机械厂工会", OrgType.ENTERPRISE),
    ("纺织厂工会", OrgType.ENTERPRISE),
    ("食品加工厂工会", OrgType.ENTERPRISE),
    ("建材公司工会", OrgType.ENTERPRISE),
    ("电子配件厂工会", OrgType.ENTERPRISE),
    ("中心小学工会", OrgType.INSTITUTION),
    ("卫生院工会", OrgType.INSTITUTION),
    ("机关工会", OrgType.GOVERNMENT),
    ("河东村工会联合会", OrgType.VILLAGE_JOINT),
    ("商贸行业工会联合会", OrgType.INDUSTRY_JOINT),
)
#: Accounts at the county: role, username, name, post, sections.
OFFICERS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (Role.COUNTY_STAT, "xian_tongji", "钱慧敏", "办公室统计员", ()),
    (Role.COUNTY_DEPT, "xian_zuzhi", "方建军", "组织基层部部长", ("S01", "S02", "S14", "S17")),
    (Role.COUNTY_DEPT, "xian_quanyi", "沈雅琴", "权益保障部部长", ("S03", "S04", "S05", "S06", "S09", "S10", "S11")),
    (Role.COUNTY_DEPT, "xian_xuanjiao", "曹志强", "宣教文体部部长", ("S07", "S08", "S12", "S13", "S15", "S16")),
    (Role.COUNTY_LEADER, "xian_lingdao", "吴向阳", "副主席", ()),
    (Role.AUDITOR, "xian_jingshen", "郑秋萍", "经审办主任", ()),
    (Role.SYS_ADMIN, "xian_xitong", "冯凯", "信息中心", ()),
    (Role.SEC_ADMIN, "xian_anquan", "陈静", "办公室副主任", ()),
    (Role.LOG_ADMIN, "xian_shenji", "褚卫民", "保密办", ()),
)


ABOVE = "江源市总工会"


@dataclass(frozen=True)
class Cast:
    """The demo's unions and the people who act in its history."""

    county: Union
    towns: dict[str, Union]
    people: dict[str, User]

    def clerk(self, union: Union) -> User:
        """Who types this union's figures."""
        return self.people["xian_tongji"] if union == self.county else self.people[f"{_place(union).login}_tianbao"]

    def chair(self, union: Union) -> User:
        """Who signs for this township."""
        return self.people[f"{_place(union).login}_zhuxi"]


def _place(union: Union) -> Place:
    return next(place for place in TOWNSHIPS if place.code == union.code)


def is_demo() -> bool:
    """Does the database hold the demo county?"""
    return Union.objects.filter(code=COUNTY.code, name=COUNTY.name).exists()


def settle() -> Cast:
    """Make the unions and everybody's accounts."""
    county = Union.objects.create(
        code=COUNTY.code, name=COUNTY.name, level=Level.COUNTY, files_returns=True, superior_name=ABOVE
    )
    county.place_under(None)
    towns, bases = {}, []
    for place in TOWNSHIPS:
        town = Union.objects.create(code=place.code, name=place.name, level=Level.TOWNSHIP, files_returns=True)
        town.place_under(county)
        towns[place.code] = town
        bases += [
            Union(
                code=f"{place.code}-{number:02d}",
                name=short_name(place.name) + name,
                level=Level.BASE,
                org_type=kind,
                parent=town,
            )
            for number, (name, kind) in enumerate(BASES, 1)
        ]
    for base in Union.objects.bulk_create(bases):
        base.path = f"{base.parent.path}{base.pk:06d}/"  # type: ignore[union-attr]
    Union.objects.bulk_update(bases, ["path"], batch_size=100)
    return Cast(county, towns, _open_accounts(county, towns, bases[0]))


def _open_accounts(county: Union, towns: dict[str, Union], base: Union) -> dict[str, User]:
    password = make_password(PASSWORD)
    users = [
        User(username=username, full_name=name, post=post, role=role, union=county, sections=list(sections))
        for role, username, name, post, sections in OFFICERS
    ]
    for place in TOWNSHIPS:
        people = (
            ("tianbao", place.clerk, "工会干事", Role.TOWN_CLERK),
            ("zhuxi", place.chair, "工会主席", Role.TOWN_CHAIR),
        )
        users += [
            User(username=f"{place.login}_{what}", full_name=name, post=post, role=role, union=towns[place.code])
            for what, name, post, role in people
        ]
    users.append(User(username="donggang_jixie", full_name="石磊", post="工会主席", role=Role.BASE_LIAISON, union=base))
    for user in users:
        user.password, user.must_change_password = password, False
    return {user.username: user for user in User.objects.bulk_create(users)}


def accounts() -> list[tuple[str, str, str, str]]:
    """Who may sign in, as the start shows it: role, union, name, username."""
    shown = [f"{place.login}_{what}" for place in TOWNSHIPS[:3] for what in ("tianbao", "zhuxi")]
    shown += [username for _, username, *_ in OFFICERS] + ["donggang_jixie"]
    people = {user.username: user for user in User.objects.filter(username__in=shown).select_related("union")}
    return [
        (people[name].get_role_display(), people[name].union.name, people[name].full_name, name)
        for name in shown
        if name in people
    ]
