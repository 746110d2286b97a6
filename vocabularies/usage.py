"""Who uses a term: found by walking the installed models, without importing them."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from wagtail.models import Revision


def coded_fields(vocabulary: str) -> list[tuple[type[models.Model], str]]:
    """Every (model, field name) that stores codes of the vocabulary."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "vocabulary", None) == vocabulary
    ]


def find_usage(vocabulary: str, code: str) -> list[models.Model]:
    """Objects whose stored value or newest draft has the code.

    Arguments:
        vocabulary: name of the vocabulary.
        code: the term's code.

    Returns:
        The objects, each once; drafts are found by their live row. Two queries for each field.
    """
    quoted = f'"{code}"'
    found: dict[tuple[type[models.Model], object], models.Model] = {}
    for model, field in coded_fields(vocabulary):
        # JSON on SQLite has no "contains": the quoted code is looked for in the text of the value.
        in_row = model._default_manager.annotate(_codes=Cast(field, models.TextField())).filter(
            _codes__contains=quoted
        )
        objects = list(in_row)
        if hasattr(model, "latest_revision"):
            drafts = Revision.objects.filter(
                content_type=ContentType.objects.get_for_model(model),
                **{f"content__{field}__icontains": quoted},
            ).values("pk")
            objects += list(model._default_manager.filter(latest_revision__in=drafts))
        for instance in objects:
            found.setdefault((model, instance.pk), instance)
    return list(found.values())
