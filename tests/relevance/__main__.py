"""The figures of a portal that has the demo loaded already: ``python -m tests.relevance``.

For whoever tunes the search; takes seconds. DATABASE_URL, ELASTICSEARCH_URL and ELASTICSEARCH_PREFIX say
which portal.
"""

import os

import django


def main() -> None:
    """Print the table of the engine that this portal uses."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    django.setup()
    from django.db import connection

    from search.backends.elasticsearch import is_configured
    from tests.relevance.judged import ask_all, table

    print(table("elasticsearch" if is_configured() else connection.vendor, ask_all()))


main()
