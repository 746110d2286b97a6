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
