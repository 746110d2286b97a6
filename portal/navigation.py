"""The menus and the way back up: links to pages in the visitor's language where they exist in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import Page

from portal.counterparts import Version, around, at_paths, best, by_path, paths_above, shown, versions
from portal.paths import public_path
from portal.served import get_served

TEXT_PAGE = ("home", "standardpage")


@dataclass(frozen=True)
class Link:
    """A link to a page.

    Arguments:
        title: of the version that the visitor gets.
        url: path in the visitor's language; "" for the page itself.
        language: code of the title's language.
        current: whether the visitor is on the page or below it.
        exact: whether the visitor is on the page itself.
    """

    title: str
    url: str
    language: str
    current: bool = False
    exact: bool = False


def main_menu(request: HttpRequest, language: str) -> list[Link]:
    """The pages below the front page that are shown in menus."""
    return _links([each for each in _sections(request, language) if each.show_in_menus], request, language)


def footer_menu(request: HttpRequest, language: str) -> list[Link]:
    """The pages of text below the front page."""
    text_page = ContentType.objects.get_by_natural_key(*TEXT_PAGE).pk
    pages = [each for each in _sections(request, language) if each.content_type_id == text_page]
    return _links(pages, request, language)


def breadcrumbs(request: HttpRequest, page: Page, page_language: str, language: str) -> list[Link]:
    """The way from the front page to the page, which is the last and has no link.

    Arguments:
        request: the visitor's.
        page: the page that is shown.
        page_language: code of the language it is written in.
        language: code of the visitor's language.
    """
    paths = paths_above(page)
    if not paths:
        return []
    found = by_path(around(request))
    above = [best(found[path], language) for path in paths if path in found]
    links = [
        Link(each.title, public_path(language, each.path), each.title_language) for each in above if each
    ]
    return [*links, Link(page.title, "", page_language, current=True, exact=True)]


def page_above(request: HttpRequest, page: Page, language: str) -> Version | None:
    """The page above another one, in the version that the visitor gets; None while it is not public.

    Arguments:
        request: the visitor's; no query, but one in a preview.
        page: the page that is shown.
        language: code of the visitor's language.
    """
    paths = paths_above(page)[-1:]
    found = around(request) if get_served(request) else versions(at_paths(paths))
    return best((each for each in found if each.path in paths), language)


def _sections(request: HttpRequest, language: str) -> list[Version]:
    """The pages below the front pages, each in the version that the visitor gets."""
    return shown((each for each in around(request) if each.is_section and not each.is_private), language)


def _links(sections: Iterable[Version], request: HttpRequest, language: str) -> list[Link]:
    here = request.path_info
    links = []
    for each in sections:
        url = public_path(language, each.path)
        links.append(
            Link(each.title, url, each.title_language, current=here.startswith(url), exact=here == url)
        )
    return links
