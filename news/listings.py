"""What the listings of the admin show of sections and news, and what they can be filtered by."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import ParentPageColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView

from news.models import NewsPage, NewsSectionPage
from partners.listings import (
    OwnerFilterSet,
    PartnerFilter,
    WithPartnerAbove,
    labels_of,
    owner_columns,
    page_columns,
)
from portal.page_filters import SearchablePageFilterSet
from translation.language_states import LanguagesColumn, LanguageStateFilter
from vocabularies.filters import CodeFilter


class NewsFilterSet(SearchablePageFilterSet):
    """Filters of news; Wagtail's own come after them."""

    kind = CodeFilter(label=_("Kind"), field_name="kind", vocabulary="news_kind")
    topic = CodeFilter(label=_("Topic"), field_name="topics", vocabulary="topic")
    country = CodeFilter(label=_("Country"), field_name="countries", vocabulary="country")
    sector = CodeFilter(label=_("Sector"), field_name="sectors", vocabulary="sector")
    partner = PartnerFilter()
    translation = LanguageStateFilter()

    class Meta:
        model = NewsPage
        fields: list[str] = []


class SectionFilterSet(OwnerFilterSet):
    """Filters of sections."""

    class Meta(OwnerFilterSet.Meta):
        model = NewsSectionPage


NEWS_COLUMNS = page_columns(
    ParentPageColumn("parent", label=_("Section")),
    DateColumn("date", label=_("Date"), sort_key="date"),
    Column("topics", label=_("Topics"), accessor=labels_of("topics", "topic")),
    LanguagesColumn("languages", label=_("Languages")),
    Column("partner_code", label=_("Partner")),
)
SECTION_COLUMNS = owner_columns("articles", _("Articles"))


class NewsIndexView(WithPartnerAbove, IndexView):
    """All news."""

    owner = NewsSectionPage


class NewsBelowView(WithPartnerAbove, ExplorableIndexView):
    """The news of a section, in the page explorer."""

    owner = NewsSectionPage
