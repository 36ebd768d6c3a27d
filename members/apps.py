from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "工会与人员"
    default_auto_field = "django.db.models.BigAutoField"
