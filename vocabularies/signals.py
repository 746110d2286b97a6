"""A changed term is seen at once in this process."""

from django.db.models.signals import post_delete, post_save

from vocabularies.models import Term
from vocabularies.registry import forget_terms

post_save.connect(forget_terms, sender=Term, dispatch_uid="vocabularies.forget_saved")
post_delete.connect(forget_terms, sender=Term, dispatch_uid="vocabularies.forget_deleted")
