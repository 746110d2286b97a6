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
        Part("rebuild", rebuild.run, clusters=lambda options: options.few_clusters),
        Part(
            "sqlite",
            stand_in.run,
            clusters=lambda options: options.stand_in_clusters,
        ),
        Part(
            "postgresql",
            stand_in.run,
            clusters=lambda options: options.stand_in_clusters,
        ),
        Part("engine", engine.run_engine),
        Part("page", engine.run_page),
        Part("growth", engine.run_growth),
        Part("suggestions", suggestions.run),
        Part("wagtail", wagtail_search.run),
        Part("memory", memory.run, clusters=lambda _options: 0),
        Part("submit", submit.run, clusters=lambda _options: 0),
        Part("import", importing.run, clusters=lambda _options: 0),
        Part("served", served.run),
        Part("weight", faces.run_weight, clusters=lambda _options: 0),
        Part("lighthouse", faces.run_lighthouse, clusters=lambda _options: 0),
    )
}
