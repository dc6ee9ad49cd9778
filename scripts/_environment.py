"""The folder `.venv`: made, filled from the locked files, repaired and left alone when nothing changed.

Standard library only and no shell: this runs before anything is installed, on Linux, macOS and Windows.

`.venv` is filled in layers. A stamp inside it keeps, for each layer, the hash of the files the layer was
made from, so a second run reads a few small files and does nothing, and the first run after a pull that
changed a lock installs just what changed. An operating-system lock keeps two runs apart; it is let go by
the system itself when a run dies. A run that died half-way leaves its mark, and the next one starts over.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VENDORED = Path("app", "web", "static", "vendor", "htmx.min.js")

Run = Callable[[Sequence[str], Mapping[str, str]], int]


class SetupError(Exception):
    """Set-up could not be finished; the message says what to do, in Chinese and English."""


@dataclass(frozen=True)
class Layer:
    """One step of filling `.venv`, done again when its lock or one of the files in `also` changes."""

    name: str
    says: str
    lock: str
    also: tuple[str, ...] = ()


BASE = Layer("base", "安装运行所需的包 · installing what the application needs", "requirements.lock")
PROJECT = Layer(
    "project",
    "安装本项目，放置 htmx · installing the project, putting htmx in place",
    "requirements-build.lock",
    also=("pyproject.toml", "hatch_build.py", "licenses/htmx.txt"),
)
TEST = Layer("test", "安装测试与检查工具 · installing test tools", "requirements-test.lock")
MODELS = Layer(
    "models",
    "安装 torch 与 sentence-transformers（较大，需几分钟）· installing torch (large, takes minutes)",
    "requirements-models.lock",
)


def run_command(command: Sequence[str], extra: Mapping[str, str]) -> int:
    """Exit code of `command`, its output shown as it comes."""
    return subprocess.run(command, env={**os.environ, **extra}, cwd=ROOT, check=False).returncode


@dataclass(frozen=True)
class Environment:
    """`.venv` of a checkout."""

    root: Path = ROOT
    run: Run = run_command
    say: Callable[[str], None] = field(default=lambda line: print(line, flush=True))

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        if os.name == "nt":
            return self.folder / "Scripts" / "python.exe"
        return self.folder / "bin" / "python"

    def prepare(self, layers: Sequence[Layer]) -> Path:
        """The environment's Python, once every layer of `layers` is in place."""
        if not self.outdated(layers):
            return self.python
        try:
            with self._alone():
                if todo := self.outdated(layers):  # another run may have done it meanwhile
                    self._fill(layers, todo)
        except OSError as error:
            raise SetupError(
                f"无法写入 {error.filename or self.folder}：{error.strerror}。"
                "请检查权限与磁盘空间；若程序正在运行，先停止它再试。\n"
                "Cannot write there: check permissions and free space, stop a running server."
            ) from error
        return self.python

    def outdated(self, layers: Sequence[Layer]) -> tuple[Layer, ...]:
        """The layers that must be installed; all of them where `.venv` is missing or broken."""
        stamp = self._stamp()
        if self.broken(stamp):
            return tuple(layers)
        done = stamp.get("layers", {})
        if set(stamp.get("packages", ())) - set(self._packages()):
            done = {}  # somebody took packages away: pip puts back what is missing
        return tuple(
            layer
            for layer in layers
            if done.get(layer.name) != self._hash(layer)
            or (layer is PROJECT and not (self.root / VENDORED).is_file())
        )

    def broken(self, stamp: Mapping[str, Any]) -> str:
        """Why `.venv` must be made from nothing; "" where it can be kept."""
        if not (self.folder / "pyvenv.cfg").is_file() or not self.python.exists():
            return "没有可用的 .venv · no usable .venv"
        if self._unfinished.exists():
            return "上一次安装中途中断 · the last installation was cut off"
        if stamp and stamp.get("root") != str(self.root):
            return "项目文件夹被移动过 · the project folder was moved"
        if not self._answers():
            return ".venv 里的 Python 不能运行 · the Python in .venv does not run"
        return ""

    def _fill(self, layers: Sequence[Layer], todo: Sequence[Layer]) -> None:
        started = time.monotonic()
        reason = self.broken(self._stamp())
        steps = len(todo) + bool(reason)
        if reason:
            self.say(f"[1/{steps}] 新建 .venv：{reason}")
            self._create()
        for number, layer in enumerate(todo, steps - len(todo) + 1):
            self.say(f"[{number}/{steps}] {layer.says}")
            self._unfinished.touch()
            self._install(layer)
            self._write_stamp({**self._stamp().get("layers", {}), layer.name: self._hash(layer)})
            self._unfinished.unlink()
        self.say(f"环境就绪 · ready ({time.monotonic() - started:.0f} s)")

    def _create(self) -> None:
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            if path != self._lock_file:  # held open by this very run
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        self._unfinished.touch()
        python = getattr(sys, "_base_executable", "") or sys.executable  # never the one being replaced
        if self.run([python, "-m", "venv", str(self.folder)], {}) != 0:
            raise SetupError(
                "不能创建 .venv。Debian/Ubuntu 请先运行：apt install python3-venv，再试一次。\n"
                "Cannot create .venv. On Debian or Ubuntu: apt install python3-venv, then run again."
            )

    def _install(self, layer: Layer) -> None:
        lock = str(self.root / layer.lock)
        if layer is PROJECT:
            tools = self.folder / "build-tools"
            self._pip(["--no-deps", "--require-hashes", "--upgrade", f"--target={tools}", "-r", lock])
            options = ["--no-deps", "--no-build-isolation", "--editable", str(self.root)]
            self._pip(options, {"PYTHONPATH": str(tools)})
            return
        if layer is MODELS:
            self._pip([self._torch()])  # either build of this version will do, so no hash
        self._pip(["--require-hashes", "-r", lock])

    def _pip(self, options: Sequence[str], extra: Mapping[str, str] | None = None) -> None:
        command = [str(self.python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        code = self.run([*command, *options], extra or {})
        if code != 0:
            # pip downloads everything before it installs anything: .venv is mostly still whole and is kept.
            if all((record / "RECORD").is_file() for record in self._records()):
                self._unfinished.unlink(missing_ok=True)
            raise SetupError(
                f"安装失败（pip 退出码 {code}，原因见上）。请检查网络与磁盘空间后再运行一次，会接着安装。\n"
                f"Installation failed (reason above). Check network and disk space, then run again."
            )

    def _torch(self) -> str:
        project = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        models: list[str] = project["optional-dependencies"]["models"]
        return next(requirement for requirement in models if requirement.startswith("torch=="))

    def _answers(self) -> bool:
        """Whether the environment's Python starts, is new enough, and has pip."""
        probe = "import sys, importlib.util as u; assert sys.version_info >= (3, 11) and u.find_spec('pip')"
        command = [str(self.python), "-I", "-c", probe]
        try:
            return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            return False

    def _records(self) -> list[Path]:
        """Where pip wrote down what it has installed."""
        libraries = self.folder.glob("Lib" if os.name == "nt" else "lib/python*")
        return sorted(path for library in libraries for path in library.glob("site-packages/*.dist-info"))

    def _packages(self) -> list[str]:
        """Names without versions: a package somebody upgraded by hand is not missing."""
        return [record.name.split("-", 1)[0] for record in self._records()]

    def _hash(self, layer: Layer) -> str:
        digest = hashlib.sha256()
        for name in (layer.lock, *layer.also):
            digest.update(name.encode() + b"\0" + (self.root / name).read_bytes() + b"\0")
        return digest.hexdigest()

    @property
    def _unfinished(self) -> Path:
        return self.folder / "zhengai-unfinished"

    @property
    def _stamp_file(self) -> Path:
        return self.folder / "zhengai-stamp.json"

    @property
    def _lock_file(self) -> Path:
        return self.folder / "zhengai.lock"

    def _stamp(self) -> dict[str, Any]:
        try:
            stamp = json.loads(self._stamp_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _write_stamp(self, layers: Mapping[str, str]) -> None:
        stamp = {"root": str(self.root), "layers": dict(layers), "packages": self._packages()}
        beside = self._stamp_file.with_suffix(".new")
        beside.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
        beside.replace(self._stamp_file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Held by one run at a time; the others wait."""
        self.folder.mkdir(exist_ok=True)
        with self._lock_file.open("a+b") as file:
            waited = False
            while not _try_lock(file.fileno()):
                if not waited:
                    self.say("另一个安装正在进行，等待其完成… · another set-up is running, waiting…")
                waited = True
                time.sleep(0.2)
            yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False


def prepare(layers: Sequence[Layer]) -> Path:
    """`.venv`'s Python with `layers` in place; ends the program with one clear message where it cannot."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that has no Chinese shows "?" and goes on
    try:
        return Environment().prepare(layers)
    except SetupError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit("\n已中断；再运行一次即可。· Interrupted; run again to continue.")


def become(command: Sequence[str]) -> None:
    """Run `command` in place of this program, from the project's folder."""
    os.chdir(ROOT)
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], list(command))
    # Windows has no exec: the child gets Ctrl-C from the console as well and decides when to end.
    with subprocess.Popen(command) as child:
        while True:
            with suppress(KeyboardInterrupt):
                sys.exit(child.wait())
