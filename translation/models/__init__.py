"""What the translation desk stores; everything else about a translation is wagtail-localize's."""

from translation.models.desk import Assignment, Baseline, DigestSetting, SourceText
from translation.models.glossary import GlossaryTerm, agreed_terms
from translation.models.jobs import TranslationJob
from translation.models.memory import CheckResult, MemoryKey

__all__ = [
    "Assignment",
    "Baseline",
    "CheckResult",
    "DigestSetting",
    "GlossaryTerm",
    "MemoryKey",
    "SourceText",
    "TranslationJob",
    "agreed_terms",
]
