import pytest
from django.core.exceptions import ValidationError

from media.models import PortalImage

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
