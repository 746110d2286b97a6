"""Adding a language to the content: its locale, its tree, its translators."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page

from portal.counterparts import best, by_content, versions
from portal.signals import language_added
from translation.permissions import ensure_translator_group, front_pages


class UnknownLanguage(ValueError):
    """The code is not one of the portal's languages."""


@transaction.atomic
def add_language(code: str) -> list[str]:
    """Make a language ready for editors and translators. Called again, it adds what is missing.

    The pages that hold others are made as aliases of those in the language they were written in: a place for
    translations and for pages written in the new language. Until they are translated, visitors get the
    original with a notice.

    Arguments:
        code: one of the codes in ``portal.settings.languages``.

    Returns:
        Lines of text: what was made, and what is left for people to do.

    Raises:
        UnknownLanguage naming the known codes.
    """
    if code not in dict(settings.LANGUAGES):
        known = ", ".join(known for known, _name in settings.LANGUAGES)
        raise UnknownLanguage(
            f"“{code}” is not a language of the portal ({known}). "
            "Add a line to portal/settings/languages.py first."
        )
    locale, created = Locale.objects.get_or_create(language_code=code)
    made = make_tree(locale)
    group = ensure_translator_group(locale)
    report = [
        f"Locale {code}: {'made' if created else 'was there'}.",
        f"Tree: {len(made)} pages made, {len(front_pages(locale))} front page.",
        f"Group “{group}”: has its rights.",
    ]
    for _receiver, lines in language_added.send(sender=Locale, locale=locale):
        report += lines or []
    return report


def make_tree(locale: Locale) -> list[Page]:
    """Make aliases, in a language's tree, of the front page and of every public page with pages below it."""
    present = set(Page.objects.filter(locale=locale).values_list("translation_key", flat=True))
    groups = by_content(versions(Page.objects.filter(numchild__gt=0)))
    missing = [group for key, group in groups.items() if key not in present]
    made = []
    # From the front page down: a parent is there before its children.
    for group in sorted(missing, key=lambda group: group[0].path.count("/")):
        origin = best(group, settings.LANGUAGE_CODE)
        if origin is not None:
            page = Page.objects.get(pk=origin.pk).specific
            made.append(page.copy_for_translation(locale, copy_parents=True, alias=True))
    return made
