"""The editor's form of an event."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from portal.page_forms import PortalPageForm

WALL_TIMES = ["start", "end", "registration_deadline"]


class EventPageForm(PortalPageForm):
    """Times are shown and entered as the clock reads at the event, whatever the editor's own time zone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = ZoneInfo(self.instance.time_zone)
        for name in WALL_TIMES:
            moment = getattr(self.instance, name)
            if moment and name in self.fields:
                self.initial[name] = moment.astimezone(zone).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("time_zone"):
            zone = ZoneInfo(cleaned["time_zone"])
            for name in WALL_TIMES:
                if cleaned.get(name):
                    # The form field read the clock in the current time zone; it was the event's clock.
                    cleaned[name] = timezone.make_naive(cleaned[name]).replace(tzinfo=zone)
        return cleaned
