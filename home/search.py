"""Standard pages, partner pages and series of events in the site-wide search."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.blocks.body import texts_by_language
from portal.paths import language_less_path
from search.documents import Document, Texts
from search.kinds import SearchKind, register


def build(source: Page, translations: Mapping[str, Page]) -> Document:
    """The public document of a page of text; see ``clusters.search.build`` for the arguments."""
    texts: dict[str, Texts] = {}
    for language, page in translations.items():
        bodies = texts_by_language(page.body, language)
        texts[language] = Texts(title=page.title, summary=page.summary, body=bodies.pop(language, ""))
        for other, passage in bodies.items():
            texts.setdefault(other, Texts()).passages.append(passage)
    return Document(
        slug=source.slug,
        path=language_less_path(source),
        source_language=source.locale.language_code,
        facets={},
        texts=texts,
        names=[],
        sort={},
        data={},
    )


register(
    SearchKind(
        name="page",
        label=_("Pages"),
        model=("home.StandardPage", "partners.PartnerPage", "events.EventSeriesPage"),
        build=build,
        facets=(),
        sorts=("relevance", "name"),
        default_sort="name",
    )
)
