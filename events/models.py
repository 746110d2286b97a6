"""Events and the series they belong to."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from events import description
from events.forms import EventPageForm
from events.occasion import When, where
from partners.models import PartnerOwnedPage
from portal.blocks.text import RICH_TEXT_FEATURES
from portal.pages import BasePage, ProsePage
from search.pages import ListingPage
from search.previews import ListedPreviews
from search.related import related
from search.service import first_hits, hits_for
from vocabularies.fields import CodeListField


def time_zones() -> list[tuple[str, str]]:
    """European time zones first, as choices; others by their IANA name."""
    names = sorted(available_timezones(), key=lambda name: (not name.startswith("Europe/"), name))
    return [(name, name.replace("_", " ")) for name in names if "/" in name or name == "UTC"]


class EventIndexPage(ListingPage):
    """All events."""

    kind = "event"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventSeriesPage"]

    class Meta:
        verbose_name = _("event index")
        verbose_name_plural = _("event indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        results = context["results"]
        (when,) = (facet for facet in results.facets if facet.name == "when")
        every = (
            _("All events"),
            results.criteria.without("when").query_string(),
            sum(value.count for value in when.values),
            when.selected != 1,
        )
        # What is chosen comes first in filters; here each keeps its place: upcoming before past.
        values = sorted(when.values, key=lambda value: value.code, reverse=True)
        context["periods"] = [
            every,
            *((v.label, v.only_query, v.count, v.selected and when.selected == 1) for v in values),
        ]
        return context


class EventSeriesPage(PartnerOwnedPage, ProsePage):
    """A series of events, looked after by one partner."""

    parent_page_types = ["events.EventIndexPage"]
    subpage_types = ["events.EventPage"]
    every_partner_has_one = True

    facts = ["partner"]
    content_panels = [*ProsePage.content_panels, FieldPanel("partner", permission="partners.change_partner")]

    class Meta:
        verbose_name = _("event series")
        verbose_name_plural = _("event series")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = request.LANGUAGE_CODE
        context |= {
            "upcoming": first_hits("event", language, 50, sort="start", series=self.slug, when="upcoming"),
            "past": first_hits("event", language, 50, series=self.slug, when="past"),
        }
        return context


class EventPage(ListedPreviews, ProsePage):
    """An event at a place or online.

    Start and end are instants; editors enter them in the event's own time zone.
    """

    parent_page_types = ["events.EventSeriesPage"]
    subpage_types: list[str] = []
    base_form_class = EventPageForm

    # Only a draft may lack it.
    start = models.DateTimeField(_("start"), null=True)
    end = models.DateTimeField(_("end"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Brussels", choices=time_zones)
    all_day = models.BooleanField(_("all day"), default=False, help_text=_("Show the days only, no hours."))
    cancelled = models.BooleanField(
        _("cancelled"),
        default=False,
        help_text=_("The event stays online and says so, and calendars that have it strike it out."),
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    country = CodeListField(verbose_name=_("country"), vocabulary="country", limit=1)
    online = models.BooleanField(_("online"), default=False)
    online_url = models.URLField(_("address of the online meeting's page"), blank=True)
    event_type = CodeListField(verbose_name=_("type"), vocabulary="event_type", limit=1)
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    image = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    programme = RichTextField(_("programme"), blank=True, features=RICH_TEXT_FEATURES)
    registration_url = models.URLField(_("registration"), blank=True)
    registration_deadline = models.DateTimeField(_("registration until"), null=True, blank=True)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    sectors = CodeListField(verbose_name=_("sectors"), vocabulary="sector")
    countries = CodeListField(verbose_name=_("countries taking part"), vocabulary="country")

    facts = [
        "start",
        "end",
        "time_zone",
        "all_day",
        "cancelled",
        "venue",
        "city",
        "country",
        "online",
        "online_url",
        "event_type",
        "organiser",
        "image",
        "registration_url",
        "registration_deadline",
        "capacity",
        "sectors",
        "countries",
        "clusters",
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("all_day")]),
                FieldPanel("cancelled"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("venue"), FieldPanel("city")]),
                FieldPanel("country"),
                FieldRowPanel([FieldPanel("online"), FieldPanel("online_url")]),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("event_type"),
                FieldPanel("organiser"),
                FieldPanel("sectors"),
                FieldPanel("countries"),
            ],
            heading=_("What it is"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("registration_url"),
                FieldRowPanel([FieldPanel("registration_deadline"), FieldPanel("capacity")]),
            ],
            heading=_("Registration"),
        ),
        FieldPanel("image"),
        FieldPanel("body"),
        FieldPanel("programme"),
        InlinePanel("clusters", heading=_("Clusters taking part"), label=_("cluster")),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        """Refuse an end before the start and a registration that closes after the event."""
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The event ends before it starts.")})
        last = self.last_moment
        if self.registration_deadline and last and self.registration_deadline > last:
            raise ValidationError(
                {"registration_deadline": _("Registration closes after the event is over.")}
            )

    @property
    def zone(self) -> ZoneInfo:
        """The event's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def last_moment(self) -> datetime | None:
        """When the event is over; of an event of whole days, the end of its last day. None for a draft that
        has no time yet.
        """
        last = self.end or self.start
        if last is None:
            return None
        last = last.astimezone(self.zone)
        return last.replace(hour=23, minute=59, second=59) if self.all_day else last

    def registration_state(self) -> str:
        """State of the registration: open, closed, or none where there is nothing to register for."""
        if not self.registration_url or self.cancelled:
            return "none"
        closes = self.registration_deadline or self.last_moment
        return "open" if closes is None or timezone.now() <= closes else "closed"

    def linked_data(self, url: str) -> dict[str, Any]:
        """See ``BasePage.linked_data``: an Event, with dates when it lasts whole days, else with instants."""
        return description.linked_data(self, url)

    def card_words(self) -> dict[str, Any]:
        """See ``BasePage.card_words``: days, place, sectors."""
        return description.card_words(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "related": related(
                self.translation_key,
                request.LANGUAGE_CODE,
                [
                    ("event", {"sort": "start", "when": "upcoming", "sector": self.sectors}),
                    ("event", {"sort": "start", "when": "upcoming", "country": self.country}),
                    ("news", {"sector": self.sectors}),
                ],
            ),
            "map_codes": list(dict.fromkeys([*self.country, *self.countries])),
            "clusters": hits_for(
                "cluster",
                [row.cluster.translation_key for row in self.clusters.select_related("cluster")],
                request.LANGUAGE_CODE,
            ),
            "when": When.of_page(self),
            "place": where(self.city, self.country),
            "registration_state": self.registration_state(),
        }
        return context


class EventCluster(Orderable):
    """A cluster that takes part."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="clusters")
    cluster = models.ForeignKey(
        "clusters.ClusterPage", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("cluster")]
