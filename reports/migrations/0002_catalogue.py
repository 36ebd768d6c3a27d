"""Bring in the built-in catalogue, so that a fresh database can take figures at once."""

from django.db import migrations

from reports.indicators.catalogue import fill


def fill_catalogue(apps, schema_editor):
    fill(apps.get_model("reports", "Indicator"))


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunPython(fill_catalogue, migrations.RunPython.noop)]
