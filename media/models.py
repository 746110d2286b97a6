"""The portal's image and document models."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to
from wagtail.search import index

from media.document_kinds import problem_with
from media.files import CleanImageField, CleanUpload, document_path
from media.image_bytes import DAMAGED, DamagedImage, cleaned
from media.licences import Licence


class PortalImage(AbstractImage):
    """An image with its credit, its licence and a decision on its alternative text.

    ``description`` (Wagtail's) is the alternative text; an image without one must be marked decorative, so
    that nobody can forget to decide.
    """

    file = CleanImageField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Who made it, as it should be printed.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.OWN)
    # Not "decorative": Wagtail sets an attribute of that name on images inside blocks.
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The image says nothing that the text does not say. Screen readers skip it."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decorative",
        "credit",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def clean(self) -> None:
        """Demand a whole image, and the decision: an alternative text, or decorative."""
        super().clean()
        problems: dict[str, Any] = {}
        if self.file and not self.file._committed and not isinstance(self.file.file, CleanUpload):
            try:
                self.file.seek(0)
                cleaned(self.file.read())
            except DamagedImage:
                problems["file"] = DAMAGED
        if not self.description and not self.is_decorative:
            problems["description"] = _(
                "Describe what the image shows for people who cannot see it, or tick “decorative”."
            )
        if self.description and self.is_decorative:
            problems["is_decorative"] = _("A decorative image has no description. Remove one of the two.")
        if problems:
            raise ValidationError(problems)

    @property
    def default_alt_text(self) -> str:
        """The description; never the title, which is often a file name."""
        return "" if self.is_decorative else self.description

    @property
    def is_alt_undecided(self) -> bool:
        """Whether screen readers pass over it where it stands, and nobody has decided so.

        Wagtail sets what was decided for the place.
        """
        return not (self.decorative or self.contextual_alt_text or self.is_decorative or self.description)


class PortalRendition(AbstractRendition):
    """A size of an image that was asked for."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PortalDocument(AbstractDocument):
    """A document with its credit, its licence and the language it is written in."""

    file = models.FileField(_("file"), upload_to=document_path)
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.OWN)
    language = models.CharField(
        _("language"), max_length=10, blank=True, help_text=_("Language of the document, e.g. de.")
    )

    admin_form_fields = ("title", "file", "language", "credit", "licence", "collection", "tags")

    def clean(self) -> None:
        """Demand an allowed kind, in content and not only by name."""
        if not self.file:
            # An upload that waits for its other fields: its file was looked at when it came.
            return
        super().clean()
        if not self.file._committed:  # type: ignore[attr-defined]
            problem = problem_with(self.file, PurePath(str(self.file.name)).suffix[1:].lower())
            if problem:
                raise ValidationError({"file": problem})

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
