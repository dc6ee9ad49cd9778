"""What is broken on purpose, and what must hold then; each module's `run` gives rows of one table."""
