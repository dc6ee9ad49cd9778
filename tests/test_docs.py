"""The documentation cannot rot: settings, commands, links and headings are checked against the code."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from app import settings
from app.arguments import parser

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "guide.zh.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("[!.]*/README.md")])


def commands(top: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command of `zhengai` with its own parser; of `user add` and the like the inner ones."""
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                nested = list(commands(inner, f"{before}{name} "))
                yield from nested or [(f"{before}{name}", inner)]


COMMANDS = dict(commands(parser()))


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                yield page, unquote(target)


def anchors(page: Path) -> set[str]:
    """Anchors of the headings of `page`, made as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("row", settings.table(), ids=lambda row: row.variable)
def test_the_guide_lists_every_setting_as_it_is(row: settings.SettingRow) -> None:
    assert f"| `{row.variable}` | {row.default} | {row.help} |" in GUIDE


def test_the_guide_lists_no_setting_that_is_gone() -> None:
    known = {row.variable for row in settings.table()}
    assert set(re.findall(r"ZHENGAI_[A-Z_]+", GUIDE)) <= known


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_guide_shows_every_command_with_its_options(name: str) -> None:
    shown = re.search(rf"^\| `(zhengai {name}\b.*?)` \|", GUIDE, flags=re.MULTILINE)
    assert shown, f"zhengai {name} is not in the guide's table"
    options = {option for action in COMMANDS[name]._actions for option in action.option_strings[:1]}
    assert set(re.findall(r"--[\w-]+", shown[1])) == options - {"-h"}


def test_the_guide_shows_no_command_that_is_gone() -> None:
    for row in re.findall(r"^\| `zhengai ([a-z ]+)", GUIDE, flags=re.MULTILINE):
        assert row.strip() in COMMANDS


def test_the_readme_names_the_two_commands_first() -> None:
    indented = re.findall(r"^    (.+)$", README, flags=re.MULTILINE)
    assert indented[:2] == ["python scripts/start.py", "python scripts/test.py"]


@pytest.mark.parametrize(("page", "target"), list(links()), ids=lambda value: getattr(value, "name", value))
def test_links_lead_somewhere(page: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    assert file.exists(), f"{page.name} links to {target}"
    assert not anchor or anchor in anchors(file), f"{page.name}: no heading for #{anchor}"


@pytest.mark.parametrize(
    "page", [*PAGES, *ROOT.glob("corpus/sources/sources.yaml")], ids=lambda page: page.name
)
def test_no_page_names_a_path_of_somebodys_machine(page: Path) -> None:
    assert not re.search(r"/(?:home|root|tmp|Users)/|file:/", page.read_text(encoding="utf-8"))


def test_the_changelog_speaks_of_the_present_version() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"$', project, flags=re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
