"""One measurement in a process of its own, started by `scripts/benchmark.py --clauses`:

    python -m scripts.scale.child build|open|ask|rank|exact|change JOB_FOLDER CLAUSES

What was found is the last line on standard output. `ask` says when it is ready, begins when told to on standard
input, and stays until that is closed, so that several can be asked and looked at together.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from app.domain.ports import Embedder
from app.engines.encoders import open_encoder
from app.indexing.library import ClauseText, Library
from app.retrieval.clause_search import ClauseSearch
from scripts import _memory
from scripts.scale.job import (
    CHANGES,
    COMPARED,
    DEEP,
    FOUND,
    READY,
    WARM_UP,
    Asked,
    Built,
    Changed,
    Document,
    Finding,
    Job,
    Opened,
    Ranked,
    line_of,
)

AT_ONCE = 100_000  # clauses put in one call, as many as a segment holds
SAME = 0.99  # cosine: above it a clause is the one whose words were asked
Argument = TypeVar("Argument")


def main() -> None:
    """The finding printed."""
    task, folder, clauses = sys.argv[1:]
    job, size = Job(Path(folder)), int(clauses)
    print(line_of(TASKS[task](job, size, open_encoder(None))), flush=True)
    if task == "ask":
        sys.stdin.read()


def build(job: Job, clauses: int, encoder: Embedder) -> Built:
    """All clauses put into an empty library, AT_ONCE a call; the time to read the texts is left out."""
    library = Library.open(job.index(clauses), encoder)
    seconds, done = 0.0, 0
    for batch in _batches(job.documents(clauses), AT_ONCE):
        began = time.perf_counter()
        library.put(batch)
        seconds += time.perf_counter() - began
        done += sum(map(len, batch.values()))
        _say(f"{done:,} clauses in {seconds:.1f} s")
    return Built(seconds, _memory.peak())


def open_(job: Job, clauses: int, encoder: Embedder) -> Opened:
    """The library opened, every checksum looked at."""
    began = time.perf_counter()
    Library.open(job.index(clauses), encoder)
    return Opened(time.perf_counter() - began)


def ask(job: Job, clauses: int, encoder: Embedder) -> Asked:
    """Every question asked once, after others have warmed up."""
    search = _search(job, clauses, encoder)
    questions = job.questions()
    for question in questions[:WARM_UP]:
        search.search(question, FOUND)
    print(READY, flush=True)
    sys.stdin.readline()
    milliseconds = []
    for question in questions[WARM_UP:]:
        began = time.perf_counter()
        search.search(question, FOUND)
        milliseconds.append((time.perf_counter() - began) * 1000)
    return Asked(milliseconds, _memory.resident(), _memory.own(), _memory.share())


def rank(job: Job, clauses: int, encoder: Embedder) -> Ranked:
    """The best rows of the questions that are compared, as in use."""
    return _ranked(job, clauses, encoder, exact=False)


def exact(job: Job, clauses: int, encoder: Embedder) -> Ranked:
    """The same, every clause and every vector looked at."""
    return _ranked(job, clauses, encoder, exact=True)


def change(job: Job, clauses: int, encoder: Embedder) -> Changed:
    """Documents added, replaced by others and removed, one a call, and whether each search then finds what it should."""
    library = Library.open(job.index(clauses), encoder)
    texts = [own for _, own in job.last(2 * CHANGES)]
    first, then = texts[:CHANGES], texts[CHANGES:]
    names = [f"new {number}" for number in range(len(first))]

    def wrong(moment: str, *there: bool) -> list[str]:
        """What is not as it should be in the library opened anew, when `first` and `then` should be `there` or not."""
        search = _search(job, clauses, encoder)
        return [
            f"{name} {'not found' if wanted else 'still found'} {moment}"
            for texts, wanted in zip((first, then), there, strict=True)
            for name, own in zip(names, texts, strict=True)
            if _found(search, name, own[-1]) != wanted
        ]

    added = [_seconds(library.put, {name: own}) for name, own in zip(names, first, strict=True)]
    found = wrong("after it was added", True, False)
    replaced = [_seconds(library.put, {name: own}) for name, own in zip(names, then, strict=True)]
    found += wrong("after it was replaced", False, True)
    removed = [_seconds(library.remove, [name]) for name in names]
    found += wrong("after it was removed", False, False)
    return Changed(added, replaced, removed, found)


TASKS: dict[str, Callable[[Job, int, Embedder], Finding]] = {
    "build": build,
    "open": open_,
    "ask": ask,
    "rank": rank,
    "exact": exact,
    "change": change,
}


def _search(job: Job, clauses: int, encoder: Embedder) -> ClauseSearch:
    return ClauseSearch(Library.open(job.index(clauses), encoder), encoder)


def _ranked(job: Job, clauses: int, encoder: Embedder, exact: bool) -> Ranked:
    search = _search(job, clauses, encoder)
    asked = job.questions()[WARM_UP:][:COMPARED]
    return Ranked([search.rows(question, DEEP, exact).tolist() for question in asked])


def _found(search: ClauseSearch, document: str, clause: ClauseText) -> bool:
    """Whether the words of a clause find it first, and in `document`."""
    found = search.search(clause.whole, FOUND)
    return bool(found) and found[0].document == document and found[0].cosine > SAME


def _seconds(call: Callable[[Argument], None], argument: Argument) -> float:
    began = time.perf_counter()
    call(argument)
    return time.perf_counter() - began


def _batches(documents: Iterable[Document], most: int) -> Iterator[dict[str, Sequence[ClauseText]]]:
    """The documents in runs of at most `most` clauses."""
    batch: dict[str, Sequence[ClauseText]] = {}
    size = 0
    for id_, own in documents:
        if batch and size + len(own) > most:
            yield batch
            batch, size = {}, 0
        batch[id_] = own
        size += len(own)
    if batch:
        yield batch


def _say(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
