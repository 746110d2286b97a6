"""Who can be asked about a cluster."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable


class Visibility(models.TextChoices):
    """Who may see a contact."""

    PUBLIC = "public", _("Everybody")
    PARTICIPANTS = "participants", _("Participants of the same matchmaking event")
    PRIVATE = "private", _("Editors only")


class ClusterContact(Orderable):
    """A person or an office of the cluster, with the choice who sees it."""

    page = ParentalKey("clusters.ClusterPage", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=160)
    role = models.CharField(_("role"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    visibility = models.CharField(
        _("who sees it"), max_length=20, choices=Visibility, default=Visibility.PRIVATE
    )

    class Meta(Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name
