"""The services as JSON. `shapes` is shared with the command line and imports no FastAPI."""
