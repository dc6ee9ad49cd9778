"""Implementations of the ports, one outside library each; they import only `app.domain`."""
