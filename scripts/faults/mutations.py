"""Each guard removed in turn: a suite that stays green without it would not notice its loss.

python -m scripts.faults.mutations [PART OF A FILE'S NAME …]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from scripts._environment import ROOT
from scripts.faults.guards import GUARDS, Mutation
from scripts.faults.row import Row

AT_ONCE = 2
SECONDS = 400  # that a selection may take; one that hangs has noticed nothing
IGNORED = shutil.ignore_patterns(
    ".git", ".venv*", "index", "data", "__pycache__", ".*_cache", ".hypothesis", "*.safetensors.bak"
)
Say = Callable[[str], None]
# pytest's exit codes; anything else (an import that fails, no test) is no test that noticed.
GREEN, FAILED = 0, 1


def run(_rounds: int, say: Say) -> list[Row]:
    """One row: how many guards were removed, and for how many a test failed."""
    return [removed(GUARDS, ROOT, say)]


def removed(guards: Sequence[Mutation], root: Path, say: Say) -> Row:
    """The row of `guards`, each removed in a copy of `root`. A selection that fails with every guard in place
    would notice anything: it counts for nothing."""
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for number in range(AT_ONCE):
            copies.put(Path(shutil.copytree(root, Path(folder) / str(number), ignore=IGNORED)))
        selections = list(dict.fromkeys(guard.tests for guard in guards))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            codes = list(pool.map(lambda tests: _with_all(tests, copies, say), selections))
            red = [tests for tests, code in zip(selections, codes, strict=True) if code != GREEN]
            sound = [guard for guard in guards if guard.tests not in red]
            noticed = list(pool.map(lambda guard: _noticed(guard, copies, say), sound))
    survivors = [guard.told for guard, seen in zip(sound, noticed, strict=True) if not seen]
    return judged(len(guards), sum(noticed), survivors, red)


def judged(tried: int, noticed: int, survivors: Sequence[str], red: Sequence[str]) -> Row:
    """The row of what was found."""
    figures = "; ".join(
        (
            f"{noticed} of {tried} noticed",
            *(f"NOT {one}" for one in survivors),
            *(f"red with every guard: {tests}" for tests in red),
        )
    )
    fine = noticed == tried > 0 and not survivors and not red
    return Row("each guard removed in turn", "a test fails every time", tried, figures, fine)


def _with_all(tests: str, copies: Queue[Path], say: Say) -> int:
    copy = copies.get()
    try:
        code, told = _tested(copy, tests)
        if code != GREEN:
            say(f"exit {code} with every guard: {tests}: {told}")
        return code
    finally:
        copies.put(copy)


def _noticed(guard: Mutation, copies: Queue[Path], say: Say) -> bool:
    """Whether a test fails without the guard; a guard that is not there, or twice, counts as not noticed."""
    copy = copies.get()
    file = copy / guard.file
    whole = file.read_text(encoding="utf-8")
    try:
        if whole.count(guard.old) != 1:
            say(f"stands there {whole.count(guard.old)} times: {guard.told}")
            return False
        file.write_text(whole.replace(guard.old, guard.new), encoding="utf-8")
        code, told = _tested(copy, guard.tests)
        if code != FAILED:
            say(f"exit {code}: {guard.told}: {told}")
        return code == FAILED
    finally:
        file.write_text(whole, encoding="utf-8")
        copies.put(copy)


def _tested(copy: Path, tests: str) -> tuple[int, str]:
    """(pytest's exit code, the end of what it said)."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests.split()]
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy)}
    with subprocess.Popen(
        command, cwd=copy, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            out, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return -1, f"not done after {SECONDS} s"
    return process.returncode, out[-200:]


def main() -> int:
    """Removes the guards of the files whose names are given in part; 1 where one was not noticed."""
    wanted = sys.argv[1:] or [""]
    guards = [guard for guard in GUARDS if any(part in guard.file for part in wanted)]
    row = removed(guards, ROOT, lambda line: print(line, file=sys.stderr, flush=True))
    print(row.figures)
    return 0 if row.passed else 1


if __name__ == "__main__":
    sys.exit(main())
