from django.db import migrations

from reports.indicators.catalogue import add_aliases

ADDED = {
    "union_total": "累计组建工会、下辖基层工会",
    "union_enterprise": "单建工会、独立工会",
    "union_new": "成功组建、成功建会",
    "dispute_persons": "职工追回工资",
    "culture_persons": "参加体育比赛职工",
    "legal_consult": "接待职工咨询",
    "member_new_form": "八大群体入会、新就业形态劳动者入会",
    "contract_renewed": "续签工资集体合同、续签工资专项集体合同",
    "harmony_new": "新增和谐企业、新创建和谐企业",
    "info_submitted": "刊登信息、媒体刊登稿件",
    "contest_persons": "参赛选手、选手参赛",
    "donation_amount": "善款、募集善款",
    "study_persons": "考上大学职工子女",
}


def add(apps, schema_editor):
    add_aliases(apps.get_model("reports", "Indicator"), ADDED)


class Migration(migrations.Migration):

    dependencies = [("reports", "0014_report_kinds")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
