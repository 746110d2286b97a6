"""The front page as the lead editor arranges it."""

import re
from uuid import uuid4

import pytest
from wagtail.models import Site
from wagtail_localize.models import Translation, TranslationSource

from demo.structure import load_home, load_languages
from home.blocks import ArrangementBlock, front_blocks
from home.models import HomePage
from search.outbox import build_stale
from tests import builders


@pytest.mark.parametrize("name", [name for name, _block in front_blocks()])
def test_every_block_has_a_description_and_a_preview(name):
    block = ArrangementBlock().child_blocks[name]
    assert str(block.get_description())
    assert block.is_previewable


def arrange(*blocks, language: str = "en") -> HomePage:
    home = builders.home(language)
    home.body = [
        {"type": name, "value": value, "id": f"00000000-0000-0000-0000-{number:012}"}
        for number, (name, value) in enumerate(blocks)
    ]
    home.save_revision().publish()
    return home


def headings(client, language: str = "en") -> list[str]:
    html = client.get(f"/{language}/").content.decode().split("<main")[1].split("</main>")[0]
    return [" ".join(text.split()) for text in re.findall(r"<h[12][^>]*>([^<]*)</h[12]>", html)]


@pytest.mark.django_db
def test_blocks_are_shown_in_the_order_they_are_arranged_in(client):
    arrange(
        ("news", {"heading": "", "number": 2}),
        ("text", "<p>Our words</p>"),
        ("hero", {}),
        ("events", {"heading": "Meet us", "number": 1}),
    )
    assert headings(client) == ["Latest news", "Clusters of Europe", "Meet us"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"lead": "Find “partners”.", "search_description": "For engines."}, ["For engines."] * 2),
        ({"lead": 'Find "partners" & more.'}, ["Find &quot;partners&quot; &amp; more."] * 2),
        ({"lead": "x" * 300}, ["x" * 199 + "…"] * 2),
        ({"lead": ""}, []),
    ],
)
def test_search_engines_and_networks_are_told_the_lead_unless_something_was_written_for_them(
    client, written, told
):
    HomePage.objects.filter(pk=builders.home().pk).update(**written)
    html = client.get("/en/").content.decode()
    assert re.findall(r'<meta (?:name="|property="og:)description"[^>]* content="([^"]*)">', html) == told


@pytest.mark.django_db
def test_without_an_opening_the_page_still_has_its_headline(client):
    arrange(("sectors", {"heading": ""}))
    assert headings(client) == ["Clusters of Europe", "Clusters by sector"]


@pytest.mark.django_db
def test_text_alone_is_shown_within_the_usual_order(client):
    builders.partner_page("A partner")
    arrange(("heading", {"text": "Our words"}))
    assert headings(client) == [
        "Clusters of Europe",
        "Clusters by country",
        "Next events",
        "Latest news",
        "Clusters by sector",
        "Our words",
        "The partners",
    ]


@pytest.mark.django_db
def test_the_numbers_are_those_of_the_search(client):
    builders.cluster_page("One", country="DE")
    builders.cluster_page("Two", country="DE")
    builders.cluster_page("Draft", country="FR", live=False)
    builders.event_page()
    build_stale()
    arrange(("numbers", {}))
    html = client.get("/en/").content.decode()
    numbers = re.search(r'class="figures.*?</ul>', html, re.DOTALL)[0]
    assert re.findall(r"<b>(\d+)</b>", numbers) == ["2", "1", "1"]


@pytest.mark.django_db
def test_a_listing_shows_as_many_as_are_wanted(client):
    for number in range(4):
        builders.news_page(f"News {number}")
    build_stale()
    arrange(("news", {"heading": "", "number": 3}))
    assert client.get("/en/").content.decode().count("data-news=") == 3


@pytest.mark.django_db
def test_two_listings_of_the_same_kind_have_headings_of_their_own(client):
    kinds = ("news", "events", "events", "text", "news")
    arrange(*((kind, "<p>x</p>" if kind == "text" else {"heading": kind, "number": 1}) for kind in kinds))
    html = client.get("/en/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    labels = re.findall(r'<section[^>]* aria-labelledby="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert len(labels) == 4
    assert set(labels) <= set(ids)


@pytest.mark.django_db
def test_highlights_show_what_is_public_in_the_visitors_language(client):
    shown = builders.cluster_page("Shown", summary="Its summary")
    builders.translate(shown, "fr")
    draft = builders.cluster_page("Draft", live=False)
    build_stale()
    arrange(
        (
            "highlights",
            {
                "heading": "Worth a look",
                "pages": [
                    {"type": "item", "value": {"page": page.pk, "text": ""}, "id": str(uuid4())}
                    for page in (shown, draft)
                ],
            },
        )
    )
    builders.translate(builders.home(), "fr")
    html = client.get("/en/").content.decode()
    assert "Its summary" in html
    assert "Draft" not in html
    french = client.get("/fr/").content.decode()
    assert "fr: Its summary" in french
    assert "fr: Worth a look" in french


@pytest.mark.django_db
def test_the_demos_front_page_is_made_with_its_site_or_not_at_all(monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    load_languages()
    monkeypatch.setattr(Site.objects, "update_or_create", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load_home()
    assert not HomePage.objects.exists()


@pytest.mark.django_db
def test_a_language_can_have_an_arrangement_of_its_own(client):
    home = arrange(("hero", {}), ("sectors", {"heading": "All sectors"}))
    french = builders.translate(home, "fr")
    assert headings(client, "fr") == ["fr: Clusters of Europe", "fr: All sectors"]
    # What "Stop translation" in the admin does: from then on the French page is arranged by itself.
    Translation.objects.filter(source__object_id=home.translation_key).update(enabled=False)
    french.body = [{"type": "news", "value": {"heading": "", "number": 1}}]
    french.save_revision().publish()
    home = arrange(("hero", {}), ("map", {"heading": ""}))
    TranslationSource.update_or_create_from_instance(home)
    assert headings(client, "fr")[0] == "fr: Clusters of Europe"
    assert "fr: All sectors" not in headings(client, "fr")
    assert len(headings(client, "fr")) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, _block in front_blocks()])
def test_the_preview_of_a_block_shows_something(client, name):
    builders.cluster_page("One", sectors=["digital"])
    builders.partner_page("A partner")
    build_stale()
    block = ArrangementBlock().child_blocks[name]
    client.force_login(builders.admin())
    response = client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    assert re.search(r"<(section|li)[ >]", response.content.decode().split("<main")[1])
