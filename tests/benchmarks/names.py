"""Names of the parts, for the command line, which starts before Django knows its database."""

PARTS = (
    "rebuild",
    "sqlite",
    "postgresql",
    "engine",
    "page",
    "growth",
    "suggestions",
    "wagtail",
    "memory",
    "submit",
    "import",
    "served",
    "weight",
    "lighthouse",
)
