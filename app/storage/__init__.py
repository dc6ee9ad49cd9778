"""What users write, kept for good: the Shelf on SQLite."""
