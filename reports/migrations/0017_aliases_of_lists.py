from django.db import migrations

from reports.indicators.catalogue import add_aliases

ADDED = {"legal_consult": "接待职工咨询", "union_enterprise": "独立工会", "union_new": "成功组建、成功建会"}


def add(apps, schema_editor):
    add_aliases(apps.get_model("reports", "Indicator"), ADDED)


class Migration(migrations.Migration):

    dependencies = [("reports", "0016_aliases_of_persons")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
