"""Where is the paper that was signed and sealed? Its scans, kept with the return until it is approved and after."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from members import permissions
from members.models import User
from reports import papers
from reports.models import MonthlyReturn, SignedSheet, State

#: More scans of one return than anybody needs; each is kept, so there must be an end.
MOST = 20


def may_attach(user: User, monthly_return: MonthlyReturn) -> bool:
    """Whoever types the union's figures or signs for it, until the return is approved."""
    return monthly_return.state != State.APPROVED and permissions.may_record(user, monthly_return.union)


def attach(monthly_return: MonthlyReturn, file: UploadedFile, *, by: User) -> SignedSheet:
    """Keep a scan beside its return; the earlier ones stay. Raises PermissionDenied, PaperRefused."""
    if not permissions.may_record(by, monthly_return.union):
        raise PermissionDenied
    with transaction.atomic():
        locked = MonthlyReturn.objects.select_for_update(of=("self",)).select_related("union").get(pk=monthly_return.pk)
        if not may_attach(by, locked):
            raise papers.PaperRefused("报表已通过，签章扫描件不能再换；确需更换的，请县总工会重新开放")
        if locked.signed_sheets.count() >= MOST:
            raise papers.PaperRefused(f"这份报表已有 {MOST} 个扫描件，不能再传；请下载已有的核对")
        kept = papers.keep(file, "签章扫描件")
        return SignedSheet.objects.create(
            monthly_return=locked, title=kept.title, stored=kept.stored, size=kept.size, digest=kept.digest, by=by
        )


def signed_sheets(monthly_return: MonthlyReturn) -> dict[str, object]:
    """What a page shows of a return's scans: all, newest first, and whether figures moved since. Two queries."""
    sheets = list(monthly_return.signed_sheets.select_related("by"))
    moved = bool(sheets) and monthly_return.changes.filter(at__gt=sheets[0].at).exists()
    return {"signed_sheets": sheets, "moved_since_signed": moved}
