"""Make the index of the translation memory and the results of the checks again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail_localize.models import String

from translation.check_results import check_everything
from translation.memory import forgotten, remember
from translation.models import MemoryKey

BATCH = 500


class Command(BaseCommand):
    help = "Indexes every translated text for the translation memory and checks every translation again."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            MemoryKey.objects.all().delete()
            batch: list[String] = []
            number = 0
            for string in forgotten().iterator(BATCH):
                batch.append(string)
                number += 1
                if len(batch) == BATCH:
                    remember(batch)
                    batch = []
            remember(batch)
        check_everything()
        self.stdout.write(f"Translation memory: {number} texts. All translations checked.")
