"""What the lead editor keeps for the search."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import Synonyms


class SynonymsViewSet(ModelViewSet):
    """Groups of synonyms, filtered by language."""

    model = Synonyms
    name = "synonyms"
    icon = "copy"
    menu_label = _("Synonyms")
    menu_order = 355
    add_to_admin_menu = True
    list_display = ["__str__", Column("language", label=_("Language"), accessor="get_language_display")]
    list_filter = ["language"]
    search_fields = ["phrases"]
    copy_view_enabled = False
    panels = [FieldPanel("language"), FieldPanel("phrases")]


synonyms_viewset = SynonymsViewSet()
