"""Benchmarks of the search, each side by side with a peer in one run. ``make bench``; docs/benchmarks.md."""
