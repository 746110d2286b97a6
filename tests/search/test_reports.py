"""The report of what visitors did not find."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from partners.permissions import ensure_lead_group, ensure_partner_group
from search import log
from search.models import SearchedText
from tests import builders

pytestmark = pytest.mark.django_db


def searched(text: str, *, days_ago: int = 0, **fields) -> SearchedText:
    defaults = {"kind": "cluster", "language": "en", "searches": 1, "hits": 0, "relaxed": False}
    return SearchedText.objects.create(
        text=text,
        day=timezone.localdate() - timedelta(days=days_ago),
        **{"engine": "database", "degraded": False} | defaults | fields,
    )


@pytest.fixture
def editor(client):
    """An editor of a partner."""
    builders.home()
    client.force_login(builders.user("editor", ensure_partner_group("spi", "SPI").group))
    return client


def texts(client, **query) -> list[tuple[str, int]]:
    rows = client.get(reverse("searches_without_hits"), query).context["object_list"]
    return [(row["text"], row["searches"]) for row in rows]


def test_what_found_nothing_is_listed_over_all_days_and_the_most_frequent_comes_first(editor):
    searched("cork", searches=2)
    searched("cork", searches=3, days_ago=4)
    searched("wine", searches=4)
    searched("hydrogen", searches=50, hits=8)
    assert texts(editor) == [("cork", 5), ("wine", 4)]


def test_what_found_only_something_similar_is_listed_as_such(editor):
    searched("hydrogne", hits=8, relaxed=True)
    searched("cork")
    html = editor.get(reverse("searches_without_hits")).content.decode()
    assert "Only something similar" in html
    assert texts(editor, found="nothing") == [("cork", 1)]
    assert texts(editor, found="similar") == [("hydrogne", 1)]


def test_it_can_be_narrowed_by_period_language_and_kind(editor):
    searched("today")
    searched("long ago", days_ago=40)
    searched("heute", language="de")
    searched("everywhere", kind="")
    assert dict(texts(editor, days="30")).keys() == {"today", "heute", "everywhere"}
    assert texts(editor, language="de") == [("heute", 1)]
    assert texts(editor, kind="everything") == [("everywhere", 1)]
    assert dict(texts(editor, kind="cluster", days="7", language="en")).keys() == {"today"}


def test_nonsense_in_a_filter_is_no_error(editor):
    searched("today")
    assert editor.get(reverse("searches_without_hits"), {"days": "x", "kind": "'"}).status_code == 200


def test_each_text_links_to_its_search(editor):
    searched("cork & wine", language="pt")
    searched("fair", kind="")
    searched("gone", kind="a-kind-that-is-gone")
    html = editor.get(reverse("searches_without_hits")).content.decode()
    assert 'href="/pt/clusters/?q=cork+%26+wine"' in html
    assert 'href="/en/search/?q=fair"' in html
    assert 'href="/en/search/?q=gone"' in html


def test_it_can_be_taken_along_as_csv_and_xlsx(editor):
    searched("cork", searches=3)
    url = reverse("searches_without_hits")
    lines = b"".join(editor.get(url, {"export": "csv"}).streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Text,Language,Where,Searches")
    assert lines[1].startswith("cork,en,cluster,3,0,")
    book = load_workbook(BytesIO(b"".join(editor.get(url, {"export": "xlsx"}).streaming_content)))
    assert [cell.value for cell in book.active[2]][:4] == ["cork", "en", "cluster", 3]


def test_a_text_is_never_a_formula_in_the_export(editor):
    editor.get("/en/search/", {"q": "=cmd('x')"})
    log.write()
    response = editor.get(reverse("searches_without_hits"), {"export": "csv"})
    assert "\ncmd x,en," in b"".join(response.streaming_content).decode().replace("\r", "")


def test_editors_and_the_lead_editor_have_it_in_their_menu(client):
    builders.home()
    groups = [ensure_partner_group("spi", "SPI").group, ensure_lead_group()]
    for number, group in enumerate(groups):
        client.force_login(builders.user(f"user-{number}", group))
        assert reverse("searches_without_hits") in client.get("/admin/").content.decode()


def test_nobody_else_sees_it(client):
    builders.home()
    searched("secret")
    someone = builders.user("translator")
    someone.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(someone)
    assert reverse("searches_without_hits") not in client.get("/admin/").content.decode()
    for name in ("searches_without_hits", "searches_without_hits_results"):
        response = client.get(reverse(name), {"export": "csv"})
        assert response.status_code == 302
    client.logout()
    assert client.get(reverse("searches_without_hits")).status_code == 302
