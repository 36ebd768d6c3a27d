"""会籍变动台账: joining, moving and leaving; each change keeps the member's own record in step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from members.ledgers.keeping import keep
from members.ledgers.ledger import LEDGERS, Finding, Ledger, register
from members.ledgers.member import REGISTERED, Member, Membership
from members.ledgers.record import FormerValue, Record

if TYPE_CHECKING:
    from members.models import User


class ChangeType(models.TextChoices):
    JOIN = "join", "入会"
    TRANSFER_IN = "transfer_in", "转入"
    RETAIN = "retain", "保留会籍"
    TRANSFER_OUT = "transfer_out", "转出"
    EXPEL = "expel", "除名"
    WITHDRAW = "withdraw", "退会"
    DEATH = "death", "死亡"
    REVOKE = "revoke", "组织撤销"


class Reason(models.TextChoices):
    EMPLOYMENT = "1", "劳动（工作）关系变化"
    LAID_OFF = "2", "本单位下岗待岗"
    UNEMPLOYED = "3", "失业"
    BANKRUPT = "4", "所在企业破产"
    OWN_WISH = "5", "个人要求退会"
    CRIME = "6", "因犯罪被开除会籍"
    OTHER = "9", "其他"


#: What a change makes of the membership.
LEADS_TO = {
    ChangeType.JOIN: Membership.ACTIVE,
    ChangeType.TRANSFER_IN: Membership.ACTIVE,
    ChangeType.RETAIN: Membership.RETAINED,
    ChangeType.TRANSFER_OUT: Membership.TRANSFERRED,
    ChangeType.EXPEL: Membership.EXPELLED,
    ChangeType.WITHDRAW: Membership.WITHDRAWN,
    ChangeType.DEATH: Membership.DECEASED,
    ChangeType.REVOKE: Membership.WITHDRAWN,
}
ENTERING = (ChangeType.JOIN, ChangeType.TRANSFER_IN)
MOVING = (ChangeType.TRANSFER_IN, ChangeType.TRANSFER_OUT)


class MemberChange(Record):
    """One change of one member on one day."""

    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name="会员")
    change_type = models.CharField("变动类型", max_length=12, choices=ChangeType)
    changed_on = models.DateField("变动日期", db_index=True)
    change_reason = models.CharField("变动原因", max_length=2, choices=Reason, blank=True)
    other_union = models.CharField("转入（转出）对方工会", max_length=100, blank=True)
    doc_no = models.CharField("手续（介绍信）编号", max_length=60, blank=True)
    handled_by = models.CharField("经办人", max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.member}{self.get_change_type_display()}" if self.member_id else super().__str__()  # type: ignore[attr-defined]


def _changes(member: int) -> models.QuerySet[MemberChange]:
    found: models.QuerySet[MemberChange] = MemberChange._default_manager.filter(member=member, voided=False)
    return found.order_by("changed_on", "pk")


def follow(record: MemberChange, by: User) -> None:
    """Bring the member's membership, past and present, in step with his changes. Raises RecordRefused.

    His changes, as far back as any was ever dated, are the whole truth of that time; what he was before the first of
    them stays as registered. So a change moved to another day or voided leaves no trace in the counts.
    """
    ever = MemberChange.history.filter(member_id__in=_members_of(record))
    for pk in _members_of(record):
        first = ever.filter(member_id=pk).aggregate(day=models.Min("changed_on"))["day"]
        if first:
            member = Member._default_manager.select_for_update().get(pk=pk)
            if not member.voided:
                _rebuild(member, first, by)


def _members_of(record: MemberChange) -> set[int]:
    """The member of a change, and whoever it was entered for by mistake before."""
    before = MemberChange.history.filter(key=record.key).values_list("member_id", flat=True)
    return {record.member_id, *before}


def _rebuild(member: Member, first: date, by: User) -> None:
    former = FormerValue.objects.filter(ledger="member", record=member.pk, field="membership")
    known = former.filter(until__gte=first).order_by("until").first()
    changes = list(_changes(member.pk))
    before = known.value if known else member.membership
    steps: dict[date, str] = {}
    value, left = before, member.left_on if before not in REGISTERED else None
    for change in changes:
        steps.setdefault(change.changed_on, value)
        value = LEADS_TO[ChangeType(change.change_type)].value
        left = None if value in REGISTERED else change.changed_on
    former.filter(until__gte=first).delete()
    # Where every change was voided, one mark stays of what he was before, should another change come.
    FormerValue.objects.bulk_create(
        FormerValue(ledger="member", record=member.pk, field="membership", value=said, until=day)
        for day, said in (steps or {first: before}).items()
    )
    joined = next((c.changed_on for c in changes if c.change_type in ENTERING), None)
    if (member.membership, member.left_on) != (value, left) or (joined and not member.join_on):
        member.membership, member.left_on, member.join_on = value, left, member.join_on or joined
        keep(LEDGERS["member"], member, by=by, reason="随会籍变动更新")


def _place(record: MemberChange, today: date) -> Iterator[Finding]:
    if record.member_id and record.member.union_id != record.union_id:
        yield Finding("", "error", "会员不在本会登记，请由其所在工会办理会籍变动。", "member")
    if record.change_type in MOVING and not record.other_union:
        yield Finding("", "info", "会籍转接请填写对方工会。", "other_union")


def _order(record: MemberChange, today: date) -> Iterator[Finding]:
    if not record.member_id:
        return
    last = _changes(record.member_id).exclude(pk=record.pk).filter(changed_on__lte=record.changed_on).last()
    gone = last is not None and LEADS_TO[ChangeType(last.change_type)] not in REGISTERED
    if gone and record.change_type not in ENTERING:
        message = f"{record.member}已于{last.changed_on:%Y-%m-%d}{last.get_change_type_display()}，请先办理入会或转入。"  # type: ignore[union-attr]
        yield Finding("", "error", message, "change_type")
    if last and not gone and record.change_type in ENTERING and last.change_type in ENTERING:
        yield Finding("", "warning", f"{record.member}已在籍，请核对是否重复登记。", "change_type")


LEDGER = Ledger(
    slug="member_change",
    name="会籍变动台账",
    section="S02",
    intro="登记会员入会、转接、保留会籍、退会等变动，会员台账的会籍状态随之更新。",
    model=MemberChange,
    groups=(
        ("变动", ("member", "change_type", "changed_on", "change_reason")),
        ("手续", ("other_union", "doc_no", "handled_by")),
    ),
    columns=("changed_on", "member", "change_type", "change_reason", "other_union", "handled_by"),
    main_date="changed_on",
    search=("other_union", "doc_no", "handled_by"),
    narrow=("change_type", "change_reason"),
    unique=("member", "change_type", "changed_on"),
    rules=(_place, _order),
    after_keep=follow,
    after_removal=follow,
)
register(LEDGER)
