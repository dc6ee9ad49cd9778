"""docs/asvs.yaml is whole, and what it points to is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
ROWS: list[dict[str, Any]] = yaml.safe_load((ROOT / "docs" / "asvs.yaml").read_text(encoding="utf-8"))


def place(id_: str) -> tuple[int, ...]:
    return tuple(map(int, id_.split(".")))


def test_the_rows_are_in_order_and_each_once() -> None:
    ids = [row["id"] for row in ROWS]
    assert ids == sorted(set(ids), key=place)
    assert {place(id_)[0] for id_ in ids} == set(range(1, 18))
    assert len(ROWS) > 190


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_says_what_shows_it_or_why_not(row: dict[str, Any]) -> None:
    assert row.keys() <= {"id", "level", "state", "about", "test", "reason"}
    assert re.fullmatch(r"\d+\.\d+(\.\d+)?", row["id"])
    assert row["level"] in {1, 2}
    assert row["state"] in {"met", "partly", "not met", "n/a"}
    assert row["about"]
    assert row["state"] == "met" or row.get("reason")
    assert row["state"] not in {"met", "partly"} or row.get("test")


@pytest.mark.parametrize("row", [row for row in ROWS if "test" in row], ids=lambda row: row["id"])
def test_what_it_points_to_is_there(row: dict[str, Any]) -> None:
    file, _, name = row["test"].partition("::")
    path = ROOT / file
    assert path.is_file()
    assert not name or f"def {name}(" in path.read_text(encoding="utf-8")
