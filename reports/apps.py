from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Info, Tags, register


def pdf_is_complete(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """What does this machine lack for complete and tidy PDFs? Asked by `check --deploy`."""
    from reports.documents.pdf import shortcomings

    return [Info(text, id="reports.I001") for text in shortcomings()]


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报表与总结"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register counters, what is known of a ledger record, and what must hold before a report moves."""
        from members.ledgers.guard import register_counting, register_guard
        from reports.indicators import counters  # noqa: F401
        from reports.indicators.counted_in import counted_among, counted_in
        from reports.summaries import issuing  # noqa: F401

        register_guard(counted_in)
        register_counting(counted_among)

        register(pdf_is_complete, Tags.compatibility, deploy=True)
