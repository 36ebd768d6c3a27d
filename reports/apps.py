from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报表与总结"
    default_auto_field = "django.db.models.BigAutoField"
