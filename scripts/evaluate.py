"""Measure the search and the answers; what the search scores is kept in tests/scores (docs/retrieval.md).

    python scripts/evaluate.py FOLDER ...             the search over retrieval sets: fields, encoder, mixes
    python scripts/evaluate.py --questions FILE ...   whether the search finds the gold clause, by type of question
    python scripts/evaluate.py --answers [FILE ...]   the answers, strictly; all of tests/questions without a FILE

A FOLDER holds corpus.jsonl, queries.jsonl and qrels.tsv (`app/measuring/sets.py`). A score file is named
<date>-<what was measured>.json and never written over. The rule of answers is in `app/measuring/strict.py`.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts._environment import BASE, PROJECT, ROOT, become, prepare

if TYPE_CHECKING:
    from app.answering.assistant import Assistant
    from app.answering.desk import Desk
    from app.domain.evidence import Passage
    from app.domain.ports import Embedder
    from app.measuring.arms import Arms, Measured
    from app.measuring.score_files import Circumstances
    from app.measuring.strict import Wanted

    IndexSet: TypeAlias = Callable[[Sequence[tuple[str, str, str]], Embedder, Path], Arms]
    OpenAssistant: TypeAlias = Callable[[Embedder, Path], Assistant]

QUESTIONS = sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
SCORES = ROOT / "tests" / "scores"


def main(
    arguments: Sequence[str] | None = None,
    today: datetime.date | None = None,
    index_set: IndexSet | None = None,
    assistant: OpenAssistant | None = None,
) -> int:
    """0 after a table for each folder or file; an error's exit code after its sentence on standard error."""
    from app.domain.errors import ZhengaiError

    options = _options(arguments)
    day = today or datetime.date.today()
    os.chdir(options.at)
    try:
        if options.folders:
            _measure_sets(options, day, index_set or _index_set())
        elif options.questions:
            _measure_clauses(options, day, assistant or _open_assistant)
        else:
            _score_answers(options, assistant or _open_assistant)
    except ZhengaiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="retrieval sets")
    parser.add_argument("--questions", nargs="+", type=Path, metavar="FILE", help="search our own documents")
    parser.add_argument("--answers", nargs="*", type=Path, metavar="FILE", help="score the answers")
    parser.add_argument("--failures", action="store_true", help="print each question that is not right")
    parser.add_argument("--encoder", help="folder or name of an encoder (default: the shipped one)")
    parser.add_argument("--split", help="of a set (default: dev, else test, else all but train, else all)")
    parser.add_argument("--queries", type=_positive, metavar="N", help="of a set at most N, drawn by lot")
    parser.add_argument("--out", type=Path, default=SCORES, help="where score files go (tests/scores)")
    parser.add_argument("--note", default="", help="a sentence for the score file: what was changed")
    parser.add_argument(
        "--at", type=Path, default=Path(), help=argparse.SUPPRESS
    )  # relative paths start here
    options = parser.parse_args(arguments)
    if sum((bool(options.folders), bool(options.questions), options.answers is not None)) > 1:
        parser.error("FOLDER, --questions and --answers are three uses: choose one")
    if files := [path for path in options.folders if (options.at / path).is_file()]:
        parser.error(f"{files[0]} is a file: put --answers or --questions before it")
    return options


def _measure_sets(options: argparse.Namespace, day: datetime.date, index_set: IndexSet) -> None:
    from app.engines.encoders import open_encoder
    from app.measuring import arms, score_files

    encoder = open_encoder(options.encoder)
    circumstances = _circumstances(options, day, encoder)
    for folder in options.folders:
        measured = _measured(folder, options, encoder, index_set)
        print(arms.table(measured), end="\n\n")
        content = score_files.of_set(measured, circumstances)
        _keep(options, f"{measured.name}-{measured.split}", day, content)


def _measured(folder: Path, options: argparse.Namespace, encoder: Embedder, index_set: IndexSet) -> Measured:
    from app.measuring import arms
    from app.measuring.sets import read_set, some_of

    chosen = read_set(folder)
    split, judged = chosen.split(options.split)
    queries = some_of(judged, options.queries)
    _say(f"… {chosen.name} {split}: {len(chosen.documents)} documents, {len(queries)} queries")
    with tempfile.TemporaryDirectory() as place:
        return arms.measure(
            chosen,
            split,
            queries,
            lambda: index_set(chosen.documents, encoder, Path(place) / "index"),
            time.perf_counter,
        )


def _measure_clauses(options: argparse.Namespace, day: datetime.date, assistant: OpenAssistant) -> None:
    from app.engines.encoders import open_encoder
    from app.measuring import gold, score_files
    from app.measuring.questions import read_questions

    encoder = open_encoder(options.encoder)
    circumstances = _circumstances(options, day, encoder)
    desk = _assistant(options, encoder, assistant).desk
    sources = gold.Sources({id_: document.source.text for id_, document in desk.corpus.documents.items()})
    for file in options.questions:
        questions = read_questions(file)
        sought = gold.seek(questions, lambda wanted: _found(wanted, desk), sources)
        rows = gold.recall_by_type(sought)
        print(gold.table(file.name, rows), end="\n\n")
        for lost in gold.unheld(questions, desk.searcher.passages, sources):
            _say(f"no passage holds the gold clause of {lost}")
        if options.failures:
            print("\n".join(f"  {miss}" for miss in gold.misses(sought)), end="\n\n")
        content = score_files.of_questions(file.name, desk.corpus.fingerprint, rows, circumstances)
        _keep(options, f"{file.stem}-clauses", day, content)


def _found(wanted: Wanted, desk: Desk) -> list[Passage]:
    """What every clause answer starts from: the search, nothing looked up."""
    from app.answering import clauses

    query = desk.reader.read(desk.reader.check(wanted.question), wanted.history)
    return [hit.passage for hit in clauses.search(query, desk).hits]


def _score_answers(options: argparse.Namespace, assistant: OpenAssistant) -> None:
    from app.engines.encoders import open_encoder
    from app.measuring.questions import read_questions
    from app.measuring.strict import score

    asked = _assistant(options, open_encoder(options.encoder), assistant)
    for file in options.answers or QUESTIONS:
        pairs = [(wanted, asked.answer(wanted.question, wanted.history)) for wanted in read_questions(file)]
        result = score(pairs)
        print(
            f"{file.name}: {len(pairs)} questions, strict {result.strict:.3f}, "
            f"false refusals {result.false_refusals:.3f}, unanswerable answered {result.unanswerable_answered:.3f}"
        )
        print("  " + ", ".join(f"{name} {right}/{of}" for name, right, of in result.by_type))
        if options.failures:
            print("\n".join(f"  {failure}" for failure in result.failures))


def _assistant(options: argparse.Namespace, encoder: Embedder, assistant: OpenAssistant) -> Assistant:
    """The assistant over our own documents; the served index is left alone by any encoder but the shipped one."""
    if options.encoder is None:
        return assistant(encoder, ROOT / "index")
    with tempfile.TemporaryDirectory() as place:
        return assistant(encoder, Path(place) / "index")


def _open_assistant(encoder: Embedder, folder: Path) -> Assistant:
    from app.answering.assistant import open_assistant
    from app.reading.corpus import read_corpus

    return open_assistant(read_corpus(ROOT / "corpus"), encoder, folder, _say)


def _index_set() -> IndexSet:
    from app.measuring.library_arms import index_set

    return index_set


def _circumstances(options: argparse.Namespace, day: datetime.date, encoder: Embedder) -> Circumstances:
    from app.measuring.score_files import Circumstances, commit_of

    name = options.encoder or "shipped"
    name = Path(name).resolve().name if Path(name).exists() else name  # a score file names no place
    return Circumstances(day, commit_of(ROOT, SCORES), name, encoder.fingerprint, options.note)


def _keep(options: argparse.Namespace, name: str, day: datetime.date, content: dict[str, object]) -> None:
    from app.measuring.score_files import save

    _say(f"written: {save(options.out, name, day, content)}")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return int(text)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    _options(None)  # --help and what cannot be meant come before any set-up
    python = prepare([BASE, PROJECT])
    if Path(sys.prefix) != python.parent.parent:
        here = str(Path(__file__).resolve())
        become([str(python), here, *sys.argv[1:], "--at", os.getcwd()])  # it changes to the project's folder
    sys.exit(main())
