"""By what wagtail-localize finds strings and places again: the hashes of texts and content paths, the
names of the fields that the paths lead through.

It computes them row by row, in private methods and together with a query; here they are for many rows at
once, see docs/decisions/0025.
"""

from typing import Any
from uuid import UUID

from django.db.models import Model
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.struct_block import StructValue
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail_localize.models import String, TranslationContext


def string_hash(text: str) -> UUID:
    """``String.data_hash`` of a text."""
    return String._get_data_hash(text)


def path_hash(path: str) -> UUID:
    """``TranslationContext.path_id`` of a content path."""
    return TranslationContext._get_path_id(path)


def field_path(instance: Model, path: str) -> str:
    """``TranslationContext.field_path``: a content path with names of blocks in the place of ids.

    Arguments:
        instance: the page, or what belongs to it, that the path leads through.
        path: e.g. ``body.<id>.text`` or ``links.<translation key>.title``.
    """
    name, *rest = path.split(".")
    field: Any = instance._meta.get_field(name)
    if isinstance(field, StreamField):
        return ".".join([name, *_block_names(field.value_from_object(instance), rest)])
    if field.one_to_many and rest:
        child = getattr(instance, name).get(translation_key=rest[0])
        return f"{name}.{field_path(child, '.'.join(rest[1:]))}"
    return name


def _block_names(value: Any, ids: list[str]) -> list[str]:
    first, *rest = ids
    if isinstance(value, StructValue):
        name, block, inner = first, value.block.child_blocks[first], value[first]
    else:
        bounds = value.bound_blocks if isinstance(value, ListValue) else value
        child = next(each for each in bounds if each.id == first)
        name = "item" if isinstance(value, ListValue) else child.block_type
        block, inner = child.block, child.value
    if isinstance(block, ImageBlock):
        return [name, *rest]
    if rest and isinstance(block, StructBlock | StreamBlock | ListBlock):
        return [name, *_block_names(inner, rest)]
    return [name]
