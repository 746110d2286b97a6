"""Menus, breadcrumbs and links between the languages."""

from collections.abc import Collection, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.templatetags.wagtailcore_tags import richtext

from portal import navigation
from portal.cards.contents import HEIGHT, WIDTH
from portal.cards.pages import card_of, card_url
from portal.counterparts import Version, language_of
from portal.marked_texts import mark_texts
from portal.pages import BasePage
from portal.paths import language_less_path, public_path
from portal.structured_data import breadcrumb_list, script, web_site, with_languages

register = template.Library()

FRONT_PAGE_DEPTH = 2


def _language() -> str:
    return get_language() or ""


def _untranslated(context: template.Context) -> Mapping[str, list[str]]:
    """See ``portal.context_processors``; a mail or a preview of a block has none."""
    return context.get("untranslated_texts") or {}


@register.inclusion_tag("includes/main_menu.html", takes_context=True)
def main_menu(context: template.Context) -> dict[str, Any]:
    """The main menu of the visitor's language; what is not translated is linked by its original's title."""
    language = _language()
    return {"items": navigation.main_menu(context["request"], language), "LANGUAGE_CODE": language}


@register.inclusion_tag("includes/footer_menu.html", takes_context=True)
def footer_menu(context: template.Context) -> dict[str, Any]:
    """The pages about the portal."""
    language = _language()
    return {"items": navigation.footer_menu(context["request"], language), "LANGUAGE_CODE": language}


@register.inclusion_tag("includes/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: template.Context) -> dict[str, Any]:
    """The way to the page of the context; nothing where there is none."""
    page, language = context.get("page"), _language()
    if not isinstance(page, Page):
        return {"crumbs": [], "LANGUAGE_CODE": language}
    page_language = context.get("untranslated_language") or language
    if "title" in _untranslated(context):
        page_language = context["source_language"]
    return {
        "crumbs": navigation.breadcrumbs(context["request"], page, page_language, language),
        "LANGUAGE_CODE": language,
    }


@register.simple_tag(takes_context=True)
def page_above(context: template.Context) -> Version | None:
    """The page above the one of the context as it can be linked to; None while it is not public."""
    return navigation.page_above(context["request"], context["page"], _language())


@register.simple_tag(takes_context=True)
def structured_data(context: template.Context) -> SafeString:
    """What the page of the context is, for machines: a data block, no script that runs."""
    page, language, url = context.get("page"), _language(), context.get("canonical_url")
    if not isinstance(page, BasePage) or not url:
        return SafeString("")
    crumbs = breadcrumbs(context)["crumbs"]
    thing = page.linked_data(url)
    if thing:
        # Every thing has a picture: its own, else the one that is drawn of its page.
        thing["image"] = thing.get("image") or social_card(context, page)["url"]
    things = [thing, breadcrumb_list(crumbs, url)]
    if page.depth == FRONT_PAGE_DEPTH:
        things.append(web_site(page.title, language))
    untranslated, source_language = _untranslated(context), context["source_language"]
    return script([with_languages(thing, untranslated, source_language) for thing in things if thing])


@register.simple_tag(takes_context=True)
def social_card(context: template.Context, page: Page) -> dict[str, Any]:
    """Address, size and words of the picture of a page for networks; nothing for a page that has none."""
    if not isinstance(page, BasePage):
        return {}
    card = card_of(page, context.get("untranslated_language") or _language())
    return {"url": card_url(page, card), "width": WIDTH, "height": HEIGHT, "alt": card.title}


@register.simple_tag(takes_context=True)
def description_of_page(context: template.Context) -> str:
    """What search engines and networks say of the page of the context: what was written for them, else its
    summary or lead, else what it says of itself (``description`` in its context). "" for none.
    """
    page = context.get("page")
    texts = (getattr(page, name, "") for name in ("search_description", "summary", "lead"))
    text: str = next(filter(None, texts), None) or context.get("description") or ""
    return Truncator(text).chars(200)


@register.inclusion_tag("includes/language_links.html", takes_context=True)
def language_links(context: template.Context) -> dict[str, Any]:
    """The same address in the other languages."""
    return {"links": context.get("language_links", []), "LANGUAGE_CODE": _language()}


@register.simple_tag(takes_context=True)
def lang_of(context: template.Context, *names: str) -> SafeString:
    """`` lang="xx"`` for a field of the page that was published without being translated, else nothing.

    Arguments:
        context: of the template.
        names: of the fields; the first one that the page has a text in is what is shown.
    """
    page = context.get("page")
    name = next((name for name in names if getattr(page, name, "")), "")
    if name not in _untranslated(context):
        return SafeString("")
    return format_html(' lang="{}"', context["source_language"])


@register.simple_tag(takes_context=True)
def lang_in_head(context: template.Context, *names: str) -> SafeString:
    """The same where no element around says that the whole page is not translated: outside of ``main``."""
    page, whole = context.get("page"), context.get("untranslated_language")
    own = lang_of(context, *names)
    if own or not whole or not any(getattr(page, name, "") for name in names):
        return own
    return format_html(' lang="{}"', whole)


@register.simple_tag(takes_context=True)
def page_block(context: template.Context, block: Any) -> SafeString:
    """A block of the page, what of it was published without being translated marked with its language.

    Its template has its id as ``block_id``; a block of the usual order has none.
    """
    rendered = block.render(context=context.flatten() | {"block_id": block.id or ""})
    texts = {
        text for path, each in _untranslated(context).items() if block.id in path.split(".") for text in each
    }
    return _marked(context, rendered, texts)


@register.simple_tag(takes_context=True)
def page_richtext(context: template.Context, name: str) -> SafeString:
    """A field of rich text of the page, marked likewise."""
    texts = _untranslated(context).get(name, ())
    return _marked(context, richtext(getattr(context["page"], name)), texts)


def _marked(context: template.Context, html: SafeString, texts: Collection[str]) -> SafeString:
    return mark_texts(html, texts, context["source_language"]) if texts else html


# Of a page from a list: see there.
register.filter("language_of", language_of)


@register.simple_tag
def localized_url(page: Page | None) -> str:
    """Path of a page in the visitor's language; where it is not translated its original is shown there."""
    return public_path(_language(), language_less_path(page)) if page else ""
