"""A changed term is seen at once in this process; a new language is told what labels it lacks."""

from django.db.models.signals import post_delete, post_save

from portal.signals import language_added
from vocabularies.languages import report_missing_labels
from vocabularies.models import Term
from vocabularies.registry import forget_terms

post_save.connect(forget_terms, sender=Term, dispatch_uid="vocabularies.forget_saved")
post_delete.connect(forget_terms, sender=Term, dispatch_uid="vocabularies.forget_deleted")
language_added.connect(report_missing_labels, dispatch_uid="vocabularies.report_missing_labels")
