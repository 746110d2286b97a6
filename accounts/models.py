from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Everyone who signs in: editors, translators, organisers; later cluster managers.

    Our own from the first migration, so that it can grow without replacing Django's table.
    """
