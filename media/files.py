"""Names under which uploaded files are kept, and the field that keeps images clean."""

from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from media.image_bytes import cleaned

_LONGEST_NAME = 80


def safe_name(name: str) -> str:
    """A file's name without folders, without a second extension and in plain letters.

    "../a/Rapport été.php.PDF" becomes "rapport-ete-php.pdf".
    """
    path = PurePath(name.replace("\\", "/").rpartition("/")[2])
    stem = slugify(path.stem.replace(".", "-"))[:_LONGEST_NAME] or "file"
    return stem + path.suffix.lower()


class CleanUpload(SimpleUploadedFile):
    """An uploaded image that has left private data behind already."""


class CleanImageFieldFile(WagtailImageFieldFile):
    """An image file that leaves private data behind on its way into storage, whoever stores it."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store the picture without private data; raises DamagedImage when there is no picture."""
        content.seek(0)
        if not isinstance(content, CleanUpload):
            content = ContentFile(cleaned(content.read()), name=name)
        super().save(safe_name(name), content, save=save)


class CleanImageField(WagtailImageField):
    """Stores images without private data."""

    attr_class = CleanImageFieldFile


def document_path(instance: Any, name: str) -> str:
    """Where a document is stored."""
    return f"documents/{safe_name(name)}"
