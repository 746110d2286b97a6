"""The two backends of one contract. ``ELASTICSEARCH_URL`` chooses; the database stands in."""
