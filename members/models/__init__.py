from members.models.account_event import AccountEvent
from members.models.union import FormerPlace, Union
from members.models.user import Role, User

__all__ = ["AccountEvent", "FormerPlace", "Role", "Union", "User"]
