"""SQL put together from pieces."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass
class Sql:
    """A piece of SQL and its parameters, which stay together however pieces are joined."""

    text: str
    params: list[Any] = field(default_factory=list)

    def __add__(self, other: "Sql") -> "Sql":
        return Sql(f"{self.text} {other.text}".strip(), [*self.params, *other.params])


def joined(pieces: Sequence[Sql], separator: str) -> Sql:
    """The pieces with a separator between them."""
    return Sql(separator.join(piece.text for piece in pieces), [p for piece in pieces for p in piece.params])


def within(column: str, values: Sequence[Any]) -> Sql:
    """The condition that a column has one of the values, of which there is at least one."""
    return Sql(f"{column} IN ({', '.join(['%s'] * len(values))})", list(values))


def rows(statement: Sql) -> list[tuple[Any, ...]]:
    """What a statement returns."""
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return cursor.fetchall()
