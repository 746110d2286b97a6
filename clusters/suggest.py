"""What the box of the cluster search offers while somebody types."""

from typing import Any

from django.utils.translation import gettext, ngettext

from search.kinds import get_kind
from search.results import Hit
from search.suggest import SuggestedValue, suggest
from vocabularies.registry import get_vocabulary

FACETS = ("sector", "country", "region")


def suggestions(text: str, language: str) -> dict[str, Any]:
    """Suggestions for a text, ready for JSON.

    Arguments:
        text: what is typed so far.
        language: the visitor's.

    Returns:
        ``query``; ``groups`` that are not empty, each with its ``type`` (cluster, sector, country, region),
        ``label`` and ``items`` (``label``, ``url`` and ``detail``, which tells items apart); and ``status``,
        which says how many there are.
    """
    found = suggest("cluster", text, language, FACETS)
    kind = get_kind("cluster")
    groups = [_group(kind.name, kind.label, [_cluster(hit) for hit in found.hits])]
    for name, values in found.values.items():
        groups.append(_group(name, kind.facet(name).label, [_value(value) for value in values]))
    groups = [group for group in groups if group["items"]]
    number = sum(len(group["items"]) for group in groups)
    status = ngettext("%(number)d suggestion", "%(number)d suggestions", number) % {"number": number}
    return {"query": text, "groups": groups, "status": status if number else gettext("No suggestions")}


def _group(kind: str, label: object, items: list[dict[str, str]]) -> dict[str, Any]:
    return {"type": kind, "label": str(label), "items": items}


def _cluster(hit: Hit) -> dict[str, str]:
    countries = [get_vocabulary("country").label(code) for code in hit.facets["country"]]
    place = ", ".join(filter(None, [hit.data.get("city"), *countries]))
    return {"label": hit.title, "url": hit.url, "detail": place}


def _value(value: SuggestedValue) -> dict[str, str]:
    number = ngettext("%(number)d cluster", "%(number)d clusters", value.count) % {"number": value.count}
    return {
        "label": value.label,
        "url": value.url,
        "detail": " · ".join(filter(None, [value.parent, number])),
    }
