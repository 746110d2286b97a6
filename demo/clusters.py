"""The clusters of the demo: real organisations with the facts known of them, and invented ones, complete."""

import csv
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from clusters.models import ClusterContact, ClusterPage, CountryPage
from demo.bodies import body_in
from demo.publishing import publish
from demo.texts import DATA, in_language, read

SOURCE = "Public information, compiled by the consortium in 2026"


def _country_page(code: str) -> CountryPage:
    return CountryPage.objects.get(country=[code], locale__language_code="en")


def load_real_clusters() -> None:
    """The organisations of ``clusters.csv``. What the file does not know stays empty."""
    with (DATA / "clusters.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            publish(
                partial(_real_cluster, row),
                _country_page(row["country_iso2"]),
                "en",
                ["en"],
            )


def _real_cluster(row: dict[str, str], _language: str) -> ClusterPage:
    def number(name: str, kind: type) -> Any:
        return kind(row[name]) if row[name] else None

    return ClusterPage(
        title=row["name"],
        slug=row["slug"],
        city=row["city"],
        region=[row["nuts2_2024"]] if row["nuts2_2024"] else [],
        latitude=number("lat", float),
        longitude=number("lon", float),
        founded_year=number("founded_year", int),
        website=f"https://{row['website_domain']}/" if row["website_domain"] else "",
        sectors=[code for code in [row["primary_ecosystem"], *row["other_ecosystems"].split(";")] if code],
        sector_keywords="\n".join(filter(None, row["sector_keywords"].split(";"))),
        label=[row["cluster_label"]] if row["cluster_label"] else [],
        label_reported_year=number("cluster_label_year", int),
        summary=row["description_en"],
        data_source=SOURCE,
    )


def load_example_clusters() -> None:
    """The invented clusters, in every language they are written in."""
    for row in read("example_clusters")["cluster"]:
        publish(
            partial(_example_cluster, row),
            _country_page(row["country"]),
            row["source"],
            row["languages_published"],
        )


def _example_cluster(row: dict[str, Any], language: str) -> ClusterPage:
    keywords = in_language(row.get("sector_keywords", ""), language)
    confirmed: date | None = None
    if "last_confirmed" in row:
        confirmed = timezone.localdate() - timedelta(days=row["last_confirmed"]["days_ago"])
    page = ClusterPage(
        title=row["name"],
        slug=row["slug"],
        native_name=row.get("native_name", ""),
        acronym=row.get("acronym", ""),
        city=row["city"],
        region=[row["region"]],
        latitude=row["latitude"],
        longitude=row["longitude"],
        founded_year=row["founded_year"],
        legal_form=[row["legal_form"]],
        website=row["website"],
        languages=row["languages"],
        label=row.get("label", []),
        label_issuer=row.get("label_issuer", ""),
        label_awarded=row.get("label_awarded") or None,
        label_expires=row.get("label_expires") or None,
        sectors=row["sectors"],
        sector_keywords=keywords if isinstance(keywords, str) else "\n".join(keywords),
        technologies=row["technologies"],
        value_chain=row["value_chain"],
        markets=row["markets"],
        offers=row["offers"],
        needs=row["needs"],
        members=row["members"],
        member_counts=row["member_counts"],
        last_confirmed=confirmed,
        data_source=in_language(row["data_source"], "en"),
        summary=in_language(row["summary"], language),
        body=body_in(row["body"], language, row["slug"]),
    )
    page.contacts = [  # type: ignore[misc]  # the cluster keeps them until it is saved
        ClusterContact(
            sort_order=order,
            name=contact["name"],
            role=in_language(contact.get("role", ""), "en"),
            email=contact.get("email", ""),
            phone=contact.get("phone", ""),
            visibility=contact["visibility"],
        )
        for order, contact in enumerate(row["contacts"])
    ]
    return page
