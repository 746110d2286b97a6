"""Which pages everybody may read."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet


def is_closed() -> Exists:
    """For querysets of pages: whether a restriction closes the page, its own or one of a page above.

    An alias is closed with the page it stands for, and so is what stands below it, which Wagtail's
    ``public()`` does not know.
    """
    restrictions = PageViewRestriction.objects.annotate(
        place=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    )
    above = Q(place__startswith=F("page__path")) | Q(place__startswith=F("page__aliases__path"))
    return Exists(restrictions.filter(above))


def open_pages(pages: PageQuerySet) -> PageQuerySet:
    """Those that no restriction closes. No further query."""
    return pages.filter(~is_closed())
