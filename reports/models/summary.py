"""Summaries: a union's report over a span, its edited texts, and what was issued (frozen)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from members.models import Union
from members.months import Span
from reports.models.monthly_return import State

if TYPE_CHECKING:
    from members.models import User


#: What a report's state is called where a return's word does not fit.
STATE_NAMES = {State.DRAFT.value: "起草中", State.APPROVED.value: "已签发"}


def state_name(state: str) -> str:
    """A state as it is called of a report; empty for none."""
    return STATE_NAMES.get(state) or (State(state).label if state else "")


class SummaryKind(models.TextChoices):
    ANNUAL = "annual", "年度总结"
    HALF_YEAR = "half_year", "半年总结"
    PERIOD = "period", "阶段总结"
    PLAN = "plan", "工作要点"
    TARGETS = "targets", "目标完成情况报告"
    ELECTION = "election", "选举结果报告"
    AUDIT = "audit", "经审工作报告"
    LETTER = "letter", "上报文件的报告"
    CONGRESS = "congress", "代表大会工作报告"


#: Reports on work as such; the others have sections of their own.
ON_WORK = frozenset({SummaryKind.ANNUAL, SummaryKind.HALF_YEAR, SummaryKind.PERIOD})
#: Reports on a term: whole years, several of them.
OF_TERM = frozenset({SummaryKind.AUDIT, SummaryKind.CONGRESS})


def title_of(union: Union, span: Span, kind: str, subject: str = "") -> str:
    """`东港镇总工会2026年上半年工作总结`; `subject` names what an election's report or a letter is about."""
    name, year = union.name, span.last.year
    term = f"{span.first.year}—{year}年"
    if kind == SummaryKind.ELECTION:
        return f"关于{subject or name}选举结果的报告"
    if kind == SummaryKind.LETTER:
        return f"关于上报《{subject}》的报告"
    told = {
        SummaryKind.ANNUAL: f"{year}年工作总结",
        SummaryKind.PLAN: f"{year}年工作要点",
        SummaryKind.TARGETS: f"{span.name}目标任务完成情况的报告",
        SummaryKind.AUDIT: f"经费审查委员会{term}工作报告",
        SummaryKind.CONGRESS: f"代表大会工作报告（{term}）",
    }
    if kind == SummaryKind.HALF_YEAR and span.last.month == 6:
        return f"{name}{year}年上半年工作总结"
    if kind == SummaryKind.TARGETS:
        return f"{name}关于{told[SummaryKind.TARGETS]}"
    return name + (told.get(SummaryKind(kind)) or f"{span.name}工作总结")


class HeadingStyle(models.TextChoices):
    PLAIN = "plain", "平实（如“组织建设”）"
    PARALLEL = "parallel", "排比（如“抓基层、强组织……”）"


class SummaryQuerySet(models.QuerySet["Summary"]):
    def visible_to(self, user: User) -> Self:
        """Summaries of the user's union and below; administrators see none."""
        from members.permissions import has_data_rights

        if not user.union_id or not has_data_rights(user):
            return self.none()
        return self.filter(union__path__startswith=user.union.path)


class Summary(models.Model):
    """A report of one union over months first to last (its cut-off); its state moves as a return's does.

    What is left empty of its dress as a 公文 follows from the union; `charts` are codes drawn month by month,
    None leaves the choice to the report. `about` is the number of the election or the summary it reports on (0: none),
    `subject` how that is called. `outline` is what it keeps of the outline it was begun under, where the county has
    arranged that year anew since; None: as the county arranges it.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="summaries", db_index=False)
    kind = models.CharField("种类", max_length=10, choices=SummaryKind)
    first = models.DateField("起始月")
    last = models.DateField("截止月")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    mend_by = models.DateField("改正期限", null=True, blank=True)
    words = models.JSONField("填写的词句", default=dict, blank=True)
    style = models.CharField("标题样式", max_length=10, choices=HeadingStyle, default=HeadingStyle.PLAIN)
    dated = models.DateField("成文日期", null=True, blank=True)
    addressee = models.CharField("主送", max_length=60, blank=True)
    red_head = models.BooleanField("红头", default=False)
    letter_number = models.CharField("发文字号", max_length=40, blank=True)
    upward = models.BooleanField("上行文，写签发人", default=True)
    signer = models.CharField("签发人", max_length=20, blank=True)
    imprint = models.BooleanField("版记", default=True)
    copies_to = models.CharField("抄送", max_length=200, blank=True)
    printed_by = models.CharField("印发机关", max_length=60, blank=True)
    charts = models.JSONField("附图", null=True, blank=True)
    about = models.PositiveBigIntegerField(default=0)
    subject = models.CharField("所报事项", max_length=200, blank=True)
    outline = models.JSONField("起草时的提纲", null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "union__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "kind", "first", "last", "about"], name="one_summary_per_union_and_span"
            ),
            models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="summary_begins_before_it_ends"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="summary_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        return state_name(self.state)

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)

    @property
    def rests_on(self) -> Span | None:
        """The months whose figures it states: a plan those of the year before, an election and a letter none."""
        if self.kind in (SummaryKind.ELECTION, SummaryKind.LETTER):
            return None
        return self.span.previous if self.kind == SummaryKind.PLAN else self.span

    @property
    def title(self) -> str:
        return title_of(self.union, self.span, self.kind, self.subject)

    @property
    def is_open(self) -> bool:
        return self.state in (State.DRAFT, State.RETURNED)


class SectionText(models.Model):
    """An officer's wording of one section. `composed` keeps the bound spans it was made from (JSON), so that numbers
    left as they were stay bound, and a later change of figures shows; `bindings` are the numbers bound by hand;
    `marks` says where in the text which figure stands, None in a text saved before that was kept."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=20)
    text = models.TextField("正文", max_length=20_000)
    composed = models.TextField(blank=True)
    bindings = models.JSONField("手工绑定", default=list, blank=True)
    marks = models.JSONField("绑定的数字", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summary", "key"], name="one_text_per_summary_and_section")]

    def __str__(self) -> str:
        return f"{self.summary} {self.key}"


class SummaryEvent(models.Model):
    """One move of a summary: insert-only."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="events")
    action = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, choices=State, blank=True)
    to_state = models.CharField(max_length=10, choices=State)
    reason = models.TextField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def get_from_state_display(self) -> str:  # type: ignore[no-redef]
        return state_name(self.from_state)

    def get_to_state_display(self) -> str:  # type: ignore[no-redef]
        return state_name(self.to_state)

    def __str__(self) -> str:
        return f"{self.get_from_state_display()}→{self.get_to_state_display()}"


class SummaryVersion(models.Model):
    """What was issued, word for word and number for number; never changed afterwards.

    `sources` is the annex that says where its numbers come from, `correction` the paper on what differs from the
    version before, issued for this `reason`; all frozen, empty where there is none.
    """

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.TextField()
    sources = models.TextField(blank=True)
    correction = models.TextField(blank=True)
    reason = models.CharField("更正原因", max_length=500, blank=True)
    digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["summary", "number"], name="one_version_per_summary_and_number")]

    def __str__(self) -> str:
        return f"{self.summary} 第{self.number}版"
