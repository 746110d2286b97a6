from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from translation.glossary_policy import own_languages


class GlossaryTermForm(WagtailAdminModelForm):
    """A term; offers the languages that are the person's own."""

    class Meta:
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None and not self.for_user.is_superuser:
            field = self.fields["target_locale"]
            field.queryset = own_languages(self.for_user)
            if not self.instance.pk and field.queryset.count() == 1:
                field.initial = field.queryset.get()
