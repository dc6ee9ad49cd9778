"""The suites that prove by requests rather than by faults: who gets in, hostile strings, the API's own description."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

from scripts._environment import ROOT
from scripts.faults.row import Row

SUITES = {
    "every route × role × object × credential": ("tests/test_matrix.py", "unexpected success 0"),
    "hostile strings in every field, in Chromium": ("tests/web/test_hostile_browser.py", "executed 0, 5xx 0"),
    "generated requests to the API, logged in": (
        "tests/api/test_contract.py",
        "5xx 0, undocumented answers 0",
    ),
    "migrations killed at every statement": (
        "tests/storage/test_database.py::test_a_migration_killed_at_any_statement_is_made_good_by_the_next_start",
        "old or new, no row lost",
    ),
}


def run(_rounds: int, say: Callable[[str], None]) -> list[Row]:
    """A row a suite."""
    rows = []
    for name, (selection, goal) in SUITES.items():
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", *selection.split()]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        told = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else "nothing ran"
        count = re.search(r"(\d+) passed", told)
        figures = re.sub(r" in [\d.]+s.*", "", told)
        rows.append(Row(name, goal, int(count[1]) if count else 0, figures, done.returncode == 0))
        say(f"{name}: {figures}")
    return rows
