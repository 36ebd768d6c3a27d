"""The union tree: county federation → township or street federation → grassroots unions."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from members.months import Span

if TYPE_CHECKING:
    from members.models.user import User


class Level(models.TextChoices):
    COUNTY = "county", "县总工会"
    TOWNSHIP = "township", "乡镇（街道）工会"
    BASE = "base", "基层工会"


#: Above which levels a union of this level may stand.
PARENTS: dict[str, frozenset[str]] = {
    Level.COUNTY: frozenset(),
    Level.TOWNSHIP: frozenset({Level.COUNTY}),
    Level.BASE: frozenset(Level.values),
}


#: What a union's name ends in, after the place or the workplace.
ENDING = re.compile(r"(?:总工会|工会联合会|联合工会|工会工作委员会|工会)$")


def short_name(name: str) -> str:
    """`东港镇总工会` → `东港镇`."""
    return ENDING.sub("", name) or name


class OrgType(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    INSTITUTION = "institution", "事业单位"
    GOVERNMENT = "government", "机关"
    SOCIAL_ORG = "social_org", "社会组织"
    VILLAGE_JOINT = "village_joint", "村联合"
    COMMUNITY_JOINT = "community_joint", "社区联合"
    REGIONAL_JOINT = "regional_joint", "区域性联合"
    INDUSTRY_JOINT = "industry_joint", "行业性联合"
    PARK = "park", "开发区（园区）"
    NEW_EMPLOYMENT = "new_employment", "新就业形态"
    OTHER = "other", "其他"


class UnionQuerySet(models.QuerySet["Union"]):
    def visible_to(self, user: User) -> Self:
        """The unions this user may know of: their own and those below it."""
        return self.filter(path__startswith=user.union.path) if user.union_id else self.none()

    def below(self, union: Union) -> Self:
        """The union and everything below it today."""
        return self.filter(path__startswith=union.path)

    def filing(self, span: Span) -> Self:
        """Unions that file monthly returns in some month of the span."""
        return self.filter(
            Q(files_from=None) | Q(files_from__lte=span.last),
            Q(files_until=None) | Q(files_until__gte=span.first),
            files_returns=True,
        )


class Union(models.Model):
    """Who keeps ledgers and files returns; its place in the tree is `path`, former places are kept."""

    code = models.CharField("工会代码", max_length=60, unique=True)
    name = models.CharField("工会名称", max_length=100)
    level = models.CharField("层级", max_length=10, choices=Level)
    org_type = models.CharField("类型", max_length=20, choices=OrgType, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, editable=False)
    established_on = models.DateField("建会日期", null=True, blank=True)
    files_returns = models.BooleanField("填报月报", default=False)
    files_from = models.DateField("自何月起填报", null=True, blank=True)
    files_until = models.DateField("填报至何月", null=True, blank=True)
    party = models.CharField("同级党组织", max_length=40, blank=True)
    superior_name = models.CharField("上级工会名称", max_length=60, blank=True)

    objects = UnionQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="union_level_is_known"),
            models.CheckConstraint(
                condition=Q(files_from=None) | Q(files_until=None) | Q(files_from__lte=models.F("files_until")),
                name="filing_begins_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """How a report says "the whole area": 全镇、全乡、全街道、全县."""
        kinds = "市区县旗" if self.level == Level.COUNTY else "镇乡"
        if self.level == Level.TOWNSHIP and ("街道" in self.name or "社区" in self.name):
            return "全街道"
        found = next((kind for kind in reversed(self.name.split("总工会")[0].split("工会")[0]) if kind in kinds), "")
        return "全" + (found or {"county": "县", "township": "镇"}.get(self.level, "单位"))

    @property
    def party_name(self) -> str:
        """Whose leadership the lead names: 镇党委、街道党工委、县委."""
        if self.party:
            return self.party
        area = self.place[1:]
        if self.level == Level.COUNTY:
            return f"{area}委"
        return "街道党工委" if area == "街道" else f"{area}党委"

    @property
    def superior(self) -> str:
        """Whom reports are addressed to: the union above, or the name given for one outside the system."""
        return self.parent.name if self.parent else self.superior_name or "上级工会"

    @property
    def county_path(self) -> str:
        """The path of the county the union belongs to."""
        return "/".join(self.path.split("/")[:2]) + "/"

    def files_in(self, month: date) -> bool:
        """Is a return due from this union for the month?"""
        if not self.files_returns or (self.established_on and self.established_on.replace(day=1) > month):
            return False
        return (not self.files_from or self.files_from <= month) and (not self.files_until or month <= self.files_until)

    def path_under(self, parent: Union | None) -> str:
        """Where the union stands below `parent`; padded, so that unions sort in the order they were entered."""
        return f"{parent.path if parent else '/'}{self.pk:06}/"

    def place_under(self, parent: Union | None, *, since: date | None = None) -> None:
        """Put the union (and all below) under `parent`; with `since`, the old place is kept for earlier months."""
        old = self.path
        if parent and old and parent.path.startswith(old):
            raise ValueError(f"“{self.name}”不能移到自己的下级“{parent.name}”之下")
        new = self.path_under(parent)
        if old and old != new:
            for union in Union.objects.filter(path__startswith=old):
                if since:
                    FormerPlace.objects.create(union=union, path=union.path, until=since)
                union.path = new + union.path[len(old) :]
                Union.objects.filter(pk=union.pk).update(path=union.path)
        self.parent, self.path = parent, new
        self.save(update_fields=["parent", "path"])


class FormerPlace(models.Model):
    """Where a union stood in the tree before the month `until`."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="former_places")
    path = models.CharField(max_length=200, db_index=True)
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["union", "until"], name="one_former_place_per_union_and_month")]

    def __str__(self) -> str:
        return f"{self.union} 至 {self.until}"


class Tree:
    """The filing unions below a union, now and in earlier months, from two queries (three after a move)."""

    def __init__(self, root: Union) -> None:
        self.root = root
        self.units = {u.pk: u for u in Union.objects.below(root).filter(files_returns=True).select_related("parent")}
        self.former = list(FormerPlace.objects.order_by("-until").values_list("union_id", "path", "until"))
        moved = {pk for pk, path, _ in self.former if pk not in self.units}
        if moved:
            self.units |= {u.pk: u for u in Union.objects.filter(pk__in=moved, files_returns=True)}

    def filing(self, span: Span) -> list[Union]:
        """The unions whose returns make up the root's totals over the span; the tree is that of its last month."""
        former = {pk: path for pk, path, until in self.former if until > span.last}  # earliest end after it wins
        root = former.get(self.root.pk, self.root.path)
        return [
            unit
            for unit in sorted(self.units.values(), key=lambda u: u.path)
            if former.get(unit.pk, unit.path).startswith(root)
            and (not unit.files_from or unit.files_from <= span.last)
            and (not unit.files_until or unit.files_until >= span.first)
        ]


def filing_units(union: Union, span: Span) -> list[Union]:
    """The unions below (and including) this one that file returns in the span."""
    return Tree(union).filing(span)
