"""A page of every public template, without its language: what must hold for all is checked on these."""

from typing import NamedTuple


class Template(NamedTuple):
    """A page that stands for its template.

    Arguments:
        path: without the language.
        status: that it is answered with.
    """

    path: str
    status: int = 200


TEMPLATES = {
    "front page": Template(""),
    "search": Template("clusters/?sector=digital&country=DE"),
    "search map": Template("clusters/?view=map"),
    "nothing found": Template("clusters/?sector=textiles&country=LU&q=Wasserstoff"),
    "country": Template("clusters/germany/"),
    "profile": Template("clusters/portugal/example-hydrogen-valley-alentejo/"),
    "untranslated profile": Template("clusters/belgium/hospitality-brussels/"),
    "comparison": Template(
        "clusters/compare/?cluster=example-hydrogen-valley-alentejo&cluster=example-technical-textiles-norte"
        "&cluster=example-olive-innovation-andalucia&cluster=example-heritage-technologies-toscana"
    ),
    "choice to compare": Template("clusters/compare/?q=energie"),
    "news": Template("news/"),
    "news section": Template("news/steinbeis-europa-zentrum/"),
    "article": Template("news/steinbeis-europa-zentrum/mission-for-growth-brussels/"),
    "events": Template("events/"),
    "month of events": Template("events/calendar/2014-04/"),
    "series": Template("events/missions-2014/"),
    "event": Template("events/example-matchmaking/example-matchmaking-event-lisbon/"),
    "partners": Template("partners/"),
    "partner": Template("partners/spi/"),
    "standard page": Template("missions/"),
    "accessibility statement": Template("accessibility/"),
    "site search": Template("search/?q=hydrogen"),
    "no such page": Template("no-such-page/", 404),
}
LANGUAGES = ("de", "pt")
"""The gate's: one with long words, one whose pages the demo has as well."""
