"""What the rules say of a return while it is being typed, for the page to show at the cells."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from reports import rules
from reports.views.returns import own_return


@require_GET
def return_findings(request: HttpRequest, pk: int) -> JsonResponse:
    """The rules broken by what is stored, by the cell they are shown at; warnings already explained are left out.

    While typing these are the rules within the return; after 检查 (`?checked=1`) all of them. Nine queries in all.
    """
    monthly_return = own_return(request, pk)
    found = rules.check_return(monthly_return) if "checked" in request.GET else rules.typed_findings(monthly_return)
    standing = rules.open_findings(monthly_return, found)
    cells: dict[str, list[dict[str, str]]] = {}
    for finding in standing:
        for code in finding.cells[:1]:
            cells.setdefault(code, []).append({"severity": finding.severity, "message": finding.message})
    answer = {
        "cells": cells,
        "related": sorted({code for finding in standing for code in finding.cells[1:]}),
        "errors": sum(finding.blocks for finding in standing),
        "warnings": sum(not finding.blocks for finding in standing),
    }
    response = JsonResponse(answer)
    response.headers["Cache-Control"] = "private, no-store"
    return response
