"""The suggestions of a profile, with their reasons in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from clusters.matching.lists import BRIDGE, COMPLETES, SAME, Suggested
from clusters.matching.reasons import reasons, unknown
from clusters.models import ClusterPage

register = template.Library()


@register.inclusion_tag("clusters/suggestions.html", takes_context=True)
def suggested_partners(
    context: template.Context, page: ClusterPage, suggestions: Mapping[str, Sequence[Suggested]]
) -> dict[str, Any]:
    """The three lists of a profile; nothing when no cluster fits."""
    lists = [
        {
            "name": name,
            "heading": heading,
            "lead": lead,
            "items": [
                {
                    "hit": each.hit,
                    "score": round(each.match.score),
                    "reasons": reasons(each.match, name),
                    "unknown": unknown(each.match),
                }
                for each in suggestions[name]
            ],
        }
        for name, heading, lead in (
            (COMPLETES, _("Completes its value chain"), _("Stages and offers that this cluster lacks.")),
            (SAME, _("Does the same"), _("Similar clusters, for joint projects and for learning.")),
            (BRIDGE, _("Bridge to its markets"), _("At home where this cluster wants to go, or on the way.")),
        )
    ]
    return {
        "lists": lists if any(each["items"] for each in lists) else [],
        "page": page,
        "LANGUAGE_CODE": context["LANGUAGE_CODE"],
        "untranslated_language": context.get("untranslated_language"),
    }
