"""Two texts line by line, for people to see what differs."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Lines of the one times lines of the other that are compared line by line: the time grows with the cube of the
# lines where they repeat, and 2,000 short lines that anybody may type would take 40 seconds.
MOST = 250_000


@dataclass(frozen=True)
class Difference:
    """A line: `kind` is same, gone (in the first text only) or new (in the second only)."""

    kind: str
    text: str


def differences(first: str, second: str) -> tuple[Difference, ...]:
    """Every line of both, in order; nothing is left out. Very long changes are shown as one, all gone and all new."""
    before, after = first.split("\n"), second.split("\n")
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    middle = _changed(before[head : len(before) - tail], after[head : len(after) - tail])
    return (*_all("same", before[:head]), *middle, *_all("same", before[len(before) - tail :]))


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines at the beginning are the same."""
    pairs = zip(before, after, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    if len(before) * len(after) > MOST:
        yield from _all("gone", before)
        yield from _all("new", after)
        return
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _all("same", before[a:b])
        else:
            yield from _all("gone", before[a:b])
            yield from _all("new", after[c:d])


def _all(kind: str, lines: Sequence[str]) -> Iterator[Difference]:
    return (Difference(kind, line) for line in lines)
