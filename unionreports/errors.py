"""What does a visitor see when something broke? A number to quote, and nothing of the program's inside."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours; the same number stands in the log just before the traceback."""
    reference = secrets.token_hex(4)
    logger.error("fault %s at %s", reference, request.path)
    # Without the request: whatever broke may be what the page's frame asks for.
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)
