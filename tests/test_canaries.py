"""Contact data of an added document goes nowhere: not into the index, an answer, a page, the API or the output."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import bootstrap, settings
from app.cli import main
from app.domain.documents import Contact
from app.indexing.postings import keys_of
from app.indexing.words import Segmenter, characters, fold, pairs
from app.reading import sources, yaml_files
from app.server import create_app
from tests.doors import ROOT, visitor
from tests.test_broken import settled

# What must not be found, and the parts of it that tell who it is.
CANARIES = {
    "13907574321": ("07574321",),
    "159-8764-2310": ("8764",),
    "17766655432": ("6655432", "66655"),
    "0757-87314269": ("7314269",),
    "（023）63862917": ("63862917",),
    "400-817-6253": ("817-6253",),
    "kanaliniao.zhang@fspt-kanari.net": ("kanaliniao", "fspt"),
    "ｋａｎａ２＠ｑｉｙｅ．ｃｎ": ("ｋａｎａ", "kana2"),
    "11010519491231002X": ("110105", "1231002"),
    "6222021234567890123": ("6222021", "7890123"),
    "738291647": ("738291",),
    "kanari_wx_77": ("kanari_wx",),
}
DOCUMENT = """诊改联络办法

一、联络人的职责（联系电话13907574321）

各学院须于每年5月前把改进计划报送张三，手机159-8764-2310，逾期不予受理；材料应当盖章。

李四的邮箱是kanaliniao.zhang@fspt-kanari.net，办公电话0757-87314269转8031。

电话：（023）63862917

二、值班与报销

值班热线400-817-6253，报销账号：6222021234567890123，身份证号11010519491231002X。

1. 联络群。QQ群738291647，微信号：kanari_wx_77。

表1 联络人名单

姓名\t职务\t手机\t邮箱
张三\t联络秘书\t1776665
5432\tｋａｎａ２＠ｑｉｙｅ．ｃｎ
李四\t资料管理员\t13907574321\tkanaliniao.zhang@fspt-kanari.net
王五\t督查员\t159-8764-2310\tｋａｎａ２＠ｑｉｙｅ．ｃｎ
"""
ASKED = """
- quote: 材料应当盖章
  asked: [159-8764-2310是谁的手机, 改进计划要不要盖章, kanaliniao.zhang@fspt-kanari.net收得到改进计划吗]
"""
QUESTIONS = (
    *CANARIES,
    *(part for parts in CANARIES.values() for part in parts[:1]),
    "张三的电话",
    "李四的邮箱是什么",
    "联络人是谁",
    "联络人的职责",
    "改进计划报给谁",
    "什么时候报送改进计划",
    "值班热线是多少",
    "报销账号",
    "联络群",
    "联络人名单",
    "张三是什么职务",
    "诊改联络办法有哪些内容",
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A corpus with the document added, and its index."""
    folder = tmp_path_factory.mktemp("canaries")
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("asked", "absent.yaml"))
    texts = folder / "corpus" / "sources"
    with (texts / "sources.yaml").open("a", encoding="utf-8") as record:
        record.write(
            "\n  - {id: contacts, file: contacts.txt, title: 诊改联络办法, issuer: 某校, kind: 学校办法}\n"
        )
    (texts / "contacts.txt").write_text(DOCUMENT, encoding="utf-8")
    (folder / "corpus" / "asked").mkdir()
    (folder / "corpus" / "asked" / "contacts.yaml").write_text(ASKED, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        settled(folder, patched)
        yield folder


def found(data: bytes) -> list[str]:
    """The canaries, and parts of them, that `data` holds in an encoding a file or an array may use."""
    wanted = {text for raw, parts in CANARIES.items() for text in (raw, *parts)}
    wanted |= {json.dumps(text)[1:-1] for text in wanted}
    return sorted(t for t in wanted if any(t.encode(e) in data for e in ("utf-8", "utf-16-le", "utf-32-le")))


def tokens_found(data: bytes) -> list[str]:
    """The canaries' tokens whose keys, as an index keeps them, `data` holds."""
    words = Segmenter().words
    cut = {t for raw in CANARIES for way in (characters, pairs, words) for t in way(fold(raw)) if len(t) > 4}
    assert {"13907574321", "kanaliniao", "63862917"} <= cut
    return sorted(token for token in cut if keys_of([token]).astype("<u8").tobytes() in data)


def held(folder: Path) -> list[str]:
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 3
    return sorted({canary for data in files for canary in (*found(data), *tokens_found(data))})


def test_the_canaries_stand_in_the_document_and_all_are_masked(room: Path) -> None:
    assert {raw for raw in CANARIES if raw not in found(DOCUMENT.encode())} == {"17766655432"}
    source = sources.read_sources(room / "corpus" / "sources")["contacts"]
    assert "".join(source.text.split()) != "".join(DOCUMENT.split())
    assert found("".join(source.text.split()).encode()) == []
    assert source.masked_counts == {
        "mobile": 5,
        "landline": 3,
        "email": 4,
        "id": 1,
        "account": 1,
        "qq": 1,
        "wechat": 1,
    }
    assert source.unmasked() == DOCUMENT


def test_the_index_holds_none_and_nothing_is_said_of_them(
    room: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert main(["index"]) == 0
        assert main(["outline", "contacts"]) == 0
        assert main(["outline", "contacts", "--json"]) == 0
        for question in ("联络人的职责", "张三是什么职务", "李四的邮箱是什么"):
            assert main(["ask", question, "--why"]) == 0
            assert main(["ask", question, "--json"]) == 0
    told = capsys.readouterr()
    assert "联络人的职责（联系电话***********）" in told.out
    assert held(room / "index") == []
    assert found((told.out + told.err + caplog.text).encode()) == []


def test_without_masking_the_index_would_hold_them(
    room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unmasked(text: str) -> tuple[str, tuple[Contact, ...]]:
        return text, ()

    monkeypatch.setattr(sources, "mask", unmasked)
    monkeypatch.setattr(yaml_files, "masked", str)
    monkeypatch.setenv("ZHENGAI_INDEX_FOLDER", str(tmp_path))
    assert main(["index"]) == 0
    assert {"13907574321", "159-8764-2310", "kanaliniao", "6222021234567890123"} <= set(held(tmp_path))


def test_no_answer_page_or_reply_of_the_api_shows_one(
    room: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    said: list[str] = []
    with caplog.at_level(logging.DEBUG):
        opened = bootstrap.load_services(settings.load(), said.append)
        try:
            shown = [_told(opened, question) for question in QUESTIONS]
            with visitor(create_app(opened)) as client:
                pages = {path: client.get(path) for path in _paths(client)}
        finally:
            opened.close()
    assert len(QUESTIONS) >= 30
    for question, text in zip(QUESTIONS, shown, strict=True):
        assert found(text.replace(question, "").encode()) == [], question
    for path, page in pages.items():
        assert page.status_code == 200, path
        assert found(page.content) == [], path
    assert "已遮盖 5 个手机号、3 个座机号、4 个邮箱、1 个身份证号" in pages["/documents"].text
    assert pages["/api/documents/contacts"].json()["masked"]["mobile"] == 5
    assert any("逾期不予受理" in text and "contacts" in text for text in shown)
    told = capsys.readouterr()
    assert found(("".join(said) + told.out + told.err + caplog.text).encode()) == []


def _told(opened: bootstrap.Services, question: str) -> str:
    """All that an answer holds."""
    answer, _ = opened.answer(question)
    return repr(answer)


def _paths(client: TestClient) -> list[str]:
    outline = client.get("/api/documents/contacts/outline").json()
    clauses = [f"/api/documents/contacts/clauses/{clause['address']}" for clause in outline]
    assert len(clauses) > 3
    fixed = ["/documents", "/documents/contacts", "/api/documents", "/api/documents/contacts"]
    return [*fixed, "/api/documents/contacts/outline", *clauses]
