"""A collection and the documents wanted in it → the collection that holds just these; the rest is not touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from app.indexing.collection import Collection, Part
from app.indexing.segments import Segment, joined
from app.indexing.store import new_name

SMALL = 20_000  # rows: a segment of fewer is joined with others like it
MOST_SMALL = 8  # as soon as there are more of them than this
LARGEST = 100_000  # rows of a new segment, unless one document alone has more

Make = Callable[[str, Sequence[str]], Segment]


def updated(old: Collection, wanted: Mapping[str, tuple[str, int]], make: Make) -> Collection:
    """`wanted`: document id → (key, rows). Documents held under another key are replaced, those not wanted dropped.

    `make(name, ids)` builds a segment of new documents.
    """
    parts = [p for part in old.parts if (p := _without(part, wanted)) is not None]
    held = {d.id for part in parts for d in part.segment.held if d.id not in part.dead}
    new = {id_: rows for id_, (_, rows) in wanted.items() if id_ not in held}
    parts += [Part(make(new_name(), ids)) for ids in _batches(new)]
    return Collection(_tidied(parts))


def _without(part: Part, wanted: Mapping[str, tuple[str, int]]) -> Part | None:
    """`part` with the documents dead that are not wanted as they are; None where none is left."""
    living = {
        d.id for d in part.segment.held if d.id not in part.dead and wanted.get(d.id, ("", 0))[0] == d.key
    }
    dead = frozenset(d.id for d in part.segment.held if d.id not in living)
    return Part(part.segment, dead) if living else None


def _batches(new: Mapping[str, int]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for id_, rows in new.items():
        if batch and size + rows > LARGEST:
            yield batch
            batch, size = [], 0
        batch.append(id_)
        size += rows
    if batch:
        yield batch


def _tidied(parts: Sequence[Part]) -> list[Part]:
    """Of many small segments the smallest as one, and a segment of which most is dead without its dead rows.

    No more than 2 x SMALL rows are joined at a time: whoever adds a document waits for it.
    """
    small = sorted(
        (part for part in parts if part.segment.count < SMALL), key=lambda part: part.segment.count
    )
    if len(small) > MOST_SMALL:
        total = np.cumsum([part.segment.count for part in small])
        chosen = small[: max(2, int(np.searchsorted(total, 2 * SMALL, side="right")))]
        parts = [part for part in parts if part not in chosen] + [_joined(chosen)]
    return [_joined([part]) if _mostly_dead(part) else part for part in parts]


def _joined(parts: Sequence[Part]) -> Part:
    return Part(joined(new_name(), [(part.segment, part.dead) for part in parts]))


def _mostly_dead(part: Part) -> bool:
    return 2 * sum(d.rows for d in part.segment.held if d.id in part.dead) > part.segment.count
