"""The demo's news and events."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from clusters.models import ClusterPage
from demo.bodies import body_in
from demo.publishing import publish
from demo.texts import in_language, read
from events.models import EventCluster, EventIndexPage, EventPage, EventSeriesPage
from news.models import NewsCluster, NewsIndexPage, NewsPage, NewsSectionPage
from partners.models import Partner


def _clusters(slugs: list[str]) -> list[ClusterPage]:
    return [ClusterPage.objects.get(slug=slug, locale__language_code="en") for slug in slugs]


def _day(row: dict[str, Any], name: str) -> date | None:
    """A day of the data file: absolute, or relative to today (``<name>_in_days``, ``days_ago``)."""
    if f"{name}_in_days" in row:
        return timezone.localdate() + timedelta(days=row[f"{name}_in_days"])
    if name == "date" and "days_ago" in row:
        return timezone.localdate() - timedelta(days=row["days_ago"])
    value = row.get(name) or None
    return date.fromisoformat(value) if isinstance(value, str) else value


def load_events() -> None:
    """Series and events; upcoming ones are dated relative to today."""
    data = read("events")
    index = EventIndexPage.objects.get(locale__language_code="en")
    for row in data["series"]:
        partner = Partner.objects.get(code=row["partner"])
        publish(partial(_series, row, partner), index, row["source"], row["languages_published"])
    for row in data["event"]:
        series = EventSeriesPage.objects.filter(slug=row["series"]).first()
        publish(partial(_event, row), series, row["source"], row["languages_published"])


def _series(row: dict[str, Any], partner: Partner, language: str) -> EventSeriesPage:
    return EventSeriesPage(
        title=in_language(row["title"], language),
        slug=row["slug"],
        partner=partner,
        summary=in_language(row["summary"], language),
        body=body_in(row.get("body", []), language, row["slug"]),
    )


def _section(row: dict[str, Any], partner: Partner, language: str) -> NewsSectionPage:
    return NewsSectionPage(
        title=in_language(row["title"], language),
        slug=row["slug"],
        partner=partner,
        summary=in_language(row["summary"], language),
    )


def _times(row: dict[str, Any], zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    if "start_in_days" in row:
        day = timezone.localdate() + timedelta(days=row["start_in_days"])
        start = datetime.combine(day, time.fromisoformat(row["start_time"]), zone)
        if "days" in row:
            return start, (start + timedelta(days=row["days"] - 1)).replace(hour=16)
        return start, start + timedelta(hours=row["duration_hours"])
    end = row.get("end")
    return (
        datetime.fromisoformat(str(row["start"])).replace(tzinfo=zone),
        datetime.fromisoformat(str(end)).replace(tzinfo=zone) if end else None,
    )


def _event(row: dict[str, Any], language: str) -> EventPage:
    zone = ZoneInfo(row["time_zone"])
    start, end = _times(row, zone)
    deadline = _day(row, "registration_deadline")
    page = EventPage(
        title=in_language(row["title"], language),
        slug=row["slug"],
        start=start,
        end=end,
        time_zone=row["time_zone"],
        all_day=row["all_day"],
        venue=in_language(row.get("venue", ""), "en"),
        city=in_language(row.get("city", ""), "en"),
        country=[row["country"]] if row.get("country") else [],
        online=row.get("online", False),
        event_type=[row["event_type"]],
        organiser=in_language(row.get("organiser", ""), "en"),
        registration_url=row.get("registration_url", ""),
        registration_deadline=datetime.combine(deadline, time(23, 59), zone) if deadline else None,
        capacity=row.get("capacity") or None,
        sectors=row.get("sectors", []),
        countries=row.get("countries", []),
        summary=in_language(row["summary"], language),
        body=body_in(row.get("body", []), language, row["slug"]),
        programme=in_language(row.get("programme", {}).get("html", ""), language),
    )
    page.clusters = [  # type: ignore[misc]  # the page keeps them until it is saved
        EventCluster(sort_order=order, cluster=cluster)
        for order, cluster in enumerate(_clusters(row.get("clusters", [])))
    ]
    return page


def load_news() -> None:
    """The partners' sections and their news."""
    data = read("news")
    index = NewsIndexPage.objects.get(locale__language_code="en")
    for row in data["section"]:
        partner = Partner.objects.get(code=row["partner"])
        publish(partial(_section, row, partner), index, row["source"], row["languages_published"])
    for row in data["news"]:
        section = NewsSectionPage.objects.filter(slug=row["section"]).first()
        publish(partial(news_page, row), section, row["source"], row["languages_published"])


def news_page(row: dict[str, Any], language: str) -> NewsPage:
    """An unsaved piece of news.

    Arguments:
        row: of the data file.
        language: code.
    """
    page = NewsPage(
        title=in_language(row["title"], language),
        slug=row["slug"],
        date=_day(row, "date") or timezone.localdate(),
        kind=[row["kind"]],
        deadline=_day(row, "deadline"),
        source_name=row.get("source_name", ""),
        source_url=row.get("source_url", ""),
        source_date=_day(row, "source_date"),
        original_language=[row["original_language"]] if row.get("original_language") else [],
        editor=row.get("editor", ""),
        countries=row.get("countries", []),
        organisations="\n".join(row.get("organisations", [])),
        topics=row.get("topics", []),
        sectors=row.get("sectors", []),
        summary=in_language(row["summary"], language),
        body=body_in(row.get("body", []), language, row["slug"]),
        further_information=in_language(row.get("further_information", {}).get("html", ""), language),
    )
    page.clusters = [  # type: ignore[misc]  # the page keeps them until it is saved
        NewsCluster(sort_order=order, cluster=cluster)
        for order, cluster in enumerate(_clusters(row.get("clusters", [])))
    ]
    return page
