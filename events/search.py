"""What is searchable of events."""

from collections.abc import Mapping
from datetime import UTC

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from events.feeds import entry
from events.models import EventSeriesPage
from events.months import months_between
from events.occasion import When
from events.series import SeriesTitles
from portal.blocks.body import texts_by_language
from portal.paths import language_less_path
from search.documents import Document, Texts
from search.kinds import Facet, SearchKind, register
from search.vocabularies import LabelledCodes, PlainCodes


def when_ranges() -> dict[str, tuple[str | None, str | None]]:
    """Which events are upcoming and which are past, now: (from, until) of the moment an event is over."""
    now = timezone.now().astimezone(UTC).replace(second=0, microsecond=0).isoformat()
    return {"upcoming": (now, None), "past": (None, now)}


def build(source: Page, translations: Mapping[str, Page]) -> Document | None:
    """The public document of an event; see ``clusters.search.build`` for the arguments. None for a draft that
    has no time yet.
    """
    when = When.of_page(source)
    if when is None:
        return None
    texts: dict[str, Texts] = {}
    for language, page in translations.items():
        bodies = texts_by_language(page.body, language)
        own = f"{bodies.pop(language, '')} {strip_tags(page.programme)}".strip()
        texts[language] = Texts(title=page.title, summary=page.summary, body=own)
        for other, passage in bodies.items():
            texts.setdefault(other, Texts()).passages.append(passage)
    series = EventSeriesPage.objects.parent_of(source).first()
    months = list(months_between(*when.span))
    return Document(
        slug=source.slug,
        path=language_less_path(source),
        source_language=source.locale.language_code,
        facets={
            "type": source.event_type,
            "country": sorted({*source.country, *source.countries}),
            "sector": source.sectors,
            "series": [series.slug] if series else [],
            "month": months,
            "year": sorted({month[:4] for month in months}),
            "partner": [series.partner.code] if series and series.partner else [],
            "cluster": [
                str(row.cluster.translation_key) for row in source.clusters.select_related("cluster")
            ],
        },
        texts=texts,
        names=[name for name in [source.city, source.venue, source.organiser] if name],
        sort={
            "start": source.start.astimezone(UTC).isoformat(),
            "over": source.last_moment.astimezone(UTC).isoformat(),
        },
        data={
            "start": source.start.isoformat(),
            "end": source.end.isoformat() if source.end else None,
            "time_zone": source.time_zone,
            "all_day": source.all_day,
            "cancelled": source.cancelled,
            "city": source.city,
            "venue": source.venue,
            "country": source.country,
            "online": source.online,
            "type": source.event_type,
            "organiser": source.organiser,
            "series": series.slug if series else None,
            "registration_url": source.registration_url,
            "registration_deadline": (
                source.registration_deadline.isoformat() if source.registration_deadline else None
            ),
        },
    )


register(
    SearchKind(
        name="event",
        label=_("Events"),
        model="events.EventPage",
        path="events/",
        build=build,
        facets=(
            Facet(
                "when",
                _("When"),
                vocabulary=LabelledCodes({"upcoming": _("Upcoming"), "past": _("Past")}),
                list_all=True,
                range_field="over",
                ranges=when_ranges,
            ),
            Facet("year", _("Year"), vocabulary=PlainCodes(r"\d{4}", newest_first=True)),
            Facet("type", _("Type"), vocabulary="event_type"),
            Facet("country", _("Country"), vocabulary="country"),
            Facet("sector", _("Sector"), vocabulary="sector"),
            Facet("series", _("Series"), vocabulary=SeriesTitles),
            # For the calendar, which shows one month.
            Facet("month", _("Month"), vocabulary=PlainCodes(r"\d{4}-\d\d"), shown=False),
            Facet("partner", _("Partner"), vocabulary=PlainCodes(), shown=False),
            Facet("cluster", _("Cluster"), vocabulary=PlainCodes(), shown=False),
        ),
        sorts=("relevance", "next", "start", "latest", "name"),
        default_sort="next",
        # The title of the series is among the words of its events.
        with_parent=True,
        item_template="events/event_item.html",
        feed_entry=entry,
    )
)
