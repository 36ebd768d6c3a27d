"""What makes a summary a 公文: whom it is sent to, who signs it, its number, who gets a copy?"""

from __future__ import annotations

import re

from members.models import Role, Union, User
from members.models.union import Level
from reports.blocks import Letter
from reports.models import Summary

#: Where one name in 抄送 ends and the next begins.
BETWEEN = re.compile(r"[，,；;\n]+")
#: Who signs for a union; a grassroots union's chair has no desk here.
SIGNERS = {Level.COUNTY: Role.COUNTY_LEADER, Level.TOWNSHIP: Role.TOWN_CHAIR}


def letter_of(summary: Summary) -> Letter | None:
    """The red head and imprint of the summary; None for a plain one. Two queries at most, none for a plain one."""
    if not summary.red_head:
        return None
    union = summary.union
    signer = (summary.signer or usual_signer(summary)) if summary.upward else ""
    if not summary.imprint:
        return Letter(f"{union.name}文件", summary.letter_number, signer)
    return Letter(
        f"{union.name}文件",
        summary.letter_number,
        signer,
        tuple(name.strip() for name in BETWEEN.split(summary.copies_to) if name.strip()),
        summary.printed_by or usual_printer(union),
        summary.dated.isoformat() if summary.dated else "",
    )


def usual_signer(summary: Summary) -> str:
    """Who has signed the summary, else who will: the union's chair, or the county's leader; empty for none."""
    if signed := summary.events.filter(action="sign").select_related("by").last():
        return signed.by.full_name
    role = SIGNERS.get(Level(summary.union.level))
    people = User.objects.filter(union=summary.union, role=role, is_active=True).order_by("pk")
    return people.values_list("full_name", flat=True).first() or ""


def usual_printer(union: Union) -> str:
    """A county has an office that prints, a township prints by itself."""
    return f"{union.name}办公室" if union.level == Level.COUNTY else union.name


def unready(summary: Summary) -> str:
    """What a red head still lacks, in Chinese, before it may be sent; empty when nothing."""
    if summary.red_head and not summary.letter_number:
        return "已选红头，还没有填发文字号，请在“公文格式”里填写"
    return ""
