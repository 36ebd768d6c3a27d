"""The union tree: who sees and changes what, who files, and where a moved union stood before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from makers import Cast, make_base, make_return, make_township, signed_in

from members.models import FormerPlace, Union
from members.models.union import filing_units
from members.months import Span, month_text, parse_month, shift
from members.tree import branches
from reports.models import MonthlyReturn

LIST = reverse("union-list")
THIS_MONTH = timezone.localdate().replace(day=1)


def names(response: HttpResponse) -> list[str]:
    return [branch.union.name for branch, _ in response.context["lines"]]


def add(cast: Cast, **changes: Any) -> HttpResponse:
    data = {
        "parent": cast.county.pk, "level": "township", "code": "C1-9", "name": "石桥乡总工会", "files_returns": "on",
        "files_from": "2026-03", "established_on": "2009-03-15",
    }  # fmt: skip
    return signed_in(cast.stat).post(reverse("union-add"), data | changes)


def move(cast: Cast, union: Union, parent: Union, since: str) -> HttpResponse:
    data = {"parent": parent.pk, "since": since}
    return signed_in(cast.stat).post(reverse("union-move", args=[union.pk]), data)


def test_everybody_sees_his_own_union_and_what_is_below_it(cast: Cast) -> None:
    seen = {
        "stat": ["青山县总工会", "东港镇总工会", "东港机械厂工会", "柳溪镇总工会", "柳溪纺织厂工会"],
        "clerk": ["东港镇总工会", "东港机械厂工会"],
        "liaison": ["东港机械厂工会"],
        "other_clerk": ["桥头镇总工会"],
    }
    assert {name: names(signed_in(getattr(cast, name)).get(LIST)) for name in seen} == seen


def test_only_the_keepers_of_the_tree_are_offered_changes(cast: Cast) -> None:
    edit = reverse("union-edit", args=[cast.east.pk])
    for user, offered in [(cast.stat, True), (cast.sys_admin, True), (cast.clerk, False), (cast.leader, False)]:
        page = signed_in(user).get(LIST).content.decode()
        assert (edit in page, reverse("union-add") in page) == (offered, offered)


def test_children_follow_their_parent_in_the_order_of_their_codes(cast: Cast) -> None:
    for number in range(12):
        make_township(cast.county, f"第{number}镇总工会", code=f"C1-x{number:02}")
    ordered = [(branch.depth, branch.union.code) for branch in branches(Union.objects.below(cast.county))]
    assert ordered[:5] == [(0, "C1"), (1, "C1-1"), (2, "C1-1-1"), (1, "C1-2"), (2, "C1-2-1")]
    assert [code for _, code in ordered[5:]] == [f"C1-x{number:02}" for number in range(12)]


def test_a_search_finds_by_name_or_code(cast: Cast) -> None:
    client = signed_in(cast.stat)
    assert names(client.get(LIST, {"q": "纺织"})) == ["柳溪纺织厂工会"]
    assert names(client.get(LIST, {"q": "C1-1"})) == ["东港镇总工会"]
    assert "没有找到“桥头”" in client.get(LIST, {"q": "桥头"}).content.decode()


def test_a_new_township_stands_below_its_county_and_files_from_its_month(cast: Cast) -> None:
    assert add(cast).status_code == 302
    union = Union.objects.get(code="C1-9")
    assert (union.parent, union.path, union.level) == (cast.county, f"/{cast.county.pk:06}/{union.pk:06}/", "township")
    assert (union.files_in(date(2026, 2, 1)), union.files_in(date(2026, 3, 1))) == (False, True)
    assert "石桥乡总工会" in names(signed_in(cast.stat).get(LIST))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "C1-1"}, "已登记给别的工会"),
        ({"code": "C1 9"}, "不能有空格"),
        ({"code": ""}, "请填写工会代码"),
        ({"name": ""}, "请填写工会名称"),
        ({"parent": ""}, "请选择上级工会"),
        ({"files_from": "2026-13"}, "不是月份"),
        ({"files_from": "2026-05", "files_until": "2026-04"}, "不能早于起报月 2026年5月"),
        ({"established_on": "15.3.2009"}, "应写作 2009-03-15"),
        ({"level": "county"}, "county 不在"),
    ],
)
def test_what_is_wrong_with_a_new_union_is_said(cast: Cast, changes: dict[str, str], said: str) -> None:
    response = add(cast, **changes)
    assert response.status_code == 200 and said in response.content.decode()
    assert not Union.objects.filter(name="石桥乡总工会").exists()


def test_a_township_stands_below_a_county_only_and_in_ones_own_tree(cast: Cast) -> None:
    assert "乡镇（街道）工会的上级应为县总工会" in add(cast, parent=cast.east.pk).content.decode()
    for stranger in (cast.other_county, cast.other_town):
        assert add(cast, parent=stranger.pk, level="base").status_code == 200
    assert not Union.objects.filter(code="C1-9").exists()
    assert add(cast, parent=cast.plant.pk, level="base").status_code == 302


def test_an_edit_changes_what_the_form_shows_and_nothing_else(cast: Cast) -> None:
    before = Union.objects.filter(pk=cast.east.pk).values().get()
    data = {
        "name": "东港街道总工会", "org_type": "", "party": "东港街道党工委", "files_until": "2026-12",
        "code": "X", "level": "base", "parent": cast.west.pk, "path": "/", "id": 99,
    }  # fmt: skip
    assert signed_in(cast.stat).post(reverse("union-edit", args=[cast.east.pk]), data).status_code == 302
    after = Union.objects.filter(pk=cast.east.pk).values().get()
    changed = {key: after[key] for key in after if after[key] != before[key]}
    assert changed == {
        "name": "东港街道总工会", "party": "东港街道党工委", "files_returns": False, "files_until": date(2026, 12, 1),
    }  # fmt: skip


def test_the_months_of_a_union_come_back_into_its_form(cast: Cast) -> None:
    Union.objects.filter(pk=cast.east.pk).update(files_from=date(2025, 2, 1), established_on=date(2009, 3, 15))
    page = signed_in(cast.stat).get(reverse("union-edit", args=[cast.east.pk])).content.decode()
    assert 'value="2025-02"' in page and 'value="2009-03-15"' in page


def test_a_moved_union_takes_its_children_along_and_keeps_its_old_place_for_the_months_before(cast: Cast) -> None:
    line = make_base(cast.plant, "东港机械厂一车间工会", files_returns=True)
    Union.objects.filter(pk=cast.plant.pk).update(files_returns=True)
    assert move(cast, cast.plant, cast.west, "2026-05").status_code == 302
    cast.plant.refresh_from_db()
    line.refresh_from_db()
    assert cast.plant.parent == cast.west and line.path.startswith(cast.west.path + f"{cast.plant.pk:06}/")
    cast.east.refresh_from_db()
    old, new = Span(date(2026, 4, 1), date(2026, 4, 1)), Span(date(2026, 5, 1), date(2026, 5, 1))
    assert {cast.plant, line} <= set(filing_units(cast.east, old))
    assert not {cast.plant, line} & set(filing_units(cast.east, new))
    assert {cast.plant, line} <= set(filing_units(cast.west, new))
    assert not {cast.plant, line} & set(filing_units(cast.west, old))


def test_after_a_move_the_new_place_sees_the_union_and_the_old_one_does_not(cast: Cast) -> None:
    make_return(cast.plant, "2026-04", {"member_total": 5})
    move(cast, cast.plant, cast.west, "2026-05")
    assert MonthlyReturn.objects.visible_to(cast.clerk).count() == 0
    assert MonthlyReturn.objects.visible_to(cast.west_clerk).count() == 1


def test_a_second_move_must_come_after_the_first(cast: Cast) -> None:
    move(cast, cast.plant, cast.west, "2026-05")
    for month in ("2026-05", "2026-02"):
        page = move(cast, cast.plant, cast.east, month).content.decode()
        assert "自2026年5月起变动过隶属" in page
    assert move(cast, cast.plant, cast.east, "2026-06").status_code == 302
    assert [place.until for place in FormerPlace.objects.order_by("until")] == [date(2026, 5, 1), date(2026, 6, 1)]


def test_a_move_of_the_parent_minds_the_moves_of_its_children(cast: Cast) -> None:
    line = make_base(cast.plant, "东港机械厂一车间工会")
    move(cast, line, cast.east, "2026-03")
    move(cast, line, cast.plant, "2026-05")
    assert "变动过隶属" in move(cast, cast.plant, cast.west, "2026-05").content.decode()
    assert move(cast, cast.plant, cast.west, "2026-06").status_code == 302


@pytest.mark.parametrize("since", ["", "2026-5", "下个月"])
def test_a_move_needs_its_month(cast: Cast, since: str) -> None:
    assert move(cast, cast.plant, cast.west, since).status_code == 200
    assert FormerPlace.objects.count() == 0


def test_a_move_is_not_entered_months_ahead(cast: Cast) -> None:
    assert "最晚填" in move(cast, cast.plant, cast.west, month_text(shift(THIS_MONTH, 2))).content.decode()
    assert move(cast, cast.plant, cast.west, month_text(shift(THIS_MONTH, 1))).status_code == 302


def test_a_union_cannot_be_moved_below_itself_its_children_strangers_or_the_wrong_level(cast: Cast) -> None:
    line = make_base(cast.plant, "东港机械厂一车间工会")
    cases = [(cast.plant, cast.plant), (cast.plant, line), (cast.plant, cast.other_town), (cast.plant, cast.east)]
    cases += [(cast.east, cast.west), (cast.east, cast.other_county)]
    for union, parent in cases:
        assert move(cast, union, parent, "2026-05").status_code == 200, (union, parent)
    assert FormerPlace.objects.count() == 0


def test_a_county_is_not_moved(cast: Cast) -> None:
    assert move(cast, cast.county, cast.east, "2026-05").status_code == 403


def test_a_grassroots_union_that_stops_filing_is_counted_by_the_one_above(cast: Cast) -> None:
    Union.objects.filter(pk=cast.plant.pk).update(files_returns=True, files_until=parse_month("2026-04"))
    page = signed_in(cast.clerk).get(LIST).content.decode()
    assert "本月不报" in page and "至2026年4月" in page
    Union.objects.filter(pk=cast.plant.pk).update(files_returns=False)
    assert "由上级统计" in signed_in(cast.clerk).get(LIST).content.decode()


def test_the_list_takes_as_many_queries_for_five_unions_as_for_fifty(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    client = signed_in(cast.sys_admin)
    client.get(LIST)
    for _ in range(2):
        with django_assert_num_queries(5):  # session, user, its union, unions, former places
            client.get(LIST)
        for number in range(45):
            make_base(cast.east, f"第{number}厂工会", code=f"E{_}{number}")
