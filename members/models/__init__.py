from members.models.account_event import AccountEvent, Happening, record
from members.models.reveal import Reveal
from members.models.union import FormerPlace, Union
from members.models.user import Role, User

__all__ = ["AccountEvent", "FormerPlace", "Happening", "Reveal", "Role", "Union", "User", "record"]
