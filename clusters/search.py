"""What is searchable of a cluster."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.blocks.body import texts_by_language
from portal.paths import language_less_path
from search.documents import Document, Texts
from search.kinds import Facet, SearchKind, register
from search.vocabularies import PlainCodes


def build(source: Page, translations: Mapping[str, Page]) -> Document | None:
    """The public document of a cluster.

    Arguments:
        source: the page that supplies the facts.
        translations: every public page of the cluster, by language.

    Returns:
        The document; None while no country is above the cluster.
    """
    country = source.country_page
    if country is None or not country.code:
        return None
    texts: dict[str, Texts] = {}
    for language, page in translations.items():
        bodies = texts_by_language(page.body, language)
        own = " ".join(filter(None, [*page.keywords, bodies.pop(language, "")]))
        texts[language] = Texts(title=page.title, summary=page.summary, body=own)
        for other, passage in bodies.items():
            texts.setdefault(other, Texts()).passages.append(passage)
    return Document(
        slug=source.slug,
        path=language_less_path(source),
        source_language=source.locale.language_code,
        facets={
            "sector": source.sectors,
            "country": [country.code],
            "region": source.region,
            "value_chain": source.value_chain,
            "market": source.markets,
            "technology": source.technologies,
            "label": source.label,
            "language": source.languages,
            "offer": source.offers,
            "need": source.needs,
            "partner": [country.partner.code] if country.partner else [],
        },
        texts=texts,
        names=[name for name in [source.title, source.native_name, source.acronym, source.city] if name],
        sort={
            "newest": source.first_published_at.isoformat() if source.first_published_at else None,
            "members": source.members,
        },
        data={
            "native_name": source.native_name,
            "acronym": source.acronym,
            "city": source.city,
            "lat": source.latitude,
            "lon": source.longitude,
            "website": source.website,
            "founded_year": source.founded_year,
            "legal_form": source.legal_form,
            "members": source.members,
            "member_counts": source.member_counts,
            "label_issuer": source.label_issuer,
            "label_awarded": source.label_awarded.isoformat() if source.label_awarded else None,
            "label_expires": source.label_expires.isoformat() if source.label_expires else None,
            "label_reported_year": source.label_reported_year,
            "offers": source.offers,
            "needs": source.needs,
            "contacts": [
                {"name": contact.name, "role": contact.role, "email": contact.email, "phone": contact.phone}
                for contact in source.public_contacts()
            ],
            "last_confirmed": source.last_confirmed.isoformat() if source.last_confirmed else None,
            "data_source": source.data_source,
            "data_source_url": source.data_source_url,
        },
    )


register(
    SearchKind(
        name="cluster",
        label=_("Clusters"),
        model="clusters.ClusterPage",
        path="clusters/",
        build=build,
        facets=(
            Facet("sector", _("Sector"), vocabulary="sector", list_all=True),
            Facet("country", _("Country"), vocabulary="country"),
            Facet("region", _("Region"), vocabulary="region", parent_facet="country"),
            Facet("value_chain", _("Value-chain stage"), vocabulary="value_chain", list_all=True),
            Facet("market", _("Target market"), vocabulary="market"),
            Facet("technology", _("Technology"), vocabulary="technology"),
            Facet("label", _("Label"), vocabulary="label", list_all=True),
            Facet("language", _("Working language"), vocabulary="language"),
            Facet("offer", _("Offers"), vocabulary="cooperation", shown=False),
            Facet("need", _("Looks for"), vocabulary="cooperation", shown=False),
            Facet("partner", _("Partner"), vocabulary=PlainCodes(), shown=False),
        ),
        sorts=("relevance", "name", "newest", "members"),
        default_sort="name",
        with_parent=True,
        item_template="clusters/cluster_item.html",
    )
)
