from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "translation"
    verbose_name = _("Translation")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from translation import check_results, draft_title, lifecycle, memory, outdated, privacy, starting
        from translation.glossary_policy import GlossaryPolicy
        from translation.models import GlossaryTerm

        register_permission_policy(GlossaryTerm, GlossaryPolicy(GlossaryTerm))
        for part in (check_results, draft_title, lifecycle, memory, outdated, privacy, starting):
            part.connect()
