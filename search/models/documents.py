"""What is searchable, as tables: the documents, and what the database backend needs to filter and sort.

The words are in a further table, whose type depends on the database (``search.word_table``).
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

LONGEST_CODE = 200
# The "facet" of a document's whole names, folded; no real facet can have this name.
WHOLE_NAME = "=name"


class SearchDocument(models.Model):
    """The document of one piece of content (one translation key), and how far it has travelled.

    A change of the content raises ``version``; ``built_version`` follows when the document is made anew,
    ``indexed_version`` when Elasticsearch has it. A row stays after its content is gone, so that its version
    goes on growing and late writes are refused.
    """

    key = models.UUIDField(unique=True, help_text="Translation key of the pages.")
    kind = models.CharField(max_length=20)
    public = models.BooleanField(default=False, help_text="Whether there is a document.")
    path = models.CharField(max_length=1000, blank=True, help_text="Path of the page without language.")
    document = models.JSONField(null=True)
    version = models.PositiveBigIntegerField(default=1)
    built_version = models.PositiveBigIntegerField(default=0)
    indexed_version = models.PositiveBigIntegerField(default=0)
    built_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(
        default=0, help_text="Attempts that failed since the last success."
    )
    next_attempt = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "public", "key"], name="search_document_listing"),
            models.Index(fields=["kind", "path"], name="search_document_path"),
            models.Index(
                fields=["id"], condition=Q(built_version__lt=F("version")), name="search_document_stale"
            ),
            models.Index(
                fields=["id"],
                condition=Q(indexed_version__lt=F("built_version")),
                name="search_document_lagging",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.path or self.key}"

    @property
    def content(self) -> dict[str, Any]:
        """The complete document; empty when nothing is public."""
        return self.document or {}


class FacetEntry(models.Model):
    """A code of a public document in one of its facets, or one of its whole names."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="facet_entries")
    kind = models.CharField(max_length=20)
    facet = models.CharField(max_length=40)
    code = models.CharField(max_length=LONGEST_CODE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "facet", "code"], name="search_facet_entry_once")
        ]
        indexes = [
            models.Index(fields=["kind", "facet", "code", "document"], name="search_facet_entry_lookup")
        ]

    def __str__(self) -> str:
        return f"{self.facet}={self.code}"


class SortKey(models.Model):
    """A sort key of a public document: text, compared byte by byte, or a number."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="sort_keys")
    name = models.CharField(max_length=40)
    text = models.TextField(blank=True, default="")
    number = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "name"], name="search_sort_key_once")]
        indexes = [models.Index(fields=["name", "document"], name="search_sort_key_name")]

    def __str__(self) -> str:
        return self.name
