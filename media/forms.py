"""The form of an image, for every way of uploading one."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media.files import CleanUpload
from media.image_bytes import DAMAGED, cleaned


class WholeImageField(WagtailImageField):
    """Takes whole images only, without private data; says what is wrong where Wagtail's field fails."""

    def to_python(self, data: Any) -> Any:
        """The image as it will be stored; raises ValidationError for everything that is none."""
        try:
            found = super().to_python(data)
            if found is None:
                return None
            clean: Any = CleanUpload(found.name, cleaned(found.read()), found.content_type)
        except ValidationError:
            raise
        except Exception as error:
            # Readers of images raise whatever a broken file makes them raise.
            raise ValidationError(DAMAGED, code="damaged") from error
        clean.image = found.image
        return clean


class PortalImageForm(BaseImageForm):
    """Wagtail's form with the field above, wherever it asks for a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not declared: a declared field would be asked for in forms that leave the file out.
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = WholeImageField(
                label=old.label, required=old.required, widget=old.widget, initial=old.initial
            )
