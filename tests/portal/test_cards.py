"""The pictures that networks show where a page is shared."""

import base64
import io
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import PageViewRestriction

from portal.cards import drawing
from portal.cards.contents import HEIGHT, WIDTH, Card
from portal.cards.pages import card_of, card_url
from portal.cards.wrapping import fitted, shortened, wrapped
from search.previews import SOCIAL_CARD
from tests import builders
from vocabularies.registry import get_vocabulary

COMPOUND = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
# Every letter beyond ASCII of the portal's six languages, of Polish, Czech, Hungarian, Romanian, Turkish, the
# Nordic and Baltic languages, Croatian, Maltese, Greek and Bulgarian; and what their texts are set with.
LETTERS = (
    "äöüÄÖÜßẞàâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛŸãõáíóúÃÕÁÍÓÚñÑ¿¡ìòÌÒ"
    "ąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůýžČĎĚŇŘŠŤŮÝŽőűŐŰăâîșțĂÂÎȘȚğıİşĞŞåøÅØæðþÐÞāēģīķļņūĀĒĢĪĶĻŅŪėįųĖĮŲđĐċġħĊĠĦ"
    "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ"
    "абвгдежзийклмнопрстуфхцчшщъьюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ–—…“”„«»‘’·€№"
)


def picture(card: Card) -> Image.Image:
    image = Image.open(io.BytesIO(drawing.draw(card)))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("RGB")


def columns_with(image: Image.Image, top: int, bottom: int) -> tuple[int, int]:
    """First and last column of a band that have anything but ink."""
    band = image.crop((0, top, WIDTH, bottom))
    box = Image.eval(band.convert("L"), lambda value: 255 if value > 60 else 0).getbbox()
    assert box
    return box[0], box[2]


@given(st.text(alphabet="ab ÄßM", max_size=120), st.integers(1, 40))
def test_lines_are_never_wider_than_allowed_and_lose_no_letter(text, width):
    lines = wrapped(text, len, max(2, width))
    assert all(len(line) <= max(2, width) for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="ab ", max_size=80), st.integers(2, 30))
def test_a_text_that_is_shortened_fits_and_says_that_something_is_missing(text, width):
    short = shortened(text, len, width)
    assert short == text or (len(short) <= width and short.endswith("…"))


def test_a_title_takes_the_largest_letters_that_hold_it():
    sizes = ((20, 1), (10, 2))

    def fit(text: str):
        return fitted(text, lambda size: lambda line: size * len(line), sizes, 100)

    assert fit("five5") == fitted("five5", lambda size: lambda line: size * len(line), sizes, 100)
    assert (fit("five5").lines, fit("five5").size) == (["five5"], 20)
    assert (fit("six66 x").lines, fit("six66 x").size) == (["six66 x"], 10)
    assert fit("one two three four five").lines == ["one two", "three…"]
    assert fit("abcdefghijkl").lines == ["abcdefghi-", "jkl"]


def test_the_font_has_every_letter_of_the_languages_of_europe():
    letters = drawing.font(40)
    nothing = bytes(letters.getmask("\U0010fffd"))
    assert [letter for letter in LETTERS if bytes(letters.getmask(letter)) == nothing] == []


@pytest.mark.django_db
def test_every_sector_has_its_sign_and_a_hue_of_its_own_on_ink():
    codes = get_vocabulary("sector").codes()
    colours = {drawing.sector_colour(code) for code in codes}
    assert len(colours) == len(codes)
    assert drawing.SEA not in colours
    for code in codes:
        lines, stars = drawing.star_sign(code)
        assert lines
        assert stars


@pytest.mark.parametrize(
    ("oklch", "rgb"),
    [
        ((0.62796, 0.25768, 29.234), (255, 0, 0)),
        ((0.51975, 0.17686, 142.495), (0, 128, 0)),
        ((0.45201, 0.31321, 264.052), (0, 0, 255)),
        ((1.0, 0.0, 0.0), (255, 255, 255)),
    ],
)
def test_a_colour_is_what_css_says_it_is(oklch, rgb):
    assert drawing.oklch(*oklch) == rgb


@pytest.mark.parametrize("title", [COMPOUND, "Wörter " * 60, "x"])
def test_no_title_runs_over_the_margins_or_into_what_is_below(title):
    image = picture(Card(title, "Portal", "Kind", "Ort", (("health", "Gesundheit"),)))
    left, right = columns_with(image, drawing.TITLE_TOP - 8, 456)
    assert left >= drawing.MARGIN - 4
    assert right <= WIDTH - drawing.MARGIN
    # Between the title and the line with the place there is nothing.
    assert (
        Image.eval(image.crop((0, 452, WIDTH, 464)).convert("L"), lambda v: v > 60 and 255).getbbox() is None
    )


def test_a_card_has_the_colours_of_its_sectors():
    image = picture(Card("Title", sectors=(("health", "Health"), ("textiles", "Textiles"))))
    bar = [image.getpixel((x, HEIGHT - 4)) for x in (100, WIDTH - 100)]
    for seen, code in zip(bar, ("health", "textiles"), strict=True):
        assert seen == pytest.approx(drawing.sector_colour(code), abs=6)
    assert picture(Card("Title")).getpixel((100, HEIGHT - 4)) == pytest.approx(drawing.SEA, abs=6)


def test_many_sectors_with_long_names_stay_within_the_margins():
    sectors = tuple((f"code-{n}", "Ernährungswirtschaft und Sozialwirtschaft") for n in range(9))
    left, right = columns_with(picture(Card("Title", sectors=sectors)), 530, 580)
    assert left >= drawing.MARGIN - 4
    assert right <= WIDTH - drawing.MARGIN


def test_another_word_is_another_address():
    assert Card("a").digest == Card("a").digest != Card("b").digest != Card("a", line="b").digest


@pytest.mark.django_db
def test_a_page_names_the_picture_of_what_it_is_in_its_language(client, monkeypatch):
    page = builders.cluster_page("Łódź Textile", country="DE", city="Chemnitz", sectors=["textiles"])
    german = builders.translate(page, "de")
    html = client.get(german.url).content.decode()
    address = re.search(r'<meta property="og:image" content="([^"]+)">', html)[1]
    for name, value in {"width": "1200", "height": "630", "alt": german.title}.items():
        assert f'<meta property="og:image:{name}" content="{value}">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert '<meta property="og:locale" content="de_DE">' in html
    card = card_of(german)
    assert (card.kind, card.line) == ("Cluster", "Chemnitz, Deutschland")
    assert card.sectors == (("textiles", get_vocabulary("sector").label("textiles", "de")),)
    assert address == card_url(german, card)
    answer = client.get(urlsplit(address).path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert not answer.cookies
    # It is drawn once.
    monkeypatch.setattr(drawing, "draw", lambda card: pytest.fail("drawn again"))
    assert client.get(urlsplit(address).path).content == answer.content


@pytest.mark.django_db
def test_every_kind_of_page_says_what_it_is():
    event = builders.event_page(
        "Meeting",
        start=datetime(2031, 5, 4, 9, tzinfo=UTC),
        city="Évora",
        country=["PT"],
        event_type=["conference"],
        sectors=["health"],
    )
    assert card_of(event).line == "4 May 2031 · Évora, Portugal"
    assert card_of(event).kind == get_vocabulary("event_type").label("conference", "en")
    news = builders.news_page("Headline", date=datetime(2031, 5, 4, tzinfo=UTC).date(), sectors=["health"])
    assert card_of(news).line == "4 May 2031"
    assert [code for code, _label in card_of(news).sectors] == ["health"]
    assert card_of(builders.country_page("FR")).kind == "Country"
    assert card_of(builders.standard_page("About")).kind == ""
    home = builders.home()
    assert card_of(home).title == home.headline


@pytest.mark.django_db
def test_an_address_of_before_leads_to_the_picture_of_now(client):
    page = builders.standard_page("About")
    answer = client.get(f"/cards/{page.pk}-{'0' * 16}.png")
    assert answer.status_code == 302
    assert answer["Location"] == card_url(page, card_of(page))
    # Or, once the page is changed back, a browser would go to and fro between two redirects that it kept.
    assert answer["Cache-Control"] == "no-cache"
    assert "max-age=86400" in client.get(urlsplit(answer["Location"]).path)["Cache-Control"]


@pytest.mark.django_db
def test_there_is_no_picture_of_what_not_everybody_may_see(client):
    draft = builders.standard_page("Draft", slug="draft", live=False)
    private = builders.standard_page("Private", slug="private")
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    for page in (draft, private):
        address = urlsplit(card_url(page, card_of(page))).path
        assert client.get(address).status_code == 404
    assert client.get(f"/cards/999999999-{'0' * 16}.png").status_code == 404


@pytest.mark.django_db
def test_a_page_that_shows_another_languages_text_has_its_picture(client):
    page = builders.standard_page("About", slug="about")
    builders.home("fr")
    alias = page.copy_for_translation(builders.locale("fr"), alias=True)
    answer = client.get(urlsplit(card_url(alias, card_of(alias))).path, follow=True)
    assert answer["Content-Type"] == "image/png"
    assert answer.request["PATH_INFO"] == urlsplit(card_url(page, card_of(page))).path


@pytest.mark.django_db
def test_the_preview_beside_the_editor_shows_the_same_picture():
    page = builders.news_page("Typed a moment ago", live=False)
    page.title = "Typed just now"
    response = page.make_preview_request(preview_mode=SOCIAL_CARD)
    html = response.rendered_content if hasattr(response, "rendered_content") else response.content.decode()
    shown = re.search(r'src="data:image/png;base64,([^"]+)"', html)[1]
    assert base64.b64decode(shown) == drawing.draw(card_of(page))


@pytest.mark.django_db
def test_an_address_that_asks_for_too_many_pictures_has_to_wait(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"picture": 1}
    page = builders.standard_page("About")
    address = urlsplit(card_url(page, card_of(page))).path
    asked = [client.get(address, REMOTE_ADDR="203.0.113.77").status_code for _number in range(2)]
    assert asked == [200, 429]
