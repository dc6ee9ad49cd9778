"""Two texts line by line, for people to see what differs."""

from __future__ import annotations

import difflib
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """A line: `kind` is same, gone (in the first text only) or new (in the second only)."""

    kind: str
    text: str


def differences(first: str, second: str) -> tuple[Difference, ...]:
    """Every line of both, in order; nothing is left out."""
    before, after = first.split("\n"), second.split("\n")
    found: list[Difference] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += (Difference("same", line) for line in before[a:b])
        else:
            found += (Difference("gone", line) for line in before[a:b])
            found += (Difference("new", line) for line in after[c:d])
    return tuple(found)
