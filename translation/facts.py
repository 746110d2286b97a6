"""Facts follow: what is entered once, on the source page, is copied into every translation.

wagtail-localize copies them only when somebody synchronises and publishes a translation, together with text
in the source's language. Here only the facts are written, to the live row and to the newest draft, and
nothing is published.
"""

import json
import logging
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import TranslationSource

logger = logging.getLogger(__name__)


def fact_names(model: type[Page]) -> tuple[str, ...]:
    """Names of the model's facts: synchronised fields that no translation may change, bodies left out.

    The slug is not among them: it has its own rules, see ``follow_slug``.
    """
    return tuple(
        field.field_name
        for field in get_translatable_fields(model)
        if isinstance(field, SynchronizedField)
        and not field.overridable
        and field.field_name != "slug"
        and not isinstance(field.get_field(model), StreamField)
    )


def fact_values(page: Page) -> dict[str, Any]:
    """The page's facts as they are stored in a revision; rows of child relations without ids."""
    stored = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    return {name: _comparable(type(page), name, stored.get(name)) for name in fact_names(type(page))}


def bring_facts(source: Page, translation: Page, published: Revision | None = None) -> None:
    """Give a translation the source's facts: its row and its newest draft. Writes only what differs.

    Arguments:
        source: the source page, of its own type.
        translation: its counterpart in another language, of any type.
        published: the translation's revision that has just been published, corrected too.
    """
    model = type(source)
    if translation.specific_class is not model:
        return
    with transaction.atomic():
        # Locked, so that an editor who saves at the same moment is not overwritten.
        row = model._default_manager.select_for_update().get(pk=translation.pk)
        wanted = fact_values(source)
        changed = _write_row(source, row, wanted)
        revisions = {revision.pk: revision for revision in (row.latest_revision, published) if revision}
        for revision in revisions.values():
            _write_revision(model, row, revision, wanted)
        if changed and row.live and published is None:
            row.update_aliases()


def follow_slug(source: Page, page: Page) -> bool:
    """Give a counterpart (unsaved afterwards) the source's slug.

    Front pages are siblings and keep their own. Where another page has the slug already, a number is added:
    the addresses then differ, so it is logged.

    Returns:
        Whether the slug changed.
    """
    if page.slug == source.slug or page.depth <= 2:
        return False
    slug = find_available_slug(page.get_parent(), source.slug, ignore_page_id=page.pk)
    if slug != source.slug:
        logger.warning("Page %s cannot have the slug “%s” of its source, it is taken.", page.pk, source.slug)
    changed = slug != page.slug
    page.slug = slug
    return changed


def refresh_submission(source: Page) -> None:
    """Bring the facts into the copy that wagtail-localize keeps of the submitted page: it writes that copy's
    facts into a translation whenever one is published.
    """
    submission = TranslationSource.objects.filter(
        object_id=source.translation_key, locale_id=source.locale_id
    ).first()
    if submission is None:
        return
    content = json.loads(submission.content_json)
    current = json.loads(json.dumps(source.serializable_data(), cls=DjangoJSONEncoder))
    names = ["slug", *fact_names(type(source))]
    if any(content.get(name) != current[name] for name in names):
        submission.content_json = json.dumps(content | {name: current[name] for name in names})
        submission.save(update_fields=["content_json"])


def _write_row(source: Page, row: Page, wanted: dict[str, Any]) -> bool:
    have = fact_values(row)
    different = [name for name, value in wanted.items() if have[name] != value]
    for name in different:
        field = source._meta.get_field(name)
        if _parental_key(type(source), name):
            source.copy_child_relation(name, row)
        else:
            setattr(row, field.attname, getattr(source, field.attname))
    if "title" in different:
        row.draft_title = row.title
    moved = follow_slug(source, row)
    if different or moved:
        # The facts were validated on the source; a flaw in the translated text is not their business.
        row.save(clean=False)
    return bool(different or moved)


def _write_revision(model: type[Page], row: Page, revision: Revision, wanted: dict[str, Any]) -> None:
    content = revision.content
    facts = {
        name: value for name, value in wanted.items() if _comparable(model, name, content.get(name)) != value
    }
    if content.get("slug") != row.slug:
        facts["slug"] = row.slug
    if not facts:
        return
    for name, value in facts.items():
        key = _parental_key(model, name)
        content[name] = [{**item, "pk": None, key: row.pk} for item in value] if key else value
    if "title" in facts:
        revision.object_str = facts["title"]
    # The same object is written again by whoever publishes it, so it is changed in place.
    revision.content = content
    revision.save(update_fields=["content", "object_str"])


def _parental_key(model: type[Page], name: str) -> str | None:
    """Name of the field that leads from a child relation's rows to the page; None for any other field."""
    for relation in get_all_child_relations(model):
        if relation.get_accessor_name() == name and isinstance(relation.field, ParentalKey):
            return relation.field.name
    return None


def _comparable(model: type[Page], name: str, value: Any) -> Any:
    key = _parental_key(model, name)
    if key is None:
        return value
    rows = sorted(value or [], key=lambda item: item.get("sort_order") or 0)
    return [
        {field: content for field, content in item.items() if field not in ("pk", key, "sort_order")}
        | {"sort_order": n}
        for n, item in enumerate(rows)
    ]
