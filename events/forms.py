"""The editor's form of an event."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.page_forms import PortalPageForm

WALL_TIMES = ["start", "end", "registration_deadline"]


class WallTimeField(forms.DateTimeField):
    """What a clock reads, wherever it hangs: UTC stands for its zone, as it has every hour of the year."""

    def to_python(self, value: Any) -> Any:
        with timezone.override(UTC):
            return super().to_python(value)


class EventPageForm(PortalPageForm):
    """Times are shown and entered as the clock reads at the event, whatever the editor's own time zone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = ZoneInfo(self.instance.time_zone)
        for name in WALL_TIMES:
            if name not in self.fields:
                continue
            field = self.fields[name]
            self.fields[name] = WallTimeField(
                label=field.label, help_text=field.help_text, required=field.required, widget=field.widget
            )
            moment = getattr(self.instance, name)
            if moment:
                self.initial[name] = moment.astimezone(zone).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("time_zone"):
            return cleaned
        zone = ZoneInfo(cleaned["time_zone"])
        for name in filter(cleaned.get, WALL_TIMES):
            wall = cleaned[name].replace(tzinfo=None)
            cleaned[name] = wall.replace(tzinfo=zone)
            # A clock that is put forward skips an hour; the way through UTC leads out of it.
            if cleaned[name].astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
                self.add_error(name, _("The clocks are put forward in this hour: there is none."))
        return cleaned
