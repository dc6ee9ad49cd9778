"""A row of the table of faults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A fault that was brought about `tried` times, what had to hold, and the figures that say whether it did.

    `passed` is None where this machine cannot bring the fault about: neither held nor missed.
    """

    fault: str
    goal: str
    tried: int
    figures: str
    passed: bool | None
