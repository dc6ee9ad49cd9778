"""docs/asvs.yaml covers the standard's levels 1 and 2, and what it points to is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
ROWS: list[dict[str, Any]] = yaml.safe_load((ROOT / "docs" / "asvs.yaml").read_text(encoding="utf-8"))

# Section of ASVS 5.0.0 → how many of its requirements are of level 1, and of level 1 or 2; those of level 3 come last.
SECTIONS = {
    "1.1": (0, 2),
    "1.2": (5, 9),
    "1.3": (2, 11),
    "1.4": (0, 3),
    "1.5": (1, 2),
    "2.1": (1, 3),
    "2.2": (2, 3),
    "2.3": (1, 4),
    "2.4": (0, 1),
    "3.2": (2, 2),
    "3.3": (1, 4),
    "3.4": (2, 6),
    "3.5": (3, 5),
    "3.7": (0, 2),
    "4.1": (1, 3),
    "4.2": (0, 1),
    "4.3": (0, 2),
    "4.4": (1, 4),
    "5.1": (0, 1),
    "5.2": (2, 3),
    "5.3": (2, 2),
    "5.4": (0, 3),
    "6.1": (1, 3),
    "6.2": (8, 12),
    "6.3": (2, 4),
    "6.4": (2, 4),
    "6.5": (0, 5),
    "6.6": (0, 3),
    "6.8": (0, 4),
    "7.1": (0, 3),
    "7.2": (4, 4),
    "7.3": (0, 2),
    "7.4": (2, 5),
    "7.5": (0, 2),
    "7.6": (0, 2),
    "8.1": (1, 2),
    "8.2": (2, 3),
    "8.3": (1, 1),
    "8.4": (0, 1),
    "9.1": (3, 3),
    "9.2": (1, 4),
    "10.1": (0, 2),
    "10.2": (0, 2),
    "10.3": (0, 4),
    "10.4": (5, 11),
    "10.5": (0, 5),
    "10.6": (0, 2),
    "10.7": (0, 3),
    "11.1": (0, 2),
    "11.2": (0, 3),
    "11.3": (2, 3),
    "11.4": (1, 4),
    "11.5": (0, 1),
    "11.6": (0, 1),
    "12.1": (1, 3),
    "12.2": (2, 2),
    "12.3": (0, 4),
    "13.1": (0, 1),
    "13.2": (0, 5),
    "13.3": (0, 2),
    "13.4": (1, 5),
    "14.1": (0, 2),
    "14.2": (1, 4),
    "14.3": (1, 3),
    "15.1": (1, 3),
    "15.2": (1, 3),
    "15.3": (1, 7),
    "16.1": (0, 1),
    "16.2": (0, 5),
    "16.3": (0, 4),
    "16.4": (0, 3),
    "16.5": (0, 3),
    "17.1": (0, 1),
    "17.2": (0, 4),
    "17.3": (0, 2),
}


def place(id_: str) -> tuple[int, ...]:
    return tuple(map(int, id_.split(".")))


def levels() -> dict[str, int]:
    """Every requirement of level 1 or 2, and its level."""
    return {
        f"{section}.{number}": 1 if number <= first else 2
        for section, (first, both) in SECTIONS.items()
        for number in range(1, both + 1)
    }


def test_the_standard_has_so_many_requirements() -> None:
    found = list(levels().values())
    assert (found.count(1), found.count(2)) == (70, 183)


def test_the_rows_are_in_order_and_each_once() -> None:
    ids = [row["id"] for row in ROWS]
    assert ids == sorted(set(ids), key=place)


def test_every_requirement_has_one_row_or_stands_under_its_section() -> None:
    covered = [
        requirement
        for row in ROWS
        for requirement in levels()
        if requirement == row["id"] or requirement.startswith(f"{row['id']}.")
    ]
    assert sorted(covered, key=place) == list(levels())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_says_what_shows_it_or_why_not(row: dict[str, Any]) -> None:
    assert row.keys() <= {"id", "level", "state", "about", "test", "reason"}
    section, level = SECTIONS.get(row["id"]), levels().get(row["id"])
    assert row["level"] == (level or (1 if section and section[0] else 2))
    assert row["state"] in {"met", "partly", "not met", "n/a"}
    assert section is None or row["state"] == "n/a", "only what does not apply is told by the section"
    assert row["about"]
    assert (row["state"] == "met") != bool(row.get("reason"))
    assert (row["state"] in {"met", "partly"}) <= bool(row.get("test"))


@pytest.mark.parametrize("row", [row for row in ROWS if "test" in row], ids=lambda row: row["id"])
def test_what_it_points_to_is_there(row: dict[str, Any]) -> None:
    file, _, name = row["test"].partition("::")
    path = ROOT / file
    assert path.is_file()
    assert not name or re.search(rf"^(async )?def {name}\(", path.read_text(encoding="utf-8"), re.M)
