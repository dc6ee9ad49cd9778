"""A row of the table of faults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A fault that was brought about `tried` times, what had to hold, and the figures that say whether it did."""

    fault: str
    goal: str
    tried: int
    figures: str
    passed: bool
