"""Form fields for codes: choices come from the vocabulary, in the editor's language."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


def _choices(vocabulary: str, selected: list[str]) -> list[tuple[str, str]]:
    """Terms that are offered today, and those selected before that are not offered any more."""
    from vocabularies.registry import get_vocabulary  # forms are loaded before models

    terms = get_vocabulary(vocabulary)
    current = terms.codes()
    kept = [code for code in selected if code not in set(current)]
    choices = [(code, terms.label(code)) for code in current]
    return choices + [(code, _("%(term)s (retired)") % {"term": terms.label(code)}) for code in kept]


class _CodeChoices:
    """Choices that are read when the form is shown, not when the class is made."""

    def __init__(self, vocabulary: str) -> None:
        self.vocabulary = vocabulary

    def __call__(self) -> list[tuple[str, str]]:
        return _choices(self.vocabulary, [])


class CodeListFormField(forms.MultipleChoiceField):
    """Checkboxes for a list of codes. Retired terms that are already selected stay on offer."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, vocabulary: str, **kwargs: Any) -> None:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        self.vocabulary = vocabulary
        super().__init__(choices=_CodeChoices(vocabulary), **kwargs)

    def prepare_value(self, value: Any) -> list[str]:
        codes = [str(code) for code in value or []]
        self.widget.choices = _choices(self.vocabulary, codes)
        return codes

    def valid_value(self, value: str) -> bool:
        from vocabularies.registry import get_vocabulary

        return value in get_vocabulary(self.vocabulary).all_codes()

    def clean(self, value: Any) -> list[str]:
        from vocabularies.registry import get_vocabulary

        chosen = set(super().clean(value))
        return [code for code in get_vocabulary(self.vocabulary).all_codes() if code in chosen]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or []) != set(data or [])


class SingleCodeFormField(forms.ChoiceField):
    """A select for a list of at most one code."""

    def __init__(self, *, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(choices=_CodeChoices(vocabulary), **kwargs)

    def prepare_value(self, value: Any) -> str:
        code = value[0] if isinstance(value, list) and value else (value if isinstance(value, str) else "")
        self.widget.choices = [("", "---------"), *_choices(self.vocabulary, [code] if code else [])]
        return code

    def valid_value(self, value: str) -> bool:
        from vocabularies.registry import get_vocabulary

        return value in get_vocabulary(self.vocabulary).all_codes()

    def clean(self, value: Any) -> list[str]:
        code = super().clean(value)
        return [code] if code else []

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != ([data] if data else [])


class KeyedInputs(forms.Widget):
    """One input for each key of a dictionary: a number for each term, a label for each language.

    Arguments:
        items: called when the form is shown; returns (key, visible label) pairs.
        input_type: HTML input type of the inputs.
    """

    template_name = "vocabularies/widgets/keyed_inputs.html"

    def __init__(self, items: Callable[[], list[tuple[str, str]]], input_type: str) -> None:
        self.items = items
        self.input_type = input_type
        super().__init__()

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        values = value if isinstance(value, dict) else {}
        context["widget"]["input_type"] = self.input_type
        context["widget"]["inputs"] = [
            {"name": f"{name}-{key}", "label": label, "value": values.get(key, "")}
            for key, label in self.items()
        ]
        return context

    def format_value(self, value: Any) -> Any:
        return value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        entered = {key: data.get(f"{name}-{key}", "").strip() for key, _label in self.items()}
        return {key: text for key, text in entered.items() if text}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)


MOST_DIGITS = 20
"""Of a number that somebody enters."""


class CodeCountsFormField(forms.Field):
    """Whole numbers by code; empty inputs are left out."""

    def __init__(self, *, vocabulary: str, **kwargs: Any) -> None:
        kwargs["widget"] = KeyedInputs(_CodeChoices(vocabulary), "number")
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dict[str, int]:
        counts = {}
        for code, text in (value or {}).items():
            # Python makes no number of some thousand digits.
            if not str(text).isdecimal() or len(str(text)) > MOST_DIGITS:
                raise ValidationError(
                    _("“%(text)s” is not a whole number, zero or more (%(code)s)."),
                    params={"text": text, "code": code},
                )
            counts[code] = int(text)
        return counts

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {k: str(v) for k, v in (initial or {}).items()} != {k: str(v) for k, v in (data or {}).items()}


class LabelsFormField(forms.Field):
    """A label in each language of the portal; the default language's is required."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = KeyedInputs(lambda: settings.LANGUAGES, "text")
        super().__init__(**{"label": _("labels")} | kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        labels = value or {}
        if settings.LANGUAGE_CODE not in labels:
            raise ValidationError(
                _("Give at least the label in %(language)s."),
                params={"language": dict(settings.LANGUAGES)[settings.LANGUAGE_CODE]},
            )
        if any(len(text) > 160 for text in labels.values()):
            raise ValidationError(_("A label has at most 160 characters."))
        return labels

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


class TermForm(WagtailAdminModelForm):
    """A term with one input a language for its labels."""

    labels = LabelsFormField()
