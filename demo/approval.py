"""The demo's section in which the lead editors approve, and what waits there for them."""

from django.contrib.auth import get_user_model
from django.db import transaction

from demo.news_and_events import news_page
from demo.texts import read
from news.models import NewsSectionPage
from partners.approval import require_approval
from partners.permissions import ensure_lead_group


def load_waiting() -> None:
    """Have sections need approval and submit an item in each; where the item exists, all stays as it is."""
    lead = ensure_lead_group()
    for row in read("news")["waiting"]:
        section = NewsSectionPage.objects.get(slug=row["section"], locale__language_code=row["language"])
        if section.get_children().filter(slug=row["slug"]).exists():
            continue
        author = get_user_model().objects.get(username=row["author"])
        with transaction.atomic():
            require_approval(section, lead)
            page = news_page(row, row["language"])
            page.owner, page.live = author, False
            section.add_child(instance=page)
            page.save_revision(user=author)
            page.get_workflow().start(page, author)
