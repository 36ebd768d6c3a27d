"""How is a total divided over records so that they add up to it exactly?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random


def divide(total: Decimal | int, parts: int, dice: Random, least: int = 0) -> list[Decimal]:
    """Uneven shares of a total, each at least `least` where that goes; cents stay together. Empty for no parts."""
    if parts <= 0:
        return []
    whole = int(total)
    if whole < least * parts:
        least = 0
    weights = [dice.randint(3, 9) for _ in range(parts)]
    spare = whole - least * parts
    shares = [Decimal(least + spare * weight // sum(weights)) for weight in weights]
    shares[dice.randrange(parts)] += total - sum(shares)
    return shares


def within(total: Decimal | int, limits: Sequence[Decimal | int]) -> list[Decimal]:
    """Shares of a total, none above its limit, spread in proportion; what does not fit is left out."""
    room = sum((Decimal(limit) for limit in limits), Decimal(0))
    left = min(Decimal(total), room)
    shares = []
    for limit in map(Decimal, limits):
        share = min(limit, -(-left * limit // room)) if room else Decimal(0)
        share = min(share, left)
        shares.append(share)
        left, room = left - share, room - limit
    return shares
