"""Every public page of the demo in every language: where it exists, and in which language its words stand."""

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from search.outbox import build_stale
from tests.browser.templates import TEMPLATES
from tests.demo.crawler import PHRASE, Document, foreign, known_texts, normal, read, untranslated
from translation.models import Baseline
from translation.publishing import publish, translations_of

pytestmark = pytest.mark.slow

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass
class World:
    """The demo as it was sent while a page of every type was public in French that nobody had translated.

    Arguments:
        crawled: every content of the sitemap in every language, by path; each was answered with 200.
        asked: what no sitemap names, likewise: searches, a map, a month, a comparison, nothing there.
        gaps: what nobody had translated, by type of page.
    """

    crawled: dict[str, Document]
    asked: dict[str, Document]
    gaps: dict[str, set[str]]


@pytest.fixture(scope="module")
def world(demo) -> World:
    with transaction.atomic():
        gaps = publish_untranslated("fr")
        crawled = _crawl()
        asked = _ask(crawled)
        transaction.set_rollback(True)
    return World(crawled, asked, gaps)


@pytest.fixture(scope="module")
def crawled(world) -> dict[str, Document]:
    return world.crawled


@pytest.fixture(scope="module")
def asked(world) -> dict[str, Document]:
    return world.asked


def publish_untranslated(language: str) -> dict[str, set[str]]:
    """Publish a translation of a page of every type without any text translated.

    Returns:
        What it shows in English therefore, by type.
    """
    published = {}
    pages = Page.objects.live().filter(locale__language_code=language, alias_of=None).order_by("path")
    translations = translations_of(pages)
    for page in pages:
        translation = translations.get(page.pk)
        if translation and translation.source.locale.language_code == "en":
            published.setdefault(page.specific_class.__name__, translation)
    for translation in published.values():
        StringTranslation.objects.filter(
            locale=translation.target_locale, context__object=translation.source.object_id
        ).delete()
        publish(translation, get_user_model().objects.get(username="admin"), confirmed=True)
    build_stale()
    baselines = Baseline.objects.in_bulk(each.pk for each in published.values())
    return {
        name: {normal(text) for texts in baselines[each.pk].untranslated.values() for text in texts}
        for name, each in published.items()
    }


def _crawl() -> dict[str, Document]:
    client = Client()

    def located(path: str) -> list[str]:
        text = client.get(path).content.decode()
        return [urlsplit(address).path for address in re.findall("<loc>(.*?)</loc>", text)]

    paths = sorted({path[4:] for sitemap in located("/sitemap.xml") for path in located(sitemap)})
    assert len(paths) > 150
    documents = {}
    for path in paths:
        for language in LANGUAGES:
            response = client.get(f"/{language}/{path}")
            assert response.status_code == 200, (language, path)
            documents[f"/{language}/{path}"] = read(response.content.decode())
    return documents


def _ask(crawled: dict[str, Document]) -> dict[str, Document]:
    client = Client()
    documents = {}
    for template in TEMPLATES.values():
        for language in LANGUAGES:
            path = f"/{language}/{template.path}"
            if path not in crawled:
                response = client.get(path)
                assert response.status_code == template.status, path
                documents[path] = read(response.content.decode())
    assert len(documents) >= 8 * len(LANGUAGES)
    return documents


def path_of(address: str) -> str:
    return urlsplit(address).path


def question_of(address: str) -> tuple[str, frozenset[str]]:
    """Path and names of the parameters: one link of a kind is followed, whatever it asks."""
    return path_of(address), frozenset(parse_qs(urlsplit(address).query))


def test_a_page_is_in_the_language_of_its_address(crawled, asked):
    wrong = [path for path, page in (crawled | asked).items() if page.language != path[1:3]]
    assert wrong == []


def test_alternates_lead_both_ways_and_to_one_for_everybody_else(crawled):
    for path, page in crawled.items():
        alternates = page.alternates()
        default = alternates.pop("x-default", "")
        assert default in alternates.values(), path
        assert {code: path_of(address)[1:3] for code, address in alternates.items()} == {
            code: code for code in alternates
        }, path
        for address in alternates.values():
            other = crawled[path_of(address)].alternates()
            assert other.pop("x-default") == default, (path, address)
            assert other == alternates, (path, address)
        if "en" in alternates:
            assert default == alternates["en"], path


def test_the_canonical_address_is_that_of_a_page_that_exists(crawled):
    for path, page in crawled.items():
        canonical = page.canonical()
        exists = path[1:3] in page.alternates()
        assert (path_of(canonical) == path) == exists, path
        assert canonical in page.alternates().values(), path
        assert crawled[path_of(canonical)].canonical() == canonical, path


def test_a_page_that_does_not_exist_in_the_language_says_so(crawled):
    untranslated = {path for path, page in crawled.items() if path[1:3] not in page.alternates()}
    assert untranslated == {path for path, page in crawled.items() if page.notice}
    assert 100 < len(untranslated) < len(crawled)


def test_the_choice_of_languages_says_in_which_the_page_exists(crawled):
    for path, page in crawled.items():
        choices = {
            each["hreflang"]: each["href"] for tag, each in page.links if tag == "a" and "hreflang" in each
        }
        exists = {code for code in page.alternates() if code != "x-default"}
        assert choices == {code: f"/{code}/{path[4:]}" for code in exists}, path
        assert {f"/{code}/{path[4:]}" for code in LANGUAGES} <= set(page.addresses()), path


def test_no_link_leads_nowhere(crawled, asked, demo):
    client = Client()
    pages = crawled | asked
    seen, broken = {question_of(path) for path in pages}, []
    for path, page in pages.items():
        for address in page.addresses():
            target = urlsplit(urljoin(f"{settings.SITE_URL}{path}", address))
            is_ours = f"{target.scheme}://{target.netloc}" == settings.SITE_URL
            if not is_ours or question_of(target.geturl()) in seen:
                continue
            seen.add(question_of(target.geturl()))
            # Another visitor each time: exports are limited by address.
            visitor = f"10.0.{len(seen) // 250}.{len(seen) % 250}"
            answer = client.get(f"{target.path}?{target.query}", follow=True, REMOTE_ADDR=visitor)
            if answer.status_code != 200:
                broken.append((path, address))
            if answer.streaming:
                # A file: open until it is read.
                list(answer)
    assert broken == []
    followed = {address.rpartition(".")[2] for address, _names in seen}
    assert {"css", "ics", "js", "svg", "woff2"} <= followed


def test_nothing_stands_in_a_language_that_it_is_not_marked_with(crawled, asked, demo):
    known = known_texts()
    assert len(known) > 5000
    found: dict[tuple, str] = {}
    for path, page in (crawled | asked).items():
        for text, language, right in foreign(page, known):
            found.setdefault((text, language, tuple(sorted(right))), path)
    assert found == {}


def test_what_was_published_untranslated_is_marked_wherever_it_stands(world):
    assert len(world.gaps) > 8
    stands: dict[str, dict[str, str]] = defaultdict(dict)
    for path, page in (world.crawled | world.asked).items():
        if path.startswith("/fr/"):
            for text, language in page.texts:
                # What a page is called stands in its head before the name of the portal.
                stands[normal(text).partition(" · ")[0]].setdefault(language, path)
    # A single word, and a name, may be the same in French.
    texts = {name: {text for text in gaps if PHRASE.search(text)} for name, gaps in world.gaps.items()}
    wrong = {text: stands[text] for gaps in texts.values() for text in gaps if stands[text].keys() - {"en"}}
    assert wrong == {}
    assert [name for name, gaps in texts.items() if gaps and not any(stands[text] for text in gaps)] == []


def test_the_accessibility_statement_is_there_in_every_language(crawled):
    assert [crawled[f"/{language}/accessibility/"].notice for language in LANGUAGES] == [False] * 6


def test_no_template_says_anything_in_one_language_only(crawled, asked, demo):
    assert untranslated([*crawled.values(), *asked.values()]) == set()


def test_the_crawler_follows_whatever_a_page_is_shown_with():
    page = read(
        '<link rel="icon" href="i"><script src="s"></script><a href="a"></a><a id="nowhere"></a>'
        '<picture><source srcset="w1 480w, w2 800w"><img src="w3" srcset=""></picture>'
        '<form action="g"></form><form action="p" method="POST"></form><form></form><use href="u#x"/>'
    )
    assert list(page.addresses()) == ["i", "s", "a", "w1", "w2", "w3", "g", "u#x"]


@pytest.mark.django_db
def test_the_crawler_finds_what_nobody_translated():
    documents = [
        read(f'<html lang="{code}"><body><p>Written into the template</p><p lang="en">Taken as it is</p>')
        for code in LANGUAGES
    ]
    assert untranslated(documents) == {"Written into the template"}


def test_the_crawler_finds_what_it_looks_for():
    html = (
        '<html lang="fr"><body><p>Sectors</p><p lang="en">Sectors</p><p>Secteurs <img alt="Sectors"></p>'
        "<p>Sectors <b>de la France</b></p><p>Les <b>Sectors</b> du pays</p>"
        '<p><b lang="en">Les secteurs</b></p><p>sectors.example</p><script>Sectors</script></body></html>'
    )
    known = {"Sectors": {"en"}, "Secteurs": {"fr"}, "Les secteurs": {"fr"}, "sectors.example": {"en"}}
    assert foreign(read(html), known) == [
        ("Sectors", "fr", {"en"}),
        ("Sectors", "fr", {"en"}),
        ("Les secteurs", "en", {"fr"}),
    ]
