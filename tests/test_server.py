"""The server's process: it says when it is ready, stops when told, and explains why it cannot start."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from app.answering.rebuilding import COMING
from app.server import _listen
from tests.doors import ROOT
from tests.serving import environment, serving


def test_it_answers_at_the_address_it_says_and_stops_on_interrupt(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        with urllib.request.urlopen(served.address) as page:
            assert "问诊改方案" in page.read().decode()
        assert served.interrupt() == 0


def told(address: str, question: str) -> str:
    """The text of the answer to `question`."""
    asked = urllib.request.Request(
        f"{address}api/ask", json.dumps({"question": question}).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(asked) as response:
        return str(json.load(response)["text"])


def test_everyday_words_are_edited_while_it_runs(tmp_path: Path) -> None:
    """A new word is known to the next question; a slip, or an emptied source, changes nothing but the notice."""
    corpus = shutil.copytree(
        ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns("asked", "absent.yaml")
    )
    dictionary = Path(corpus) / "everyday.tsv"
    with serving(tmp_path, ZHENGAI_CORPUS_FOLDER=str(corpus)) as served:
        assert "质控办牵头" not in told(served.address, "蓝胖子谁牵头")
        good = dictionary.read_text(encoding="utf-8") + "\n蓝胖子\t>\t质量事故管控\t1\n"
        dictionary.write_text(good, encoding="utf-8")
        assert "质控办牵头" in told(served.address, "蓝胖子谁牵头")
        dictionary.write_text(good + "坏行\n", encoding="utf-8")
        (Path(corpus) / "sources" / "foshan.txt").write_bytes(b"")
        assert "质控办牵头" in told(served.address, "蓝胖子谁牵头")
        with urllib.request.urlopen(served.address) as page:
            assert "口语词典有误，仍用改动前的词条。corpus/everyday.tsv 第 " in page.read().decode()
        assert served.interrupt() == 0
        assert served.process.stderr is not None
        said = served.process.stderr.read()
    assert said.count("没有分列") == 1
    assert "口语词典已重新读入：" in said
    assert "Traceback" not in said


SLOW = """
import sys, time
from app.engines.static_embedding import StaticEmbedder
encode = StaticEmbedder.encode
StaticEmbedder.encode = lambda self, texts: time.sleep(0.01 * len(texts)) or encode(self, texts)
from app.cli import main
sys.exit(main())
"""


def test_while_an_index_is_made_it_answers_says_so_and_stops_when_told(tmp_path: Path) -> None:
    """With an encoder that takes minutes for the whole of it."""
    with serving(tmp_path, ("-c", SLOW)) as served:
        assert "质控办牵头" in told(served.address, "佛山6.2谁牵头")
        with urllib.request.urlopen(served.address) as page:
            assert COMING in page.read().decode()
        assert served.interrupt() == 0
        assert served.process.stderr is not None
        assert "Traceback" not in served.process.stderr.read()
    assert not (tmp_path / "index" / "current").exists()


def refused(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A start that fails."""
    return subprocess.run(
        [sys.executable, "-m", "app", "serve", *arguments],
        cwd=ROOT,
        env={**environment(folder), **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = refused(tmp_path, "--port", str(port))
    assert done.returncode == 2
    assert done.stderr.startswith(f"错误：端口 {port} 已被占用")
    assert len(done.stderr.splitlines()) == 1


def test_an_address_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    done = refused(tmp_path, "--host", "no.such.host.invalid")
    assert done.returncode == 2
    assert "--host" in done.stderr


def test_a_corpus_that_is_missing_is_one_sentence(tmp_path: Path) -> None:
    done = refused(tmp_path, "--port", "0", ZHENGAI_CORPUS_FOLDER=str(tmp_path / "none"))
    assert done.returncode == 3
    assert "ZHENGAI_CORPUS_FOLDER" in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    done = refused(tmp_path, "--port", "0")
    assert done.returncode == 5
    assert "权限" in done.stderr


def test_a_broken_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "zhengai.sqlite3").write_bytes(b"no database" * 1000)
    done = refused(tmp_path, "--port", "0")
    assert done.returncode == 5
    assert "备份" in done.stderr


def test_small_answers_are_sent_at_once() -> None:
    """asyncio switches Nagle off only where the socket's protocol reads TCP; else a page takes 48 ms."""
    with _listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
