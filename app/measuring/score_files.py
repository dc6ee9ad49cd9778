"""Score files: what was measured, on what and when, kept beside the code as data. They name no place on a machine."""

from __future__ import annotations

import json
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from app.domain.errors import StorageError
from app.measuring.arms import Measured
from app.measuring.gold import CUTS, ClauseRecall
from app.measuring.ranking import Figure


@dataclass(frozen=True)
class Commit:
    """What was measured: a commit of the repository, and whether files had changed since."""

    id: str
    dirty: bool


@dataclass(frozen=True)
class Circumstances:
    """What every score file tells of its run. `encoder_name` is a name, never a path."""

    day: date
    commit: Commit | None
    encoder_name: str
    encoder: str  # fingerprint
    note: str = ""


def commit_of(checkout: Path, scores: Path) -> Commit | None:
    """The commit of a repository's top folder; None without git or repository. Files in `scores` are no change."""
    if _git(checkout, "rev-parse", "--show-prefix") != "":
        return None
    head = _git(checkout, "rev-parse", "HEAD")
    inside = scores.resolve().is_relative_to(checkout.resolve())
    besides = [f":(exclude){scores.resolve().relative_to(checkout.resolve()).as_posix()}"] if inside else []
    changed = _git(checkout, "status", "--porcelain", "--", ".", *besides)
    return None if head is None or changed is None else Commit(head, bool(changed))


def of_set(measured: Measured, circumstances: Circumstances) -> dict[str, object]:
    """The lines of the score file of a retrieval set; a figure is [mean, low, high]."""
    arms = [
        {"arm": arm.arm, **{name: _figure(value) for name, value in vars(arm).items() if name != "arm"}}
        for arm in measured.arms
    ]
    return {
        **_head(circumstances),
        "set": measured.name,
        "split": measured.split,
        "documents": measured.documents,
        "queries": measured.queries,
        "unseen": measured.unseen,
        "build_seconds": round(measured.build_seconds, 2),
        "search_ms_p50": round(measured.search_ms[0], 2),
        "search_ms_p95": round(measured.search_ms[1], 2),
        "arms": arms,
    }


def of_questions(
    name: str, corpus: str, rows: Sequence[ClauseRecall], circumstances: Circumstances
) -> dict[str, object]:
    """The lines of the score file of a questions file over the corpus of fingerprint `corpus`."""
    types = [
        {
            "type": row.type,
            "questions": row.questions,
            **{f"found{cut}": _figure(one) for cut, one in zip(CUTS, row.found, strict=True)},
            f"every{CUTS[-1]}": _figure(row.every),
        }
        for row in rows
    ]
    return {**_head(circumstances), "questions": name, "corpus": corpus, "types": types}


def save(folder: Path, name: str, day: date, content: Mapping[str, object]) -> Path:
    """The file written into `folder`: <day>-<name>.json, or -2, -3 … where that is taken; nothing is overwritten.

    StorageError where the folder cannot be written.
    """
    stem = f"{day.isoformat()}-" + re.sub(r"[^\w.-]+", "_", name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write(folder, stem, _text(content))
    except OSError as error:
        raise StorageError(
            f"成绩写不进 {folder}（{error.strerror}）：请检查权限与磁盘空间，或用 --out 指定别的文件夹。"
        ) from error


def _write(folder: Path, stem: str, text: str) -> Path:
    number = 1
    while True:
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}.json"
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            number += 1
        else:
            return path


def _head(circumstances: Circumstances) -> dict[str, object]:
    return {
        "date": circumstances.day.isoformat(),
        "note": circumstances.note,
        "commit": asdict(circumstances.commit) if circumstances.commit else None,
        "python": platform.python_version(),
        "encoder": {"name": circumstances.encoder_name, "fingerprint": circumstances.encoder},
    }


def _figure(value: Figure | None) -> list[float] | None:
    return [round(number, 4) for number in (value.mean, value.low, value.high)] if value else None


def _text(content: Mapping[str, object]) -> str:
    """JSON with one line a key, and one line an entry of a list: a change of one figure is a change of one line."""
    return "{\n" + ",\n".join(f" {_json(key)}: {_value(value)}" for key, value in content.items()) + "\n}\n"


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {_json(entry)}" for entry in value) + "\n ]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _git(checkout: Path, *command: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(checkout), *command],
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
