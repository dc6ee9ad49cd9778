"""What a person runs: a few lines each, calling `app` or `_environment`."""
