"""Score the answers to a questions file: strictly right, refused in error, answered without ground, by type.

    python scripts/evaluate.py [tests/questions/own.jsonl ...] [--failures]

The rule is in `app/measuring/strict.py`; the questions' form is told in docs/retrieval.md.
"""

import argparse
import collections
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts._environment import BASE, PROJECT, ROOT, become, prepare

QUESTIONS = sorted((ROOT / "tests" / "questions").glob("*.jsonl"))


def main() -> int:
    """Prints a table a file; exit code 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, default=QUESTIONS)
    parser.add_argument("--failures", action="store_true", help="print each question that is not right")
    arguments = parser.parse_args()
    from app.answering.assistant import open_assistant
    from app.engines.encoders import open_encoder
    from app.measuring.strict import Wanted, mistakes, score
    from app.reading.corpus import read_corpus

    assistant = open_assistant(read_corpus(ROOT / "corpus"), open_encoder(None), ROOT / "index", print)
    for file in arguments.files:
        entries = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        wanted = [Wanted.read(entry) for entry in entries]
        pairs = [(w, assistant.answer(w.question, w.history)) for w in wanted]
        right: dict[str, list[bool]] = collections.defaultdict(list)
        for entry, (w, answer) in zip(entries, pairs, strict=True):
            right[entry["type"]].append(not mistakes(w, answer))
        result = score(pairs)
        print(
            f"{file.name}: {len(pairs)} questions, strict {result.strict:.3f}, "
            f"false refusals {result.false_refusals:.3f}, unanswerable answered {result.unanswerable_answered:.3f}"
        )
        print("  " + ", ".join(f"{name} {sum(v)}/{len(v)}" for name, v in sorted(right.items())))
        if arguments.failures:
            print("\n".join(f"  {failure}" for failure in result.failures))
    return 0


if __name__ == "__main__":
    python = prepare([BASE, PROJECT])
    if Path(sys.prefix) != python.parent.parent:
        become([str(python), str(Path(__file__).resolve()), *sys.argv[1:]])
    sys.exit(main())
