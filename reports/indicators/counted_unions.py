"""Whose ledgers make up a union's return of a month, as the tree stood then?"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from members.models import Union
from members.models.union import FormerPlace


def counted_unions(union: Union, month: date) -> list[int]:
    """The unions whose ledgers make up this union's return of the month: those nearest to it among who files then."""
    former = {pk: path for pk, path, _ in FormerPlace.objects.filter(until__gt=month).order_by("-until").values_list(
        "union_id", "path", "until"
    )}  # fmt: skip
    own = former.get(union.pk, union.path)
    found = Union.objects.filter(Q(path__startswith=union.path) | Q(pk__in=former))
    places = {each.pk: former.get(each.pk, each.path) for each in found}
    filing = [places[each.pk] for each in found if each.pk in places and each.files_in(month)]
    below = {pk: path for pk, path in places.items() if path.startswith(own)}
    nearest = {pk: max((place for place in filing if path.startswith(place)), key=len, default="") for pk, path in
               below.items()}  # fmt: skip
    return [pk for pk, place in nearest.items() if place == own]
