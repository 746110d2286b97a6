"""What is wrong with a translated text that came from outside: the same as in the editor."""

from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from translation.check_results import max_length
from translation.checks import ERROR, check_segment
from translation.exchange.units import Unit
from translation.glossary import AgreedTerm
from translation.texts import control_characters


def flaws(
    unit: Unit, target: str, translation: Translation, terms: list[AgreedTerm]
) -> tuple[list[str], list[str]]:
    """Errors, which refuse the text, and warnings, which do not; sentences.

    Arguments:
        unit: the text that is translated.
        target: the translation, as HTML.
        translation: the page and the two languages.
        terms: agreed terms of the two languages.
    """
    if strange := control_characters(target) - control_characters(unit.source):
        return [_("It contains the control character %(code)s.") % {"code": f"U+{ord(min(strange)):04X}"}], []
    model = translation.source.specific_content_type.model_class()
    problems = check_segment(
        unit.source,
        target,
        language_pair=(translation.source.locale.language_code, translation.target_locale.language_code),
        kind=unit.place,
        max_length=max_length(model, unit.place) if model else None,
        terms=terms,
    )
    errors = [problem.message for problem in problems if problem.level == ERROR]
    return errors, [problem.message for problem in problems if problem.level != ERROR]
