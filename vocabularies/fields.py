"""Model fields that store codes of a vocabulary."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from vocabularies.forms import CodeCountsFormField, CodeListFormField, SingleCodeFormField

LARGEST_COUNT = 1_000_000
"""Of members: more has no cluster, and not every database has room for more than two thousand million."""


class CodedField(models.JSONField):
    """Base of the fields that store codes of a vocabulary, as JSON.

    A plain CharField would be taken for translatable text by wagtail-localize, and a many-to-many relation is
    not copied to translations once it is emptied; a JSON value is a fact that follows.
    """

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"vocabulary": self.vocabulary}

    def known_codes(self) -> set[str]:
        """All codes of the vocabulary, retired ones included."""
        from vocabularies.registry import get_vocabulary  # fields are loaded before models

        return set(get_vocabulary(self.vocabulary).all_codes())

    def refuse_unknown(self, codes: Any) -> None:
        """Raise a ValidationError that names the codes the vocabulary does not have."""
        unknown = [str(code) for code in codes if code not in self.known_codes()]
        if unknown:
            raise ValidationError(
                _("Not in the vocabulary “%(vocabulary)s”: %(codes)s."),
                params={"vocabulary": self.vocabulary, "codes": ", ".join(unknown)},
            )


class CodeListField(CodedField):
    """A list of codes, in the vocabulary's order.

    Arguments:
        vocabulary: name of the vocabulary, see ``vocabularies.registry``.
        limit: 1 where at most one code is allowed (a select instead of checkboxes), else None.
    """

    def __init__(self, *args: Any, limit: int | None = None, **kwargs: Any) -> None:
        self.limit = limit
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        if self.limit is not None:
            kwargs["limit"] = self.limit
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list):
            raise ValidationError(_("Expected a list of codes."))
        if self.limit is not None and len(value) > self.limit:
            raise ValidationError(_("Choose at most %(limit)s."), params={"limit": self.limit})
        self.refuse_unknown(value)

    def formfield(self, **kwargs: Any) -> Any:
        form_class = SingleCodeFormField if self.limit == 1 else CodeListFormField
        options: dict[str, Any] = {"form_class": form_class, "vocabulary": self.vocabulary} | kwargs
        return models.Field.formfield(self, **options)


class CodeCountsField(CodedField):
    """A number for each code of a vocabulary, e.g. members by kind: ``{"sme": 40, "university": 3}``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, dict) or any(type(n) is not int or n < 0 for n in value.values()):
            raise ValidationError(_("Expected whole numbers, zero or more, by code."))
        MaxValueValidator(LARGEST_COUNT)(max(value.values(), default=0))
        self.refuse_unknown(value)

    def formfield(self, **kwargs: Any) -> Any:
        options: dict[str, Any] = {"form_class": CodeCountsFormField, "vocabulary": self.vocabulary} | kwargs
        return models.Field.formfield(self, **options)
