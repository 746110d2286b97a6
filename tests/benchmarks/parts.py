"""The parts of the benchmarks, in the order in which they run. Importing this needs Django."""

from tests.benchmarks import (
    engine,
    faces,
    importing,
    memory,
    rebuild,
    served,
    stand_in,
    submit,
    suggestions,
    wagtail_search,
)
from tests.benchmarks.rows import Part

PARTS = {
    part.name: part
    for part in (
        Part("rebuild", "Rebuilding", rebuild.run, clusters=lambda options: options.few_clusters),
        Part(
            "sqlite",
            "Database backend, SQLite",
            stand_in.run,
            clusters=lambda options: options.stand_in_clusters,
        ),
        Part(
            "postgresql",
            "Database backend, PostgreSQL",
            stand_in.run,
            clusters=lambda options: options.stand_in_clusters,
            database="postgresql",
        ),
        Part("engine", "Search", engine.run_engine),
        Part("page", "Page around a search", engine.run_page),
        Part("growth", "Growth", engine.run_growth, also=lambda options: [options.few_clusters]),
        Part("suggestions", "Suggestions", suggestions.run),
        Part("wagtail", "Wagtail's own search", wagtail_search.run),
        Part("memory", "Translation memory", memory.run, clusters=lambda _options: 0),
        Part("submit", "Submitting for translation", submit.run, clusters=lambda _options: 0),
        Part("import", "Importing a file", importing.run, clusters=lambda _options: 0),
        Part("served", "Under load", served.run),
        Part("weight", "Weight of a first load", faces.run_weight, clusters=lambda _options: 0),
        Part("lighthouse", "Lighthouse", faces.run_lighthouse, clusters=lambda _options: 0),
    )
}
