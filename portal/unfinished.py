"""What a page lacks to be published, for those ways to publish it that lead past the editor's form."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.pages import BasePage


def unfinished(page: Page) -> list[str]:
    """The labels of the fields for whose sake the newest version of a page cannot be published, and what is
    said against it as a whole.
    """
    draft = page.get_latest_revision_as_object()
    needed = draft.required_to_publish() if isinstance(draft, BasePage) else []
    names = {name for name in needed if not getattr(draft, name)}
    of_the_whole: list[str] = []
    try:
        draft.full_clean()
    except ValidationError as refused:
        problems = refused.message_dict
        # They stand in a list, within a sentence.
        of_the_whole = [text.rstrip(".") for text in problems.pop(NON_FIELD_ERRORS, [])]
        names |= problems.keys()
    for field in draft._meta.get_fields():
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(draft, field.name))
            except ValidationError:
                names.add(field.name)
    return [*sorted(_label(draft, name) for name in names), *of_the_whole]


def _label(page: Page, name: str) -> str:
    labels = {field.name: str(getattr(field, "verbose_name", name)) for field in page._meta.get_fields()}
    return labels.get(name, name)
