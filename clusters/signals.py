"""Countries come along into a language that is added."""

from django.utils.translation import ngettext
from wagtail.models import Locale

from clusters.models import CountryPage
from portal.counterparts import best, by_content, versions
from portal.signals import language_added
from translation.order import follow_order, keys_above
from translation.titles import publish_titles
from vocabularies.registry import get_vocabulary


def connect() -> None:
    """Listen to new languages."""
    language_added.connect(language_was_added, dispatch_uid="clusters.language_was_added")


def language_was_added(locale: Locale, **kwargs: object) -> list[str]:
    """Publish the countries in a language, as far as they say nothing but their names, which are known.

    What else somebody wrote of a country waits for a translator. Returns lines of text.
    """
    there = CountryPage.objects.filter(locale=locale, alias_of=None).values("translation_key")
    missing = versions(CountryPage.objects.exclude(translation_key__in=there))
    names, made = get_vocabulary("country"), []
    for group in by_content(missing).values():
        # In no visitor's language: the one it was written in.
        origin = best(group, "")
        page = CountryPage.objects.get(pk=origin.pk) if origin else None
        if page and _says_nothing_but_its_name(page):
            publish_titles(page, {locale: names.label(page.code, locale.language_code)})
            made.append(page)
    for key in keys_above(made):
        follow_order(key)
    text = ngettext("%(count)d country page published.", "%(count)d country pages published.", len(made))
    return [text % {"count": len(made)}]


def _says_nothing_but_its_name(page: CountryPage) -> bool:
    own = get_vocabulary("country").label(page.code, page.locale.language_code)
    return page.title == own and not (page.summary or page.seo_title or page.search_description)
