"""What is broken when a command starts is one sentence with the remedy, and the index stays as it was."""

from __future__ import annotations

import builtins
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.engines.encoders import SHIPPED
from tests.doors import ROOT
from tests.engines.given import static_folder

QUESTION = "佛山6.2谁牵头"
ANSWER = "质控办牵头"
Captured = pytest.CaptureFixture[str]


def settled(folder: Path, monkeypatch: pytest.MonkeyPatch, encoder: str = "") -> None:
    """The settings of a corpus, index and encoder below `folder`."""
    for name in ("corpus", "index", "data"):
        monkeypatch.setenv(f"ZHENGAI_{name.upper()}_FOLDER", str(folder / name))
    monkeypatch.setenv("ZHENGAI_ENCODER", encoder)
    monkeypatch.delenv("ZHENGAI_DEBUG", raising=False)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus (without asked-as questions, so that it is built quickly) with its index."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("asked", "absent.yaml"))
    with pytest.MonkeyPatch.context() as patched:
        settled(folder, patched)
        assert main(["index"]) == 0
    return folder


@pytest.fixture
def room(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to be broken."""
    folder = Path(shutil.copytree(whole, tmp_path / "room"))
    settled(folder, monkeypatch)
    return folder


def index(folder: Path) -> dict[str, str]:
    """Every file of the index with its checksum."""
    files = sorted(path for path in (folder / "index").rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def empty_source(folder: Path) -> None:
    (folder / "corpus" / "sources" / "foshan.txt").write_bytes(b"")


def blank_source(folder: Path) -> None:
    (folder / "corpus" / "sources" / "foshan.txt").write_text("\ufeff \r\n\u3000", encoding="utf-8")


def empty_added_source(folder: Path) -> None:
    with (folder / "corpus" / "sources" / "sources.yaml").open("a", encoding="utf-8") as record:
        record.write("\n  - {id: new, file: new.txt, title: 新办法, issuer: 某校, kind: 学校办法}\n")
    (folder / "corpus" / "sources" / "new.txt").write_bytes(b"")


def slip_in_the_dictionary(folder: Path) -> None:
    with (folder / "corpus" / "everyday.tsv").open("a", encoding="utf-8") as file:
        file.write("\n老师\t教师\n")


BROKEN_CORPUS = [
    (empty_source, "foshan.txt 第 1 行：文件是空的，请放入原文"),
    (blank_source, "foshan.txt 第 1 行：文件是空的，请放入原文"),
    (empty_added_source, "new.txt 第 1 行：文件是空的，请放入原文，或从 sources.yaml 中删去这一条"),
    (slip_in_the_dictionary, "“老师”只有 2 列：请补上术语、权重"),
]


@pytest.mark.parametrize("command", [["ask", QUESTION], ["index"]], ids=["ask", "index"])
@pytest.mark.parametrize(
    ("damage", "says"), BROKEN_CORPUS, ids=[damage.__name__ for damage, _ in BROKEN_CORPUS]
)
def test_a_broken_corpus_stops_the_command_and_leaves_the_index(
    room: Path, capsys: Captured, command: list[str], damage: Callable[[Path], None], says: str
) -> None:
    before = index(room)
    damage(room)
    assert main(command) == 3
    told = capsys.readouterr()
    assert says in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert told.out == ""
    assert index(room) == before


def test_once_mended_the_old_index_goes_on(room: Path, whole: Path, capsys: Captured) -> None:
    empty_source(room)
    assert main(["ask", QUESTION]) == 3
    shutil.copy(whole / "corpus" / "sources" / "foshan.txt", room / "corpus" / "sources" / "foshan.txt")
    capsys.readouterr()
    assert main(["ask", QUESTION]) == 0
    told = capsys.readouterr()
    assert ANSWER in told.out
    assert told.err == ""


def damaged(folder: Path) -> str:
    """A copy of the shipped encoder, its weights cut short."""
    encoder = Path(shutil.copytree(SHIPPED, folder / "damaged"))
    weights = encoder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    return str(encoder)


def damaged_without_checksums(folder: Path) -> str:
    encoder = Path(damaged(folder))
    (encoder / "SHA256SUMS").unlink()
    return str(encoder)


def missing(folder: Path) -> str:
    return str(folder / "no such folder")


def unknown(_folder: Path) -> str:
    return "no/such-model"


def empty(folder: Path) -> str:
    (folder / "empty").mkdir()
    return str(folder / "empty")


BROKEN_ENCODERS = [
    (damaged, "编码器文件已损坏"),
    (damaged_without_checksums, "编码器权重文件已损坏或不完整"),
    (missing, "找不到编码器文件夹"),
    (unknown, "编码器 no/such-model"),
    (empty, "编码器 "),
]


@pytest.fixture
def without_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the extra `models` is not installed: importing torch takes seconds."""
    real = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name.split(".")[0] == "sentence_transformers":
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)


@pytest.mark.usefixtures("without_models")
@pytest.mark.parametrize("command", [["ask", QUESTION], ["index"]], ids=["ask", "index"])
@pytest.mark.parametrize(
    ("encoder", "says"), BROKEN_ENCODERS, ids=[encoder.__name__ for encoder, _ in BROKEN_ENCODERS]
)
def test_an_encoder_that_cannot_be_used_leaves_the_index_which_goes_on(
    room: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    command: list[str],
    encoder: Callable[[Path], str],
    says: str,
) -> None:
    before = index(room)
    monkeypatch.setenv("ZHENGAI_ENCODER", encoder(room))
    assert main(command) == 4
    told = capsys.readouterr()
    assert says in told.err
    assert "请" in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert index(room) == before
    monkeypatch.setenv("ZHENGAI_ENCODER", "")
    assert main(["ask", QUESTION]) == 0
    told = capsys.readouterr()
    assert ANSWER in told.out
    assert told.err == ""


def test_an_encoder_of_another_dimension_gets_an_index_of_its_own(
    room: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    for encoder in (str(static_folder(room / "own", dimension=12)), ""):
        monkeypatch.setenv("ZHENGAI_ENCODER", encoder)
        assert main(["ask", QUESTION]) == 0
        told = capsys.readouterr()
        assert ANSWER in told.out
        assert "已过期（encoder 已变）：需要重建" in told.err
        assert "索引已建好" in told.err
        assert main(["ask", QUESTION]) == 0
        assert capsys.readouterr().err == ""
