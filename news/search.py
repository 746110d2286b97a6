"""What is searchable of news."""

from collections.abc import Mapping

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from news.models import NewsSectionPage
from portal.blocks.body import texts_by_language
from portal.paths import language_less_path
from search.documents import Document, Texts
from search.kinds import Facet, SearchKind, register
from search.vocabularies import PlainCodes


def build(source: Page, translations: Mapping[str, Page]) -> Document:
    """The public document of a piece of news; see ``clusters.search.build`` for the arguments."""
    texts: dict[str, Texts] = {}
    for language, page in translations.items():
        bodies = texts_by_language(page.body, language)
        own = f"{bodies.pop(language, '')} {strip_tags(page.further_information)}".strip()
        texts[language] = Texts(title=page.title, summary=page.summary, body=own)
        for other, passage in bodies.items():
            texts.setdefault(other, Texts()).passages.append(passage)
    section = NewsSectionPage.objects.parent_of(source).first()
    return Document(
        slug=source.slug,
        path=language_less_path(source),
        source_language=source.locale.language_code,
        facets={
            "kind": source.kind,
            "topic": source.topics,
            "country": source.countries,
            "sector": source.sectors,
            "source": [source.source_name] if source.source_name else [],
            "year": [str(source.date.year)],
            "section": [section.slug] if section else [],
            "partner": [section.partner.code] if section and section.partner else [],
            "cluster": [
                str(row.cluster.translation_key) for row in source.clusters.select_related("cluster")
            ],
        },
        texts=texts,
        names=[name for name in [*source.organisation_names, source.source_name] if name],
        sort={"newest": source.date.isoformat()},
        data={
            "date": source.date.isoformat(),
            "kind": source.kind,
            "deadline": source.deadline.isoformat() if source.deadline else None,
            "source_name": source.source_name,
            "source_url": source.source_url,
            "editor": source.editor,
        },
    )


register(
    SearchKind(
        name="news",
        label=_("News"),
        model="news.NewsPage",
        path="news/",
        build=build,
        facets=(
            Facet("kind", _("Kind"), vocabulary="news_kind"),
            Facet("year", _("Year"), vocabulary=PlainCodes(r"\d{4}", newest_first=True)),
            Facet("topic", _("Topic"), vocabulary="topic"),
            Facet("country", _("Country"), vocabulary="country"),
            Facet("sector", _("Sector"), vocabulary="sector"),
            Facet("source", _("Source"), vocabulary=PlainCodes(r".{1,160}")),
            Facet("partner", _("Partner"), vocabulary=PlainCodes(), shown=False),
            Facet("section", _("Section"), vocabulary=PlainCodes(), shown=False),
            Facet("cluster", _("Cluster"), vocabulary=PlainCodes(), shown=False),
        ),
        sorts=("relevance", "newest", "name"),
        default_sort="newest",
        with_parent=True,
        item_template="news/news_item.html",
    )
)
