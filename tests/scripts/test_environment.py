"""`.venv` is filled once, again when a lock changes, and made anew when broken; no network, no pip."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts._environment import BASE, MODELS, PROJECT, TEST, VENDORED, Environment, Layer, SetupError

ROOT = Path(__file__).resolve().parents[2]
LAYERS = (BASE, PROJECT)


@dataclass
class Machine:
    """Stands for `venv` and `pip`: notes what it was asked, writes what they would leave behind."""

    root: Path
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    fail_at: str = "nothing"
    seconds: float = 0.0

    def __call__(self, command: Sequence[str], extra: Mapping[str, str]) -> int:
        venv = "venv" in command
        step = "venv" if venv else Path(command[-1]).name
        time.sleep(self.seconds)
        self.asked.append(step)
        if step == self.fail_at:
            return 1
        if venv:
            self._make_venv()
        elif "--editable" in command:
            written = self.root / VENDORED
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_text("htmx", encoding="utf-8")
        else:
            record = self.site / f"{Path(step).stem.replace('-', '_')}-1.0.dist-info"
            record.mkdir(parents=True, exist_ok=True)
            (record / "RECORD").touch()
        return 0

    @property
    def site(self) -> Path:
        inside = "Lib" if os.name == "nt" else "lib/python3.x"
        return self.root / ".venv" / inside / "site-packages"

    def _make_venv(self) -> None:
        folder = self.root / ".venv"
        (folder / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).parent}\n", encoding="utf-8")
        python = Environment(self.root).python
        python.parent.mkdir(parents=True, exist_ok=True)
        python.symlink_to(sys.executable)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(Environment, "_answers", lambda self: self.python.exists())
    for layer in (BASE, PROJECT, TEST, MODELS):
        for name in (layer.lock, *layer.also):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(name, encoding="utf-8")
    project = '[project.optional-dependencies]\nmodels = ["torch==9.9"]\n'
    (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
    return Machine(tmp_path)


def prepare(machine: Machine, layers: Sequence[Layer] = LAYERS) -> list[str]:
    """What one run asks of venv and pip."""
    before = len(machine.asked)
    Environment(machine.root, machine, machine.said.append).prepare(layers)
    return machine.asked[before:]


FIRST = ["venv", "requirements.lock", "requirements-build.lock"]


def first(machine: Machine) -> list[str]:
    return [*FIRST, machine.root.name]


def test_the_first_run_makes_everything_and_the_second_nothing(machine: Machine) -> None:
    assert prepare(machine) == first(machine)
    assert prepare(machine) == []
    assert machine.said[-1].startswith("环境就绪")


def test_torch_goes_in_by_its_version_before_the_rest_of_the_models(machine: Machine) -> None:
    prepare(machine)
    assert prepare(machine, [*LAYERS, TEST, MODELS]) == [
        "requirements-test.lock",
        "torch==9.9",
        "requirements-models.lock",
    ]
    assert prepare(machine) == []


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("requirements.lock", ["requirements.lock"]),
        ("requirements-build.lock", ["requirements-build.lock", "ROOT"]),
        ("pyproject.toml", ["requirements-build.lock", "ROOT"]),
        ("hatch_build.py", ["requirements-build.lock", "ROOT"]),
        ("requirements-models.lock", []),
    ],
)
def test_a_pull_that_changes_a_file_installs_only_what_hangs_on_it(
    machine: Machine, changed: str, again: list[str]
) -> None:
    prepare(machine)
    with (machine.root / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert prepare(machine) == [machine.root.name if step == "ROOT" else step for step in again]


def lose_htmx(machine: Machine) -> None:
    (machine.root / VENDORED).unlink()


def lose_a_package(machine: Machine) -> None:
    record = next(machine.site.iterdir())
    (record / "RECORD").unlink()
    record.rmdir()


def lose_python(machine: Machine) -> None:
    Environment(machine.root).python.unlink()


def lose_the_settings(machine: Machine) -> None:
    (machine.root / ".venv" / "pyvenv.cfg").unlink()


def lose_the_stamp(machine: Machine) -> None:
    (machine.root / ".venv" / "zhengai-stamp.json").write_text("{half", encoding="utf-8")


def die_half_way(machine: Machine) -> None:
    (machine.root / ".venv" / "zhengai-unfinished").touch()


def move_the_folder(machine: Machine) -> None:
    stamp = machine.root / ".venv" / "zhengai-stamp.json"
    kept = json.loads(stamp.read_text(encoding="utf-8"))
    stamp.write_text(json.dumps({**kept, "root": "elsewhere"}), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "steps"),
    [
        (lose_htmx, FIRST[2:]),
        (lose_a_package, FIRST[1:]),
        (lose_the_stamp, FIRST[1:]),
        (lose_python, FIRST),
        (lose_the_settings, FIRST),
        (die_half_way, FIRST),
        (move_the_folder, FIRST),
    ],
)
def test_damage_is_noticed_and_mended(
    machine: Machine, damage: Callable[[Machine], None], steps: list[str]
) -> None:
    prepare(machine)
    damage(machine)
    assert prepare(machine) == [*steps, machine.root.name]
    assert prepare(machine) == []


def test_a_package_upgraded_by_hand_is_left_alone(machine: Machine) -> None:
    prepare(machine)
    record = next(machine.site.iterdir())
    record.rename(record.with_name(record.name.replace("-1.0", "-2.0+cpu")))
    assert prepare(machine) == []


@pytest.mark.parametrize(
    ("step", "remedy", "next_run"),
    [
        ("venv", "python3-venv", FIRST),
        ("requirements.lock", "网络", FIRST[1:]),
        ("requirements-build.lock", "网络", FIRST[2:]),
    ],
)
def test_a_failed_step_says_what_to_do_and_the_next_run_goes_on_from_there(
    machine: Machine, step: str, remedy: str, next_run: list[str]
) -> None:
    machine.fail_at = step
    with pytest.raises(SetupError, match=remedy):
        prepare(machine)
    machine.fail_at = "nothing"
    assert prepare(machine) == [*next_run, machine.root.name]


def test_two_runs_at_once_install_once(machine: Machine) -> None:
    machine.seconds = 0.15
    runs = [threading.Thread(target=prepare, args=[machine]) for _ in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert machine.asked == first(machine)
    assert any("等待" in line for line in machine.said)


def test_a_folder_that_cannot_be_written_is_told(machine: Machine) -> None:
    (machine.root / ".venv").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(SetupError, match="检查权限"):
        prepare(machine)


@pytest.mark.parametrize("script", ["start.py", "test.py"])
def test_help_is_shown_without_an_environment(script: str) -> None:
    command = [sys.executable, str(ROOT / "scripts" / script), "--help"]
    utf8 = os.environ | {"PYTHONUTF8": "1"}
    shown = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=utf8)
    assert shown.returncode == 0
    assert "--port" in shown.stdout or "--browser" in shown.stdout


@pytest.mark.parametrize("script", ["start.py", "test.py"])
def test_an_old_python_is_told_which_one_is_needed(script: str) -> None:
    source = (ROOT / "scripts" / script).read_text(encoding="utf-8")
    head = source.split("import argparse")[0].replace("(3, 11)", "(99, 0)")
    shown = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", head], capture_output=True, check=False, encoding="utf-8"
    )
    assert shown.returncode == 1
    assert "需要 Python 3.11" in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name)
def test_locks_are_hashed_agree_and_name_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "file:" not in text
    pins = _pins(text)
    assert pins
    assert text.count("--hash=sha256:") >= len(pins)
    if lock.name != "requirements-build.lock":
        assert _pins((ROOT / BASE.lock).read_text(encoding="utf-8")) <= pins
    assert not [pin for pin in pins if pin.startswith("torch==")]


def _pins(lock: str) -> set[str]:
    return {line.rstrip(" \\") for line in lock.splitlines() if line[:1].isalnum()}
