"""Brings faults about on purpose and prints what was lost: `python scripts/reliability.py [--only NAME] [--quick] [--save]`.

Exit code 1 when a goal is missed. docs/reliability.md says what each is.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Iterable
from datetime import date
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts.faults.row import Row

# Name → (rounds, rounds when it must be quick). All kills together are more than 500.
FAULTS = {
    "server_kill": (280, 4),
    "backup_kill": (70, 3),
    "index_kill": (80, 3),
    "index_faults": (20, 2),
    "disk": (24, 2),
    "writers": (60, 6),
    "mutations": (0, 0),
    "suites": (0, 0),
}
DOC = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
HELD = {True: "yes", False: "**no**", None: "not run"}
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def main() -> int:
    """Runs what was chosen; 1 where a goal was missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=FAULTS, default=list(FAULTS))
    parser.add_argument("--quick", action="store_true", help="a few rounds of each")
    parser.add_argument("--save", action="store_true", help="write the table into docs/reliability.md")
    chosen = parser.parse_args()
    rows: list[Row] = []
    for name in chosen.only:
        print(f"== {name}", file=sys.stderr, flush=True)
        rounds = FAULTS[name][chosen.quick]
        rows += import_module(f"scripts.faults.{name}").run(
            rounds, lambda line: print(line, file=sys.stderr, flush=True)
        )
    told = table(rows)
    print(told)
    if chosen.save:
        DOC.write_text(saved(DOC.read_text(encoding="utf-8"), told, machine()), encoding="utf-8")
    return exit_code(rows)


def exit_code(rows: Iterable[Row]) -> int:
    """1 where a goal was missed; what could not be run missed none."""
    return 1 if any(row.passed is False for row in rows) else 0


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| fault | goal | tried | figures | held |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.fault} | {row.goal} | {row.tried} | {row.figures} | {HELD[row.passed]} |" for row in rows
    ]
    return "\n".join(lines)


def saved(text: str, told: str, where: str) -> str:
    """`text` with the figures between its marks replaced."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{where}\n\n{told}\n{END}{after}"


def machine() -> str:
    """When and on what."""
    cores = os.cpu_count()
    return (
        f"{date.today()}, {cores} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


if __name__ == "__main__":
    sys.exit(main())
