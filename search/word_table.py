"""The table of folded words: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL.

The words arrive folded and separated, so both databases compare exactly the same ones.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Weights of title, summary and rest.
_BM25 = "bm25(search_words, 10.0, 4.0, 1.0)"
_TS_RANK = "ts_rank('{0.05, 0.1, 0.4, 1.0}', search_words.words, %s::tsquery)"
# PostgreSQL knows no greater position in a text.
_LAST_POSITION = 16_383
# A tsvector is 1 MB at most, a word 64 bytes or a little more.
_MOST_WORDS = 15_000


def create(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the table. Raises NotImplementedError for a database that is neither SQLite nor PostgreSQL."""
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5"
            '(title, summary, rest, tokenize="unicode61 remove_diacritics 0")'
        )
    elif vendor == "postgresql":
        schema_editor.execute(
            "CREATE TABLE search_words (document_id bigint PRIMARY KEY, words tsvector NOT NULL)"
        )
        schema_editor.execute("CREATE INDEX search_words_gin ON search_words USING gin (words)")
        # Sort keys are compared byte by byte, whatever the collation of the database.
        schema_editor.execute('ALTER TABLE search_sortkey ALTER COLUMN text TYPE text COLLATE "C"')
    else:
        raise NotImplementedError(f"The portal's search needs SQLite or PostgreSQL, not {vendor}.")


def drop(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the table."""
    schema_editor.execute("DROP TABLE search_words")


def insert(pk: int, folded: Mapping[str, str]) -> None:
    """Store the words (``folded["title"]``, "summary", "rest") of a document that has none stored."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            columns = [folded[name] for name in ("title", "summary", "rest")]
            cursor.execute(
                "INSERT INTO search_words(rowid, title, summary, rest) VALUES (%s, %s, %s, %s)",
                [pk, *columns],
            )
        else:
            cursor.execute(
                "INSERT INTO search_words(document_id, words) VALUES (%s, %s::tsvector)",
                [pk, _vector(folded)],
            )


def remove(pk: int) -> None:
    """Remove the words of a document, if there are any."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM search_words WHERE rowid = %s", [pk])
        else:
            cursor.execute("DELETE FROM search_words WHERE document_id = %s", [pk])


class Match:
    """SQL for "has all of these words".

    Attributes:
        source: table expression of the words and of ``search_searchdocument d``.
        where: condition, with its parameters in ``params``.
        rank: an expression that is greater for better documents, with its parameters in ``rank_params``.
    """

    def __init__(self, words: Sequence[str]) -> None:
        unique = list(dict.fromkeys(words))
        self.params: list[Any] = []
        self.rank_params: list[Any] = []
        if not unique:
            # The text has no letter and no digit.
            self.source, self.where, self.rank = "search_searchdocument d", "1 = 0", "0"
        elif connection.vendor == "sqlite":
            # SQLite keeps the order of a cross join: the words first, not once for every document.
            self.source = "search_words CROSS JOIN search_searchdocument d ON d.id = search_words.rowid"
            self.where = "search_words MATCH %s"
            # Quoted: FTS5 has operators and column names that visitors may type.
            self.params = [" AND ".join(f'"{word}"' for word in unique)]
            self.rank = f"-{_BM25}"
        else:
            query = " & ".join(f"'{word}'" for word in unique)
            self.source = "search_words JOIN search_searchdocument d ON d.id = search_words.document_id"
            self.where = "search_words.words @@ %s::tsquery"
            self.params = [query]
            self.rank = _TS_RANK
            self.rank_params = [query]


def _vector(folded: Mapping[str, str]) -> str:
    """A tsvector literal. The words are letters and digits only, so quotes need no escaping."""
    parts: list[str] = []
    for name, weight in (("title", "A"), ("summary", "B"), ("rest", "D")):
        for word in folded[name].split()[: _MOST_WORDS - len(parts)]:
            position = min(len(parts) + 1, _LAST_POSITION)
            parts.append(f"'{word}':{position}{weight}")
    return " ".join(parts)
