"""Question → what it names, and ranked passages."""
