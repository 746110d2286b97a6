"""What the Makefile does that needs more than a line. Each script runs as ``python -m scripts.NAME``."""
