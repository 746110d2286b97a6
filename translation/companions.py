"""Which pages share the fate of a source page."""

from wagtail.models import Page

from translation.sources import counterparts, source_locale_id


def companions(page: Page, action: str) -> list[Page]:
    """The pages that are unpublished or deleted together with a page; none with a translation, it goes alone.

    Arguments:
        page: what the user chose.
        action: "unpublish" (public translations) or "delete" (all translations and aliases).
    """
    others = counterparts(page)
    if not others or page.alias_of_id is not None:
        return []
    source = source_locale_id(page.translation_key)
    if source is None:
        others = [other for other in others if other.alias_of_id == page.pk]
    elif source != page.locale_id:
        return []
    if action == "delete":
        return [other.specific for other in others]
    # Whether one is public is read when Wagtail comes to it: its source may have taken it along by then.
    return [
        other.specific_class._default_manager.defer("live").get(pk=other.pk)
        for other in others
        if other.live and other.alias_of_id is None
    ]
