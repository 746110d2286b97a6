from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Collects what the apps make searchable (their ``search.py``) and watches every page."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        autodiscover_modules("search")
        from search import signals

        signals.connect()
