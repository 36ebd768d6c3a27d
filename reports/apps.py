from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报表与总结"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what must hold before a report moves, also where no page has been asked for yet."""
        from reports.summaries import issuing  # noqa: F401
