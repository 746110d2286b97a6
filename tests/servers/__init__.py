"""Real servers for the tests: Elasticsearch and PostgreSQL, found or started, and stopped again."""
