from django.db import migrations

from reports.indicators.catalogue import add_aliases

ADDED = {"dispute_persons": "职工追回工资", "culture_persons": "参加体育比赛职工"}


def add(apps, schema_editor):
    add_aliases(apps.get_model("reports", "Indicator"), ADDED)


class Migration(migrations.Migration):

    dependencies = [("reports", "0015_more_aliases")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
