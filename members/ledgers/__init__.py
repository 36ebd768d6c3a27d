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
    "dispute_case",
)


def load() -> None:
    """Read every ledger's file, so that its model and its declaration are known."""
    for name in FILES:
        import_module(f"members.ledgers.{name}")
