"""Does the county see what a copied outline brings, is it asked before anything is replaced, can it go back?"""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from makers import Cast, make_summary, signed_in
from test_outline_copies import cast, make_arranged

from reports.models import OutlineCopy, State
from reports.models.sentence import SentenceState
from reports.sections.copying import last_copy
from reports.sections.rewording import arrange, set_state

pytestmark = pytest.mark.django_db
__all__ = ["cast"]


@pytest.fixture
def stat(cast: Cast) -> Client:
    return signed_in(cast.stat)


def body(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:300]
    return response.content.decode()


def test_the_page_shows_what_comes_along_before_it_is_copied(cast: Cast, stat: Client) -> None:
    make_arranged(cast)
    arrange(cast.county, "annual", 2021, ["basics", "aid"], by=cast.stat, headings={})
    set_state(cast.county, "P02-1", 2021, SentenceState.OFF, by=cast.stat)
    outline = body(stat.get(reverse("outline-edit"), {"kind": "annual", "year": 2021}))
    assert "复制提纲" in outline and "自2021年起的本县提纲" in outline and "2020年起" in outline
    asked = {"kind": "annual", "source": "annual:2020", "year": 2023, "asked": 1, "sentences": "on"}
    page = body(stat.get(reverse("outline-copy"), asked))
    assert "建会入会" in page and "2020年我县新添工会{union_new}个。" in page and "停用" in page
    assert "半年总结" in page and not OutlineCopy.objects.exists()
    assert body(stat.get(reverse("outline-copy"), asked | {"sentences": ""})).count("我县新添") == 1
    del asked["sentences"]
    assert "我县新添" not in body(stat.get(reverse("outline-copy"), asked))


def test_copying_in_the_browser_asks_shows_and_takes_back(cast: Cast, stat: Client) -> None:
    make_arranged(cast)
    make_arranged(cast, 2022, "组织起来")
    asked = {"kind": "annual", "source": "annual:2020", "year": 2022, "asked": 1, "sentences": "on"}
    page = body(stat.post(reverse("outline-copy"), asked), 422)
    assert "2022年已有自己的提纲或句式" in page and "组织起来" in page and "建会入会" in page
    token = page.partition('name="over" value="')[2].partition('"')[0]
    answer = stat.post(reverse("outline-copy"), asked | {"over": token}, follow=True)
    page = body(answer)
    assert "已把2020年的年度总结提纲复制到2022年起的年度总结" in page and "撤销这次复制" in page
    assert 'value="建会入会"' in page and "带来1句句式" in page
    copy = last_copy(cast.county, "annual", 2022)
    assert copy is not None
    page = body(stat.post(reverse("outline-undo", args=[copy.pk]), follow=True))
    assert 'value="组织起来"' in page and "重新换成复制的提纲" in page


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"source": "annual:2020", "year": "2020"}, "同一年的提纲"),
        ({"source": "plan:2020", "year": "2022"}, "不能照搬"),
        ({"source": "annual:2020", "year": "二二"}, "年份请填四位数字"),
        ({"source": "annual:0", "year": "99999"}, "年份请填四位数字"),
    ],
)
def test_what_cannot_be_copied_is_told(asked: dict[str, str], why: str, stat: Client) -> None:
    assert why in body(stat.get(reverse("outline-copy"), {"kind": "annual", **asked}))
    assert why in body(stat.post(reverse("outline-copy"), {"kind": "annual", **asked}), 422)
    assert not OutlineCopy.objects.exists()


def test_the_page_says_that_begun_reports_keep_theirs(cast: Cast, stat: Client) -> None:
    make_summary(cast.east, "2022-01", "2022-12")
    make_summary(cast.west, "2022-01", "2022-12", state=State.APPROVED)
    page = body(stat.get(reverse("outline-edit"), {"kind": "annual", "year": 2022}))
    assert "已起草2份，其中1份已签发，都保留起草时的提纲" in page
    page = body(stat.get(reverse("outline-copy"), {"kind": "annual", "source": "annual:0", "year": 2022}))
    assert "已起草2份，这些和已签发的都保留起草时的提纲和句式" in page
