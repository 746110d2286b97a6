"""Pages for tests: one function a page type, with the least that a valid page needs.

Every function saves, publishes (unless ``live=False``) and returns the page. Parents that are missing are
made. Any field can be given by name. ``language`` is the language the page is written in.
"""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from clusters.models import ClusterContact, ClusterIndexPage, ClusterPage, CountryPage
from events.models import EventCluster, EventIndexPage, EventPage, EventSeriesPage
from home.models import HomePage, StandardPage
from media.models import PortalDocument, PortalImage
from news.models import NewsCluster, NewsIndexPage, NewsPage, NewsSectionPage
from partners.models import Partner, PartnerPage, PartnersIndexPage
from vocabularies.registry import get_vocabulary

_numbers = count(1)


def locale(language: str = "en") -> Locale:
    """The locale of a language."""
    return Locale.objects.get_or_create(language_code=language)[0]


def home(language: str = "en", **fields: Any) -> HomePage:
    """The front page of a language; English is the site's root and is made first."""
    found = HomePage.objects.filter(locale=locale(language)).first()
    if found:
        return found
    key = {"translation_key": home("en").translation_key} if language != "en" else {}
    root = Page.get_first_root_node()
    welcome = root.get_children().exclude(pk__in=HomePage.objects.values("pk")).first()
    defaults = {"title": f"Home {language}", "slug": f"home-{language}", "headline": "Clusters of Europe"}
    page = _publish(HomePage(locale=locale(language), **(defaults | key | fields)), root)
    if language == "en":
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": page}
        )
        if welcome:
            Page.objects.get(pk=welcome.pk).delete()
    return page


def cluster_index(language: str = "en", **fields: Any) -> ClusterIndexPage:
    """The cluster search."""
    return _only_child(ClusterIndexPage, home(language), "clusters", {"title": "Clusters"} | fields)


def news_index(language: str = "en", **fields: Any) -> NewsIndexPage:
    """All news."""
    return _only_child(NewsIndexPage, home(language), "news", {"title": "News"} | fields)


def event_index(language: str = "en", **fields: Any) -> EventIndexPage:
    """All events."""
    return _only_child(EventIndexPage, home(language), "events", {"title": "Events"} | fields)


def partners_index(language: str = "en", **fields: Any) -> PartnersIndexPage:
    """The partners."""
    return _only_child(PartnersIndexPage, home(language), "partners", {"title": "Partners"} | fields)


def partner(code: str = "spi") -> Partner:
    """A partner with its group."""
    found = Partner.objects.filter(code=code).first()
    if found:
        return found
    group = Group.objects.create(name=f"Editors: {code}")
    return Partner.objects.create(code=code, name=f"Partner {code}", group=group)


def country_page(code: str = "DE", language: str = "en", **fields: Any) -> CountryPage:
    """The page of a country."""
    name = get_vocabulary("country").label(code, "en")
    defaults = {"title": get_vocabulary("country").label(code, language), "country": [code]}
    return _only_child(CountryPage, cluster_index(language), slugify(name), defaults | fields)


def cluster_page(
    title: str = "Example Cluster",
    *,
    country: str = "DE",
    language: str = "en",
    live: bool = True,
    contacts: list[dict[str, Any]] | None = None,
    **fields: Any,
) -> ClusterPage:
    """A cluster of a country (ISO code). ``contacts``: the fields of each contact."""
    page = ClusterPage(**_named(title, fields))
    page.contacts = [ClusterContact(**contact) for contact in contacts or []]
    return _publish(page, country_page(country, language), live)


def news_section(slug: str = "example-partner", language: str = "en", **fields: Any) -> NewsSectionPage:
    """The news of a partner."""
    return _only_child(NewsSectionPage, news_index(language), slug, {"title": slug.title()} | fields)


def news_page(
    title: str = "Example news",
    *,
    section: NewsSectionPage | None = None,
    language: str = "en",
    live: bool = True,
    clusters: list[ClusterPage] | None = None,
    **fields: Any,
) -> NewsPage:
    """A piece of news in a section."""
    page = NewsPage(**_named(title, fields))
    page.clusters = [NewsCluster(cluster=cluster) for cluster in clusters or []]
    return _publish(page, section or news_section(language=language), live)


def event_series(slug: str = "example-series", language: str = "en", **fields: Any) -> EventSeriesPage:
    """A series of events."""
    return _only_child(EventSeriesPage, event_index(language), slug, {"title": slug.title()} | fields)


def event_page(
    title: str = "Example event",
    *,
    series: EventSeriesPage | None = None,
    language: str = "en",
    live: bool = True,
    clusters: list[ClusterPage] | None = None,
    **fields: Any,
) -> EventPage:
    """An event of a series; on 4 May 2031 at 9:00 UTC unless ``start`` is given."""
    fields.setdefault("start", datetime(2031, 5, 4, 9, 0, tzinfo=UTC))
    page = EventPage(**_named(title, fields))
    page.clusters = [EventCluster(cluster=cluster) for cluster in clusters or []]
    return _publish(page, series or event_series(language=language), live)


def partner_page(
    title: str = "Example partner", *, language: str = "en", live: bool = True, **fields: Any
) -> PartnerPage:
    """A partner as the public sees it."""
    return _publish(PartnerPage(**_named(title, fields)), partners_index(language), live)


def standard_page(
    title: str = "About us",
    *,
    parent: Page | None = None,
    language: str = "en",
    live: bool = True,
    **fields: Any,
) -> StandardPage:
    """A page of text below the front page or another parent."""
    return _publish(StandardPage(**_named(title, fields)), parent or home(language), live)


def submit(page: Page, *languages: str) -> TranslationSource:
    """Submit a page for translation, as an editor does."""
    source, _created = TranslationSource.update_or_create_from_instance(page.specific)
    for language in languages:
        Translation.objects.get_or_create(source=source, target_locale=locale(language))
    return source


def translate(page: Page, language: str, *, live: bool = True, prefix: str | None = None) -> Any:
    """Submit a page and translate every string of it by putting ``prefix`` before it ("fr: " for French).

    Parents that are not translated become aliases, as in the admin.
    """
    source = submit(page, language)
    target = locale(language)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=target,
            defaults={"data": f"{prefix or f'{language}: '}{segment.string.data}"},
        )
    home(language)
    translation, _created = source.create_or_update_translation(target, publish=False, copy_parent_pages=True)
    if live:
        translation.get_latest_revision().publish()
    return type(page.specific).objects.get(pk=translation.pk)


def image(title: str = "An image", **fields: Any) -> PortalImage:
    """A small image that counts as decorative unless a description is given."""
    from wagtail.images.tests.utils import get_test_image_file

    fields.setdefault("is_decorative", "description" not in fields)
    return PortalImage.objects.create(title=title, file=get_test_image_file(), **fields)


def document(title: str = "A document", **fields: Any) -> PortalDocument:
    """A small document."""
    from django.core.files.base import ContentFile

    return PortalDocument.objects.create(title=title, file=ContentFile(b"text", name="example.txt"), **fields)


def user(username: str | None = None, *groups: Group, **fields: Any) -> Any:
    """Somebody who can sign in (``client.force_login``), in the groups."""
    someone = get_user_model().objects.create_user(username or f"user-{next(_numbers)}", **fields)
    someone.groups.add(*groups)
    return someone


def admin(username: str = "admin") -> Any:
    """A superuser."""
    return get_user_model().objects.create_superuser(username, f"{username}@portal.example")


def _named(title: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "slug": slugify(title)} | fields


def _only_child(model: type[Page], parent: Page, slug: str, fields: dict[str, Any]) -> Any:
    """The child of ``parent`` with this slug; where another language has it already, its counterpart."""
    found = model.objects.child_of(parent).filter(slug=slug).first()
    if found:
        return found
    above = Page.objects.filter(translation_key=parent.translation_key)
    counterpart = next(
        (page for each in above for page in each.get_children().filter(slug=slug)),
        None,
    )
    if counterpart:
        fields = {"translation_key": counterpart.translation_key} | fields
    live = fields.pop("live", True)
    return _publish(model(slug=slug, **fields), parent, live)


def _publish(page: Page, parent: Page, live: bool = True) -> Any:
    page.live = False
    if not parent.is_root():
        page.locale_id = parent.locale_id
    # A fresh parent: treebeard counts the children of the object it is given.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
        page.refresh_from_db()
    return page
