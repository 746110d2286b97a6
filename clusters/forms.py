"""The editor's form of a cluster profile."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.page_forms import PortalPageForm
from vocabularies.registry import get_vocabulary


class ClusterPageForm(PortalPageForm):
    """The form knows the page above, so it can tell whether the region lies in the cluster's country."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        country = getattr(self.parent_page and self.parent_page.specific, "code", "")
        regions = get_vocabulary("region")
        for code in cleaned.get("region") or []:
            if country and regions.parent(code) != country:
                text = _("%(region)s does not lie in %(country)s, the country of the page above.")
                names = {"region": regions.label(code), "country": get_vocabulary("country").label(country)}
                self.add_error("region", ValidationError(text, params=names))
        return cleaned
