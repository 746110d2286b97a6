"""The stored results of the checks, so that lists of translations can tell which ones failed."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models.signals import post_save, pre_save
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource

from translation.checks import ERROR, WARNING, check_segment, too_long
from translation.models import CheckResult
from translation.texts import plain

ONE_LINE = ("title", "seo_title")
# Rows read at a time when everything is checked again.
BATCH = 500


def check(translations: Iterable[StringTranslation], new: bool = False) -> None:
    """Check translated segments and store what was found.

    For whoever writes ``StringTranslation`` rows in bulk: Django sends no signals then.

    Arguments:
        translations: with ``translation_of``, ``context`` and both locales at hand, or else it takes queries.
        new: whether they have not been checked before.
    """
    found, clean = [], []
    for row in translations:
        problems = check_segment(
            row.translation_of.data,
            row.data,
            language_pair=(row.translation_of.locale.language_code, row.locale.language_code),
            kind=row.context.field_path if row.context else "",
            max_length=_limit(row) if row.context else None,
        )
        if problems:
            levels = [problem.level for problem in problems]
            found.append(
                CheckResult(
                    string_translation=row, errors=levels.count(ERROR), warnings=levels.count(WARNING)
                )
            )
        else:
            clean.append(row.pk)
    if clean and not new:
        CheckResult.objects.filter(pk__in=clean).delete()
    CheckResult.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["string_translation"],
        update_fields=["errors", "warnings"],
    )


def check_everything() -> None:
    """Check every translated segment again, for new rules."""
    batch: list[StringTranslation] = []
    everything = StringTranslation.objects.select_related("translation_of__locale", "context", "locale")
    for row in everything.order_by("pk").iterator(BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            check(batch)
            batch = []
    check(batch)


@cache
def max_length(model: type[models.Model], field_path: str) -> int | None:
    """Most characters that a field or block takes.

    Arguments:
        model: the page type.
        field_path: as in ``TranslationContext.field_path``: names of fields and blocks, with dots.
    """
    name, *rest = field_path.split(".")
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if isinstance(field, StreamField):
        return _block_max_length(field.stream_block, rest)
    if rest and field.is_relation and field.related_model:
        return max_length(field.related_model, ".".join(rest))  # type: ignore[arg-type]
    return getattr(field, "max_length", None)


def _block_max_length(block: Any, names: list[str]) -> int | None:
    for name in names:
        children = getattr(block, "child_blocks", None)
        block = children.get(name) if children is not None else getattr(block, "child_block", None)
    return getattr(getattr(block, "field", None), "max_length", None)


@lru_cache(maxsize=4096)
def _model(translation_key: Any, locale_id: int) -> type[models.Model]:
    """The page type that was submitted under a translation key. It never changes, so it is remembered.

    Raises TranslationSource.DoesNotExist when nothing was.
    """
    source = TranslationSource.objects.select_related("specific_content_type").get(
        object_id=translation_key, locale_id=locale_id
    )
    return source.specific_content_type.model_class() or models.Model


def _limit(row: StringTranslation) -> int | None:
    try:
        model = _model(row.context.object_id, row.translation_of.locale_id)
    except TranslationSource.DoesNotExist:
        return None
    return max_length(model, row.context.field_path)


def refusal(path: str, text: str) -> str:
    """Why a translated segment cannot even be stored; "" for nearly all of them.

    A text that does not fit its field may wait for its translator; it is an error when it is to be published.
    A title may not: wagtail-localize writes it to the draft title at once, where PostgreSQL refuses it.

    Arguments:
        path: the segment's content path.
        text: the translation as it would be stored.
    """
    if "\0" in text:
        return _("The text contains a character that is none (NUL).")
    if path in ONE_LINE and "<br" in text:
        return _("The text has to fit on one line.")
    most = Page._meta.get_field("draft_title").max_length
    return too_long(len(text), most) if path == "title" and most and len(text) > most else ""


def connect() -> None:
    """Listen to translations; called once, when the app is ready."""
    pre_save.connect(
        refuse_translation, sender=StringTranslation, dispatch_uid="translation.refuse_translation"
    )
    post_save.connect(
        translation_saved, sender=StringTranslation, dispatch_uid="translation.check_translation_saved"
    )


def translation_saved(instance: StringTranslation, raw: bool = False, **kwargs: Any) -> None:
    """A segment was translated anew."""
    if not raw:
        check([instance], new=bool(kwargs.get("created")))


def refuse_translation(instance: StringTranslation, raw: bool = False, **kwargs: Any) -> None:
    """Raise ValidationError, naming the segment, for a translation that cannot be stored."""
    if raw or not instance.context:
        return
    if reason := refusal(instance.context.path, instance.data):
        text = Truncator(plain(instance.translation_of.data)).chars(40)
        raise ValidationError(_("“%(text)s”: %(reason)s") % {"text": text, "reason": reason})
