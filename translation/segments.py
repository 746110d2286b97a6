"""The segments of a submitted page, written in bulk.

wagtail-localize writes them one by one (about eight queries a segment, so 2,400 for a page of 300 blocks).
These functions leave the same rows behind, with as many queries for a long page as for a short one.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from translation.keys import field_path, path_hash, string_hash


@transaction.atomic
def update_submission(source: TranslationSource, page: Page, values: Sequence[Any] | None = None) -> None:
    """Bring a page's present text to its translators; does what ``TranslationSource.update_from_db`` does.

    Arguments:
        source: what was submitted.
        page: the page it was submitted from, of its own type.
        values: its segments, when the caller has extracted them already.
    """
    source.content_json = page.to_json()
    source.schema_version = get_schema_version(page._meta.app_label)
    source.object_repr = str(page)[:200]
    source.last_updated_at = timezone.now()
    source.save(update_fields=["content_json", "schema_version", "object_repr", "last_updated_at"])
    write_segments(source, page, extract_segments(page) if values is None else values)


@transaction.atomic
def write_segments(source: TranslationSource, page: Page, values: Sequence[Any]) -> None:
    """Make the stored segments of a submission those given; rows of segments that stay are not touched.

    Arguments:
        source: what was submitted.
        page: the page that the segments were extracted from.
        values: what ``extract_segments`` returned.
    """
    contexts = _contexts(source, page, {value.path for value in values})
    strings = [value for value in values if isinstance(value, StringSegmentValue)]
    string_ids = _ids(
        String,
        "data_hash",
        {string_hash(value.string.data): {"data": value.string.data} for value in strings},
        locale_id=source.locale_id,
    )
    _replace(
        StringSegment,
        source,
        [
            {
                "context_id": contexts[value.path],
                "order": value.order,
                "string_id": string_ids[string_hash(value.string.data)],
                "attrs": json.dumps(value.attrs, cls=DjangoJSONEncoder),
            }
            for value in strings
        ],
    )
    templates = [value for value in values if isinstance(value, TemplateSegmentValue)]
    template_ids = _ids(
        Template,
        "uuid",
        {
            _template_id(value): {
                "template": value.template,
                "template_format": value.format,
                "string_count": value.string_count,
            }
            for value in templates
        },
    )
    _replace(
        TemplateSegment,
        source,
        [
            {
                "context_id": contexts[value.path],
                "order": value.order,
                "template_id": template_ids[_template_id(value)],
            }
            for value in templates
        ],
    )
    _replace(
        OverridableSegment,
        source,
        [
            {
                "context_id": contexts[value.path],
                "order": value.order,
                "data_json": json.dumps(value.data, cls=DjangoJSONEncoder),
            }
            for value in values
            if isinstance(value, OverridableSegmentValue)
        ],
    )
    related = [value for value in values if isinstance(value, RelatedObjectSegmentValue)]
    kept = [RelatedObjectSegment.from_value(source, value).pk for value in related]
    RelatedObjectSegment.objects.filter(source=source).exclude(pk__in=kept).delete()


def _contexts(source: TranslationSource, page: Page, paths: Iterable[str]) -> dict[str, int]:
    by_id = {path_hash(path): path for path in paths}
    ids = _ids(
        TranslationContext,
        "path_id",
        {path_id: {"path": path} for path_id, path in by_id.items()},
        # wagtail-localize writes each of them by itself; here it is written with the row.
        computed=lambda context: {"field_path": field_path(page, context["path"])},
        object_id=source.object_id,
    )
    return {path: ids[path_id] for path_id, path in by_id.items()}


def _ids(
    model: type[models.Model],
    key: str,
    wanted: dict[UUID, dict[str, Any]],
    computed: Callable[[dict[str, Any]], dict[str, Any]] = lambda fields: {},
    **scope: Any,
) -> dict[UUID, int]:
    """Primary keys of the rows with these keys in a scope; those that are missing are made, with the fields
    wanted and those computed from them.
    """
    found = model._default_manager.filter(**scope, **{f"{key}__in": list(wanted)}).values_list(key, "pk")
    ids = dict(found)
    missing = [
        model(**scope, **{key: value}, **fields, **computed(fields))
        for value, fields in wanted.items()
        if value not in ids
    ]
    if missing:
        # Somebody else may have made one in between.
        model._default_manager.bulk_create(missing, ignore_conflicts=True)
        ids = dict(found.all())
    return ids


def _replace(model: type[models.Model], source: TranslationSource, wanted: list[dict[str, Any]]) -> None:
    """Make the rows of a segment model those wanted, each once."""
    names = list(wanted[0]) if wanted else ["pk"]
    have: dict[tuple, int] = {}
    superfluous = []
    for pk, *values in model._default_manager.filter(source=source).values_list("pk", *names):
        if tuple(values) in have or not wanted:
            superfluous.append(pk)
        else:
            have[tuple(values)] = pk
    fields = {tuple(row.values()): row for row in wanted}
    superfluous += [pk for values, pk in have.items() if values not in fields]
    if superfluous:
        model._default_manager.filter(pk__in=superfluous).delete()
    model._default_manager.bulk_create(
        [model(source=source, **row) for values, row in fields.items() if values not in have]
    )


def _template_id(value: TemplateSegmentValue) -> UUID:
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)
