"""How complete a cluster's profile is: what is missing, and why it matters. No queries here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

CONFIRMED_FOR = timedelta(days=365)
"""How long a confirmation holds: after twelve months a profile is stale."""
CONTACTS, CONFIRMED = "contacts", "last_confirmed"


@dataclass(frozen=True)
class Item:
    """One thing that a complete profile has.

    Arguments:
        field: name of the field of the profile, by which its place in the editor is found.
        label: what it is.
        why: what visitors gain by it.
    """

    field: str
    label: Any
    why: Any


ITEMS = (
    Item("summary", _("Summary"), _("Lists and search results show it; without it there is only a name.")),
    Item("website", _("Website"), _("It is the first thing visitors look for on a profile.")),
    Item("city", _("Town"), _("Visitors look for partners near them, and the profile says where it is.")),
    Item("region", _("Region"), _("Visitors filter by region.")),
    Item("latitude", _("Position"), _("Without it the cluster is missing where places are shown on a map.")),
    Item("founded_year", _("Founded in"), _("It shows how experienced the organisation is.")),
    Item("sectors", _("Sectors"), _("Most visitors begin with a sector: who has none is not found there.")),
    Item("technologies", _("Technologies"), _("Visitors filter by technology.")),
    Item("value_chain", _("Value-chain stages"), _("“Completes its value chain” is suggested by them.")),
    Item("markets", _("Target markets"), _("“Bridge to its markets” is suggested by them.")),
    Item("offers", _("Offers"), _("Others see what they could come to this cluster for.")),
    Item("needs", _("Needs"), _("Others see what they could bring to this cluster.")),
    Item("languages", _("Working languages"), _("Visitors filter by the language they can work in.")),
    Item("members", _("Members"), _("Visitors sort by size, and funders ask for it.")),
    Item(CONTACTS, _("Public contact"), _("Nobody can be written to whom “Everybody” does not see.")),
    Item(CONFIRMED, _("Confirmed in the last 12 months"), _("Visitors see how fresh a profile is.")),
)


def stale_before(today: date) -> date:
    """A profile that was confirmed before this day, or never, is stale."""
    return today - CONFIRMED_FOR


def missing_items(profile: Any, public_contacts: int, today: date) -> list[Item]:
    """What a profile lacks, in the order in which it matters.

    Arguments:
        profile: a cluster's profile, stored or as it is being edited.
        public_contacts: number of its contacts that everybody may see.
        today: the day to measure its confirmation by.
    """

    def has(item: Item) -> bool:
        if item.field == CONTACTS:
            return public_contacts > 0
        value = getattr(profile, item.field)
        if item.field == CONFIRMED:
            return value is not None and value >= stale_before(today)
        return value not in (None, "", [], {})

    return [item for item in ITEMS if not has(item)]


def percent(missing: int | Sequence[Item]) -> int:
    """How complete a profile is, in whole per cent; 100 only when nothing is missing.

    Arguments:
        missing: what it lacks, or how many things it lacks.
    """
    count = missing if isinstance(missing, int) else len(missing)
    return 100 * (len(ITEMS) - count) // len(ITEMS)
