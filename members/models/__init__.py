from members.models.account_event import AccountEvent, Happening, record
from members.models.import_batch import BatchState, ImportBatch
from members.models.reveal import Reveal
from members.models.union import FormerPlace, Union
from members.models.user import Role, User

__all__ = [
    "AccountEvent",
    "BatchState",
    "FormerPlace",
    "Happening",
    "ImportBatch",
    "Reveal",
    "Role",
    "Union",
    "User",
    "record",
]
