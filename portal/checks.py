"""System checks of the portal's own conventions: what would otherwise be found by a visitor."""

from typing import Any

from babel import Locale, UnknownLocaleError
from django.core.checks import CheckMessage, Error, register
from wagtail.models import get_page_models

from portal.pages import BasePage
from portal.settings.languages import PORTAL_LANGUAGES


@register()
def check_languages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every language has a distinct code that CLDR knows: country names and dates come from there."""
    problems: list[CheckMessage] = []
    codes = [language.code for language in PORTAL_LANGUAGES]
    if len(codes) != len(set(codes)):
        problems.append(Error(f"A language is listed twice: {', '.join(codes)}.", id="portal.E001"))
    for code in codes:
        try:
            Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            problems.append(Error(f"“{code}” is not a language code that CLDR knows.", id="portal.E002"))
    return problems


@register()
def check_pages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page type names the pages it may stand under and builds on BasePage; its facts are fields."""
    problems: list[CheckMessage] = []
    for model in get_page_models():
        if model.__module__.startswith("wagtail."):
            continue
        name = model._meta.label
        if not issubclass(model, BasePage):
            problems.append(Error(f"{name} does not build on portal.pages.BasePage.", id="portal.E003"))
            continue
        if "parent_page_types" not in vars(model) or "subpage_types" not in vars(model):
            problems.append(
                Error(f"{name} does not say where in the tree it may stand.", id="portal.E004", obj=model)
            )
        fields = {field.name for field in model._meta.get_fields()}
        unknown = [fact for fact in model.facts if fact not in fields]
        if unknown:
            problems.append(
                Error(
                    f"{name}.facts names what is no field: {', '.join(unknown)}.", id="portal.E005", obj=model
                )
            )
    return problems
