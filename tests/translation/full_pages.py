"""A page of every type with every field filled."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from wagtail.models import Page

from tests import builders
from tests.translation.bodies import full_body

# What Wagtail keeps on every page, and what only links the tables of a page type.
NOT_CONTENT = {field.name for field in Page._meta.get_fields()} | {"page_ptr"}


def full_page(model: type[Page], language: str = "en") -> Any:
    """A published page of the type, written in the language, with every field of its own filled.

    Raises AssertionError naming a field that is not: the page's builder below has to be completed.
    """
    page = BUILDERS[model._meta.label](language)
    for field in model._meta.get_fields():
        if field.name not in NOT_CONTENT and not (field.one_to_many and not hasattr(page, field.name)):
            value = getattr(page, field.name)
            filled = value.exists() if field.one_to_many else value not in (None, "", [], {}, False)
            assert filled, f"{model._meta.label}.{field.name} is empty"
    return page


def _prose() -> dict[str, Any]:
    return {
        "summary": "A summary.",
        "body": full_body(),
        "seo_title": "For search",
        "search_description": "In short",
    }


def _home(language: str) -> Page:
    page = builders.home(language)
    page.lead = "A lead."
    page.body = full_body()
    page.save_revision().publish()
    return page


def _partner_page(language: str) -> Page:
    return builders.partner_page(
        language=language,
        partner=builders.partner(),
        logo=builders.image(),
        country=["PT"],
        website="https://example.org/",
        **_prose(),
    )


def _cluster_page(language: str) -> Page:
    return builders.cluster_page(
        language=language,
        native_name="Beispielcluster",
        acronym="EC",
        logo=builders.image(),
        city="Dresden",
        region=["DED2"],
        latitude=51.05,
        longitude=13.74,
        founded_year=2000,
        legal_form=["association"],
        website="https://example.org/",
        languages=["de", "en"],
        label=["gold"],
        label_issuer="ESCA",
        label_awarded=date(2020, 1, 1),
        label_expires=date(2032, 1, 1),
        label_reported_year=2020,
        sectors=["electronics", "health"],
        sector_keywords="sensors\nphotonics",
        technologies=["photonics"],
        value_chain=["components"],
        markets=["FR"],
        offers=["pilot-line"],
        needs=["soft-landing"],
        members=40,
        member_counts={"sme": 30, "research": 3},
        last_confirmed=date(2020, 5, 4),
        data_source="Example list",
        data_source_url="https://example.org/list",
        contacts=[
            {
                "name": "Ann",
                "role": "Manager",
                "email": "ann@example.org",
                "phone": "+49 1",
                "visibility": "public",
            },
            {"name": "Bob"},
        ],
        **_prose(),
    )


def _news_page(language: str) -> Page:
    return builders.news_page(
        language=language,
        date=date(2030, 5, 4),
        kind=["call"],
        deadline=date(2030, 6, 4),
        image=builders.image(),
        source_name="Example paper",
        source_url="https://example.org/news",
        source_date=date(2030, 5, 3),
        original_language=["de"],
        editor="Ann Example",
        countries=["BE", "DE"],
        organisations="Example Cluster\nExample Agency",
        topics=["matchmaking"],
        sectors=["health"],
        further_information="<p>More <a href='https://example.org/'>here</a>.</p>",
        clusters=[builders.cluster_page("Told of", language=language)],
        **_prose(),
    )


def _event_page(language: str) -> Page:
    return builders.event_page(
        language=language,
        start=datetime(2031, 5, 4, 9, 0, tzinfo=UTC),
        end=datetime(2031, 5, 5, 16, 0, tzinfo=UTC),
        time_zone="Europe/Lisbon",
        all_day=True,
        cancelled=True,
        venue="Town hall",
        city="Brussels",
        country=["BE"],
        online=True,
        online_url="https://example.org/meet",
        event_type=["matchmaking"],
        organiser="Example Agency",
        image=builders.image(),
        programme="<p>09:00 Coffee</p>",
        registration_url="https://example.org/register",
        registration_deadline=datetime(2031, 4, 4, 22, 0, tzinfo=UTC),
        capacity=80,
        sectors=["health"],
        countries=["BE", "DE"],
        clusters=[builders.cluster_page("Taking part", language=language)],
        **_prose(),
    )


BUILDERS: dict[str, Callable[[str], Any]] = {
    "home.HomePage": _home,
    "home.StandardPage": lambda language: builders.standard_page(language=language, **_prose()),
    "partners.PartnersIndexPage": lambda language: builders.partners_index(language, summary="A summary."),
    "partners.PartnerPage": _partner_page,
    "clusters.ClusterIndexPage": lambda language: builders.cluster_index(language, summary="A summary."),
    "clusters.CountryPage": lambda language: builders.country_page(
        "DE", language, summary="A summary.", partner=builders.partner()
    ),
    "clusters.ClusterPage": _cluster_page,
    "news.NewsIndexPage": lambda language: builders.news_index(language, summary="A summary."),
    "news.NewsSectionPage": lambda language: builders.news_section(
        language=language, summary="A summary.", partner=builders.partner()
    ),
    "news.NewsPage": _news_page,
    "events.EventIndexPage": lambda language: builders.event_index(language, summary="A summary."),
    "events.EventSeriesPage": lambda language: builders.event_series(
        language=language, partner=builders.partner(), **_prose()
    ),
    "events.EventPage": _event_page,
}
