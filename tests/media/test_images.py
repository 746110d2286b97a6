import re

import pytest
from django.core.exceptions import ValidationError

from media.models import PortalImage
from tests import builders

pytestmark = pytest.mark.django_db


def test_an_image_needs_a_decision_on_its_alternative_text():
    with pytest.raises(ValidationError, match="decorative"):
        PortalImage(title="DSC_0815.jpg").clean()
    PortalImage(title="x", description="Two people shake hands").clean()
    PortalImage(title="x", is_decorative=True).clean()
    with pytest.raises(ValidationError, match="no description"):
        PortalImage(title="x", description="Hands", is_decorative=True).clean()


def test_the_title_is_never_the_alternative_text():
    assert PortalImage(title="DSC_0815.jpg").default_alt_text == ""
    assert PortalImage(title="DSC_0815.jpg", description="Hands").default_alt_text == "Hands"


def test_an_image_is_served_and_a_document_is_not(client):
    rendition = builders.image().get_rendition("width-10")
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    document = builders.document()
    assert client.get(f"/media/{document.file.name}").status_code == 404
    assert client.get("/media/images/../documents/x.pdf").status_code == 404
    for name in ("x" * 256, "x/" * 2500):
        assert client.get(f"/media/images/{name}.png").status_code == 404


def test_a_picture_comes_in_small_formats_and_sizes_and_below_the_first_screen_when_it_is_near(client):
    picture = builders.image(description="A crane")
    page = builders.news_page(image=picture, body=[("image", picture)])
    html = client.get(page.url).content.decode()
    leading, below = re.findall("<picture>.*?</picture>", html, re.DOTALL)
    for each in (leading, below):
        assert re.findall(r'type="image/(\w+)"', each) == ["avif", "webp"]
        assert 'sizes="' in each
        assert re.search(r'srcset="\S+width-480\S* 480w, \S+width-800', each)
        # With its own size no picture moves the text when it arrives.
        assert {"width", "height"} <= set(re.findall(r' (\w+)="', each.split("<img")[1]))
    assert 'loading="lazy"' in below
    assert "lazy" not in leading
