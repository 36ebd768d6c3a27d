"""The ledgers (台账): one file each; reading this package makes all of them known."""

from importlib import import_module

#: The files of the ledgers, in the order in which they are offered. To add a ledger: write its file, name it here.
FILES = (
    "union_org",
    "checklist",
    "employer",
    "organizing_survey",
    "election",
    "member",
    "member_change",
    "cadre",
    "collective_contract",
    "pledge",
    "democracy_profile",
    "congress_session",
    "proposal",
    "opinion",
    "dispute_case",
    "petition",
    "risk_item",
    "supervision_letter",
    "legal_aid_case",
    "legal_service",
    "competition",
    "suggestion",
    "innovation_project",
    "training",
    "hardship_archive",
    "aid_programme",
    "aid_record",
    "donation",
    "fund_raising",
    "service_card",
    "recuperation",
    "mutual_enrolment",
    "mutual_claim",
    "safety_inspection",
    "hazard",
    "activity",
    "publicity_item",
    "facility",
    "honour",
    "fund_entry",
    "fund_collection",
    "audit_project",
    "meeting",
    "visit",
)


def load() -> None:
    """Read every ledger's file, so that its model and its declaration are known."""
    for name in FILES:
        import_module(f"members.ledgers.{name}")
