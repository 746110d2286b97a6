"""The table of folded words: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL.

The words arrive folded and separated, so both databases compare exactly the same ones.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.expressions import RawSQL

from search.stems import stem
from search.synonyms import Phrase
from search.wording import Unit, is_acronym

# Weights of title, summary and rest.
_BM25 = "bm25(search_words, 10.0, 4.0, 1.0)"
_TS_RANK = "ts_rank('{0.05, 0.1, 0.4, 1.0}', search_words.words, %s::tsquery)"
# PostgreSQL knows no greater position in a text.
_LAST_POSITION = 16_383
# A tsvector is 1 MB at most, a word 64 bytes or a little more.
_MOST_WORDS = 15_000
_LAST_LETTER = chr(0x10FFFF)
# In one order, so that two transactions that add the same words never wait for each other.
_ADD_WORDS = "INSERT INTO search_vocabulary(term) SELECT DISTINCT unnest(tsvector_to_array(words)) AS term"
_IF_NEW = "ORDER BY term ON CONFLICT DO NOTHING"


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


def create_vocabulary(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the list of all words: SQLite reads it off its index, on PostgreSQL it is a table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, row)")
    else:
        schema_editor.execute('CREATE TABLE search_vocabulary (term text COLLATE "C" PRIMARY KEY)')
        schema_editor.execute(f"{_ADD_WORDS} FROM search_words")


def drop_vocabulary(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the list of all words."""
    schema_editor.execute("DROP TABLE search_vocabulary")


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
            # Words stay when their last document goes: whoever asks for them counts documents anyway.
            cursor.execute(f"{_ADD_WORDS} FROM search_words WHERE document_id = %s {_IF_NEW}", [pk])


def remove(pk: int) -> None:
    """Remove the words of a document, if there are any."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM search_words WHERE rowid = %s", [pk])
        else:
            cursor.execute("DELETE FROM search_words WHERE document_id = %s", [pk])


def having_title_words(beginnings: Sequence[str]) -> RawSQL:
    """Ids of the documents whose names have, for each of these folded beginnings, a word that begins so."""
    if connection.vendor == "sqlite":
        matching = " AND ".join(f'"{word}" *' for word in beginnings)
        return RawSQL("SELECT rowid FROM search_words WHERE search_words MATCH %s", [f"title : ({matching})"])
    matching = " & ".join(f"'{word}':*A" for word in beginnings)
    return RawSQL("SELECT document_id FROM search_words WHERE words @@ %s::tsquery", [matching])


def words_like(beginnings: Collection[str]) -> list[str]:
    """The words of all documents that begin like one of these. One statement."""
    # Not one condition with OR: SQLite drops words then, its list has no lasting row numbers.
    ranges = ["SELECT term FROM search_vocabulary WHERE term >= %s AND term < %s"] * len(beginnings)
    bounds = [bound for beginning in beginnings for bound in (beginning, beginning + _LAST_LETTER)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(ranges), bounds)
        return [term for (term,) in cursor.fetchall()]


class Match:
    """SQL for "has all of these units".

    Attributes:
        source: table expression of the words and of ``search_searchdocument d``.
        where: condition, with its parameters in ``params``.
        rank: an expression that is greater for better documents, with its parameters in ``rank_params``.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self.params: list[Any] = []
        self.rank_params: list[Any] = []
        if not units:
            # The text has no letter and no digit.
            self.source, self.where, self.rank = "search_searchdocument d", "1 = 0", "0"
        elif connection.vendor == "sqlite":
            # SQLite keeps the order of a cross join: the words first, not once for every document.
            self.source = "search_words CROSS JOIN search_searchdocument d ON d.id = search_words.rowid"
            self.where = "search_words MATCH %s"
            # Quoted: FTS5 has operators and column names that visitors may type.
            self.params = [_FTS5.all_of(units)]
            self.rank = f"-{_BM25}"
        else:
            query = _TSQUERY.all_of(units)
            self.source = "search_words JOIN search_searchdocument d ON d.id = search_words.document_id"
            self.where = "search_words.words @@ %s::tsquery"
            self.params = [query]
            # It counts a word and a beginning of the same letters once: what was typed is counted again.
            self.rank = f"{_TS_RANK} + {_TS_RANK}"
            self.rank_params = [query, _TSQUERY.any_typed(units)]


@dataclass(frozen=True)
class _Notation:
    """How a database writes what to look for. Folded words are letters and digits: nothing needs escaping.

    A word is found by its beginning; one that is there as it was typed counts twice in the rank, which an
    equivalent never does.
    """

    both: str
    either: str
    word: str
    beginning: str
    name: str
    phrase: Callable[[Phrase], str]

    def all_of(self, units: Sequence[Unit]) -> str:
        return self.both.join(map(self._unit, units))

    def any_typed(self, units: Sequence[Unit]) -> str:
        """What has one of the words just as they were typed."""
        return self.either.join(self.word.format(word) for unit in units for word in unit.words)

    def _unit(self, unit: Unit) -> str:
        forms = [self._everywhere(unit.words), *map(self._equivalent, unit.equivalents)]
        if unit.parts:
            forms.append(self._everywhere(unit.parts))
        return f"({self.either.join(forms)})"

    def _everywhere(self, words: Phrase) -> str:
        return f"({self.both.join(map(self._forms, words))})"

    def _equivalent(self, phrase: Phrase) -> str:
        if is_acronym(phrase):
            return self.name.format(*phrase)
        return self._begins(*phrase) if len(phrase) == 1 else self.phrase(phrase)

    def _forms(self, word: str) -> str:
        typed = self.word.format(word)
        return f"({typed}{self.either}{self._begins(word)})" if stem(word) else typed

    def _begins(self, word: str) -> str:
        begins = stem(word)
        return self.beginning.format(begins) if begins else self.word.format(word)


_FTS5 = _Notation(
    both=" AND ",
    either=" OR ",
    word='"{}"',
    beginning='"{}"*',
    name='title : "{}"',
    phrase=lambda words: f'"{" ".join(words)}"',
)
_TSQUERY = _Notation(
    both=" & ",
    either=" | ",
    word="'{}'",
    beginning="'{}':*",
    name="'{}':A",
    phrase=lambda words: f"({' <-> '.join(map(repr, words))})",
)


def _vector(folded: Mapping[str, str]) -> str:
    """A tsvector literal. The words are letters and digits only, so quotes need no escaping."""
    parts: list[str] = []
    for name, weight in (("title", "A"), ("summary", "B"), ("rest", "D")):
        for word in folded[name].split()[: _MOST_WORDS - len(parts)]:
            position = min(len(parts) + 1, _LAST_POSITION)
            parts.append(f"'{word}':{position}{weight}")
    return " ".join(parts)
