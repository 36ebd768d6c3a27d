from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "工会与人员"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Models stand in `members.models` and, one file a ledger, in `members.ledgers`."""
        super().import_models()
        from members import ledgers

        ledgers.load()
