"""Licences a file may be published under (SPDX identifiers where one exists)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    CC0 = "CC0-1.0", _("CC0 1.0 (no rights reserved)")
    CC_BY = "CC-BY-4.0", _("CC BY 4.0 (attribution)")
    CC_BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0 (attribution, share alike)")
    OWN = "own", _("Made by the consortium")
    PERMISSION = "permission", _("Used with the owner's permission")
