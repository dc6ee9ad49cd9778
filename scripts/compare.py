"""Compare 诊改助手 with well-known retrieval stacks on this machine and print quality and cost.

    python scripts/compare.py FOLDER[:SPLIT] [--only NAME,...] [--documents N] [--queries N] [--out FILE.md]

FOLDER has corpus.jsonl, queries.jsonl and qrels.tsv. Every stack gets the same documents (title and text) and
the same queries, each in a process of its own, one after another, with our encoder where it takes one and words
of jieba where it takes words. The stacks are installed into `.venv-compare` (scripts/stacks/requirements.txt).
The exit code is 1 where a stack failed, 2 where nothing could be compared.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place an older Python may come to
    sys.exit("需要 Python 3.11 或更新版本。Python 3.11 or newer is needed.")

import argparse
import os
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts._environment import BASE, PROJECT, become, prepare
from scripts.stacks.stack import BY_NAME, Entry


def main() -> int:
    """The exit code; the tables printed."""
    options = _options()
    python = prepare([BASE, PROJECT])
    if Path(sys.prefix).resolve() != python.parent.parent.resolve():
        here = str(Path(__file__).resolve())
        become([str(python), here, *sys.argv[1:], "--at", os.getcwd()])  # it changes to the project's folder
    os.chdir(options.at)
    from scripts.stacks.comparing import compare

    return compare(options.set, options.only, options.documents, options.queries, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="与其他检索软件比较 · compare with other retrieval stacks")
    parser.add_argument("set", metavar="FOLDER[:SPLIT]", help="a retrieval set and which of its questions")
    parser.add_argument(
        "--only", type=_entries, default=list(BY_NAME.values()), metavar="NAME,...", help=", ".join(BY_NAME)
    )
    parser.add_argument("--documents", type=_count, metavar="N", help="a sample, with all that are relevant")
    parser.add_argument("--queries", type=_count, metavar="N", help="a sample of the questions")
    parser.add_argument("--out", type=Path, help="write the tables there too")
    parser.add_argument("--at", type=Path, default=Path(), help=argparse.SUPPRESS)
    return parser.parse_args()


def _entries(names: str) -> list[Entry]:
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in BY_NAME]:
        raise argparse.ArgumentTypeError(f"no stack {unknown[0]!r}; there are {', '.join(BY_NAME)}")
    return [entry for name, entry in BY_NAME.items() if name in wanted]


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
