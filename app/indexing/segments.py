"""An immutable piece of an index: some documents' rows, their lexical fields and their vectors, in three files.

<name>.json         documents (id, key, rows, payload) and the names of the fields
<name>.safetensors  the fields' arrays and the first vector of each row; read by memory map
<name>.faiss        the vectors
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import save_file

from app.domain.errors import IndexFolderError
from app.indexing.dense import Dense, Vectors
from app.indexing.postings import Postings

_TYPES = {"U64": np.uint64, "I64": np.int64, "I32": np.int32, "U8": np.uint8}
_FIRST = "vectors.first"
_MAPS = os.name != "nt"
ENDINGS = (".json", ".safetensors", ".faiss")


@dataclass(frozen=True)
class Held:
    """A document in a segment: `key` changes whenever its rows would; `payload` is JSON kept for the caller."""

    id: str
    key: str
    rows: int
    payload: object = None


@dataclass(frozen=True, eq=False)
class Segment:
    """Rows of the documents `held`, one document after the other."""

    name: str
    held: tuple[Held, ...]
    fields: Mapping[str, Postings]
    dense: Dense

    @cached_property
    def count(self) -> int:
        """How many rows it has."""
        return sum(document.rows for document in self.held)


def segment(
    name: str,
    held: Sequence[Held],
    fields: Mapping[str, Iterable[Sequence[str]]],
    encode: Callable[[], Vectors],
    owners: Sequence[int],
    flat: Sequence[str] = (),
) -> Segment:
    """A new segment: the tokens of each row by field (those named in `flat` unsaturated), and vectors with their rows.

    The vectors come from `encode`, called beside: it and the counting of words each keep a core busy.
    """
    with ThreadPoolExecutor(1) as beside:
        vectors = beside.submit(encode)
        postings = {
            field: Postings.of(tokens, saturated=field not in flat) for field, tokens in fields.items()
        }
        count = sum(document.rows for document in held)
        dense = Dense.of(vectors.result(), np.asarray(owners, dtype=np.int32), count)
    return Segment(name, tuple(held), postings, dense)


def joined(name: str, parts: Sequence[tuple[Segment, frozenset[str]]]) -> Segment:
    """One segment of several, without the documents named dead."""
    kept = [(part, living(part, dead)) for part, dead in parts]
    fields = {
        field: Postings.joined([(part.fields[field], rows) for part, rows in kept])
        for field in parts[0][0].fields
    }
    held = tuple(d for part, dead in parts for d in part.held if d.id not in dead)
    vectors, owners, first = [], [], 0
    for part, rows in kept:
        wanted = rows[part.dense.owners]
        vectors.append(part.dense.vectors(np.flatnonzero(wanted)))
        owners.append((np.cumsum(rows) - 1)[part.dense.owners[wanted]] + first)
        first += int(rows.sum())
    return Segment(
        name, held, fields, Dense.of(np.concatenate(vectors), np.concatenate(owners).astype(np.int32), first)
    )


def living(part: Segment, dead: frozenset[str]) -> NDArray[np.bool_]:
    """bool (part.count,): which rows are of other documents than the `dead`."""
    return np.repeat([d.id not in dead for d in part.held], [d.rows for d in part.held]).astype(bool)


def save(part: Segment, folder: Path) -> tuple[Path, ...]:
    """The files written for `part`; the caller makes them durable and known. OSError where that fails."""
    description = {
        "documents": [[d.id, d.key, d.rows, d.payload] for d in part.held],
        "fields": list(part.fields),
    }
    arrays = {
        f"{name}.{kind}": a for name, field in part.fields.items() for kind, a in field.arrays().items()
    }
    paths = tuple(folder / f"{part.name}{ending}" for ending in ENDINGS)
    paths[0].write_text(json.dumps(description), encoding="utf-8")
    try:
        save_file(
            {name: np.ascontiguousarray(a) for name, a in {**arrays, _FIRST: part.dense.first}.items()},
            paths[1],
        )
    except SafetensorError as error:  # a full disk, among others
        raise OSError(str(error)) from error
    with paths[2].open("wb") as file:  # FAISS itself opens no path beyond ASCII on Windows
        faiss.write_index(part.dense.index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]
    return paths


def load(name: str, folder: Path, dimension: int) -> Segment:
    """The segment saved as `name`; IndexFolderError where its vectors are not of `dimension`. Verify checksums first."""
    description = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    held = tuple(Held(*document) for document in description["documents"])
    count = sum(document.rows for document in held)
    arrays = _mapped(folder / f"{name}.safetensors")
    fields = {
        field: Postings.from_arrays(
            {kind: arrays[f"{field}.{kind}"] for kind in ("keys", "starts", "rows", "weights")}, count
        )
        for field in description["fields"]
    }
    index = _index(folder / f"{name}.faiss")
    if index.d != dimension:
        raise IndexFolderError(
            f"索引 {folder / name}.faiss 是 {index.d} 维，编码器是 {dimension} 维：请运行 zhengai index 重建。"
        )
    return Segment(name, held, fields, Dense(index, np.asarray(arrays[_FIRST], dtype=np.int32)))


def _index(path: Path) -> faiss.Index:
    """A FAISS index, its inverted lists memory-mapped where FAISS can: not on Windows."""
    if not _MAPS:
        with path.open("rb") as file:
            return faiss.read_index(faiss.PyCallbackIOReader(file.read))  # type: ignore[attr-defined]
    index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
    if isinstance(index, faiss.IndexIVF):  # else each search starts 32 threads that read ahead
        faiss.downcast_InvertedLists(index.invlists).prefetch_nthread = 0  # type: ignore[attr-defined, arg-type]
    return index


def _mapped(path: Path) -> dict[str, NDArray[np.generic]]:
    """The arrays of a safetensors file, memory-mapped: pages are read when a question needs them."""
    with path.open("rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(size))
    content = np.memmap(path, dtype=np.uint8, mode="r", offset=0)[8 + size :]
    found = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            found[name] = np.asarray(content[begin:end]).view(_TYPES[entry["dtype"]])
    return found
