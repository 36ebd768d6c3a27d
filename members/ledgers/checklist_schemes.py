"""Which lists of demands are unions held against? Add a county's own here; free lists go under 自定标准."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list of demands; with no items any may be listed."""

    name: str
    items: tuple[str, ...] = ()


def _items(text: str) -> tuple[str, ...]:
    return tuple(text.split("、"))


OWN = "own"

#: Code → scheme, as reports and notices of unions name them.
SCHEMES: dict[str, Scheme] = {
    "five_up": Scheme("五上墙", _items("目标、任务、组织、职责、制度")),
    "five_have": Scheme("五有", _items("有班子、有牌子、有印子、有活动、有阵地")),
    "five_sync": Scheme(
        "五同步",
        _items("经费审查组织、劳动争议调解组织、女职工组织、劳动保护监督检查组织、集体合同和工资协议"),
    ),
    "three_sync": Scheme("三同步（女职工、经审组织）", _items("同步筹备、同步产生、同步报批")),
    "six_have": Scheme(
        "六有",
        _items(
            "依法选举的工会主席、独立健全的组织机构、服务职工的活动载体、健全完善的制度机制、自主管理的工会经费、会员满意的工作绩效"
        ),
    ),
    # Counties set the items of these by their own notices; they are listed with the check.
    "eight_have": Scheme("八有"),
    "ten_have": Scheme("十有四上墙"),
    "files_signs": Scheme("建三档挂三牌"),
    "women_org": Scheme("女职工组织建设"),
    "audit_org": Scheme("经费审查组织建设"),
    "double_bright": Scheme("双亮", _items("工会组织亮牌子、工会主席亮身份")),
    "village_steps": Scheme("村联合工会主动参与五步法", _items("查找隐患、平等协商、签订合同、跟踪落实、持续改进")),
    "home": Scheme("职工之家建设"),
    "double_love": Scheme("双爱双评"),
    "member_review": Scheme("会员评议"),
    "six_good": Scheme("六好乡镇（街道）工会"),
    "six_good_village": Scheme("六好村（社区）工会"),
    "five_good": Scheme("五好示范工会"),
    "three_level": Scheme("三级联创"),
    "model_union": Scheme("示范工会（规范化工会）创建"),
    "annual_review": Scheme("年度目标考核"),
    OWN: Scheme("自定标准"),
}


def choices() -> list[tuple[str, str]]:
    """The schemes as a form offers them; a function, so that a new scheme needs no migration."""
    return [(code, scheme.name) for code, scheme in SCHEMES.items()]
