"""The pictures that networks show where a page is shared."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.cards.pages import card_of, card_url, kept_or_drawn
from portal.pages import BasePage
from portal.privacy import open_pages

# Seconds that the picture may be kept without asking: a page that is taken back takes its picture with it.
FRESH = 86_400


@require_safe
def card(request: HttpRequest, page_id: str, digest: str) -> HttpResponse:
    """The card of a public page as it is now; from an address of before it leads to the one of now.

    Raises Http404 for a page that is not there for everybody.
    """
    page = open_pages(Page.objects.live()).filter(pk=page_id, alias_of=None, expired=False).specific().first()
    if not isinstance(page, BasePage):
        raise Http404
    shown = card_of(page)
    if shown.digest != digest:
        # Asked for each time: a page may be changed back, and two that are kept would lead to each other.
        answer: HttpResponse = HttpResponseRedirect(card_url(page, shown))
        patch_cache_control(answer, no_cache=True)
        return answer
    answer = HttpResponse(kept_or_drawn(shown), content_type="image/png")
    patch_cache_control(answer, public=True, max_age=FRESH)
    return answer
