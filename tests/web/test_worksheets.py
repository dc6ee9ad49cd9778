"""The bench of an element: who may write, what is kept, what is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.bootstrap import Services
from app.domain.people import Actor, Role
from app.server import create_app
from app.web.comparing_texts import differences
from app.web.worksheets import FILE_LIMIT
from app.worksheet_rules import LIMIT, clean_name
from tests.doors import services, visitor
from tests.people import account, browser, session

PLACE = "/worksheets/foshan/6.2"
ELEMENT = r"(\d\.\d) [^<]*</a>"
SCRIPT = {"x-autosave": "1", "hx-request": "true"}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Services]:
    made = services(tmp_path)
    yield made
    made.close()


@pytest.fixture
def client(opened: Services) -> TestClient:
    """The local person."""
    return visitor(create_app(opened), follow_redirects=False)


def as_(opened: Services, name: str, role: Role, department: str = "") -> TestClient:
    return browser(opened, session(opened, account(opened, name, role, department)))


def save(client: TestClient, text: str, base: int, **more: Any) -> Any:
    return client.post(PLACE, data={"text": text, "base": base}, **more)


def test_the_list_has_every_element_of_every_scheme_with_its_state(client: TestClient) -> None:
    save(client, "一", 0)
    page = client.get("/worksheets").text
    assert page.count('<th scope="row"') == 16 + 15
    assert page.count("未动笔") == 30
    assert "第 1 版 · 本机用户" in page
    assert "重庆方案不设牵头部门，底稿由质控办修改。" in page


def test_a_writer_can_list_their_departments_alone(opened: Services) -> None:
    page = as_(opened, "li", Role.WRITER, "保卫处").get("/worksheets?mine=1").text
    assert re.findall(ELEMENT, page) == ["5.2"]


@pytest.mark.parametrize("role", [Role.WRITER, Role.OFFICE])
def test_the_elements_of_ones_department_come_first(opened: Services, role: Role) -> None:
    client = as_(opened, "li", role, "保卫处")
    found = re.findall(ELEMENT, client.get("/worksheets").text.split("重庆方案")[0])
    assert found == ["5.2", *(code for code in sorted(found) if code != "5.2")]
    assert len(found) == 16
    assert re.findall(ELEMENT, client.get("/worksheets?mine=1").text) == ["5.2"]


def test_a_plain_form_saves_and_leads_back(client: TestClient) -> None:
    assert save(client, "第一行\r\n第二行", 0).headers["location"] == PLACE
    page = client.get(PLACE).text
    assert "第一行\n第二行</textarea>" in page
    assert 'name="base" value="1"' in page


def test_text_that_looks_like_a_page_stays_text(client: TestClient) -> None:
    save(client, "</textarea><script>alert(1)</script>\n{{ 7*7 }}", 0)
    page = client.get(PLACE).text
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page
    assert "49" not in page.split("textarea")[1]


def test_a_script_hears_that_it_is_saved_only_from_the_part(client: TestClient, opened: Services) -> None:
    response = save(client, "一", 0, headers=SCRIPT)
    assert response.status_code == 200
    assert re.fullmatch(r'<p data-version="1">已保存 第 1 版 \d\d:\d\d</p>', response.text.strip())
    assert opened.worksheets.get("foshan", "6.2").text == "一"


@pytest.mark.parametrize("headers", [{}, SCRIPT], ids=["form", "script"])
def test_of_two_writers_the_second_sees_both_texts(
    client: TestClient, opened: Services, headers: dict[str, str]
) -> None:
    save(client, "零", 0)
    save(client, "先来的文字", 1)
    response = save(client, "后到的文字", 1, headers=headers)
    assert response.status_code == 409
    assert "先来的文字" in response.text
    assert "后到的文字" in response.text
    assert 'data-version="2"' in response.text
    found = re.findall(rf'href="({PLACE}/versions/\d+)"', response.text.split('class="two"')[0])
    assert "<h1>第 2 版</h1>" in client.get(found[0]).text
    assert "<h1>未采用（写在第 1 版上）</h1>" in client.get(found[1]).text
    assert {one.text for one in opened.worksheets.versions("foshan", "6.2")} == {
        "零",
        "先来的文字",
        "后到的文字",
    }
    assert save(client, "合成的文字", 2).status_code == 303
    assert "未采用（写在第 1 版上）" in client.get(PLACE).text


@pytest.mark.parametrize(
    ("text", "why"), [("长" * (LIMIT + 1), f"现在有 {LIMIT + 1} 字"), ("a\x00b", "无法保存的字符")]
)
def test_what_cannot_be_saved_is_told_and_stays_on_the_page(client: TestClient, text: str, why: str) -> None:
    page = save(client, text, 0)
    assert page.status_code == 422
    assert why in page.text
    assert text.replace("\x00", "\x00")[:100] in page.text
    assert save(client, text, 0, headers=SCRIPT).status_code == 422


WRITERS = [
    ("质控办", "foshan/6.2", True),
    ("教务处", "foshan/6.2", False),
    ("教务处", "foshan/2.1", True),
    ("团委", "foshan/5.1", True),
    ("保卫处", "foshan/5.1", False),
    ("质控办", "chongqing/5.2", False),
]


@pytest.mark.parametrize(("department", "place", "may"), WRITERS)
def test_a_department_writes_its_own_elements(
    opened: Services, department: str, place: str, may: bool
) -> None:
    client = as_(opened, "li", Role.WRITER, department)
    page = client.get(f"/worksheets/{place}").text
    assert ("<textarea" in page) is may
    response = client.post(f"/worksheets/{place}", data={"text": "一", "base": 0})
    assert response.status_code == (303 if may else 403)
    if not may:
        owners = "重庆方案不设牵头部门" if "chongqing" in place else "底稿由"
        assert owners in response.text
        assert response.text.count("质控办") == 1
        assert "只读" in page


@pytest.mark.parametrize("place", ["foshan/9.9", "foshan/6", "foshan/6.2.1", "nowhere/6.2", "chongqing/6.2"])
def test_what_is_no_element_is_told(client: TestClient, place: str) -> None:
    assert client.get(f"/worksheets/{place}").status_code == 404
    assert client.post(f"/worksheets/{place}", data={"text": "一", "base": 0}).status_code == 404


def test_a_document_that_is_closed_has_no_worksheets(opened: Services) -> None:
    from app.storage.document_access import DocumentAccess

    client = as_(opened, "li", Role.EXPERT)
    admin = Actor(account(opened, "admin", Role.ADMINISTRATOR))
    opened.access.rules.set(admin, [DocumentAccess("chongqing", Role.EXPERT, read=False)])
    assert client.get("/worksheets/chongqing/5.2").status_code == 404
    assert client.get("/documents/chongqing").status_code == 404
    page = client.get("/worksheets").text + client.get("/schemes").text + client.get("/documents").text
    assert "重庆" not in page
    assert client.get("/worksheets/foshan/6.2").status_code == 200


def test_a_version_is_compared_and_brought_back(client: TestClient, opened: Services) -> None:
    save(client, "甲\n乙", 0)
    save(client, "甲\n丙", 1)
    first = opened.worksheets.versions("foshan", "6.2")[-1].id
    page = client.get(f"{PLACE}/versions/{first}").text
    assert "<del>乙</del>" in page
    assert "<ins>丙</ins>" in page
    save(client, "甲\n乙", 2)
    assert opened.worksheets.get("foshan", "6.2").version == 3
    assert client.get(f"/worksheets/foshan/6.1/versions/{first}").status_code == 404


REPEATED = "\n".join("甲乙" * 12_000), "\n".join("乙甲丙" * 8_000)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("甲\n乙\n\n丙", "乙\n丙\n丁"),
        ("", "甲"),
        ("甲", ""),
        ("甲", "甲"),
        ("甲\n甲\n甲", "甲"),
        ("甲\n" * 9, "甲\n" * 5 + "乙"),
        pytest.param(*REPEATED, id="lines that repeat, as many as fit"),
        pytest.param("\n" * LIMIT, "\n" * (LIMIT - 1), id="blank lines"),
    ],
)
def test_no_line_is_lost_in_a_comparison(first: str, second: str) -> None:
    """And none takes long: compared line by line, the two that repeat would need days."""
    found = differences(first, second)
    assert [one.text for one in found if one.kind != "new"] == first.split("\n")
    assert [one.text for one in found if one.kind != "gone"] == second.split("\n")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("证据.docx", "证据.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
        ("gpj.\u202eexe.txt", "gpj.exe.txt"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("", "未命名"),
        ("...", "未命名"),
    ],
)
def test_a_files_name_is_a_name(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_an_attachment_comes_back_byte_for_byte_and_is_never_shown(client: TestClient) -> None:
    content = b"<script>alert(1)</script>" * 10_000
    files = {"file": ("证据 1.html", content, "text/html")}
    assert client.post(f"{PLACE}/attachments", files=files).status_code == 303
    page = client.get(PLACE).text
    href = re.search(rf'href="({PLACE}/attachments/[^"]+)"', page)
    assert href
    got = client.get(href[1])
    assert got.content == content
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "no-store"
    assert got.headers["content-disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E8%AF%81" in got.headers["content-disposition"]
    assert client.post(f"{href[1]}/remove").status_code == 303
    assert client.get(href[1]).status_code == 404


def test_a_damaged_attachment_is_not_handed_out(client: TestClient, opened: Services) -> None:
    client.post(f"{PLACE}/attachments", files={"file": ("a.txt", b"evidence")})
    one = opened.worksheets.attachments("foshan", "6.2")[0]
    opened.originals.path(one.sha256).write_bytes(b"evidencf")
    response = client.get(f"{PLACE}/attachments/{one.id}")
    assert response.status_code == 503
    assert "已损坏" in response.text
    assert b"evidencf" not in response.content


@pytest.mark.parametrize(("size", "status"), [(0, 422), (FILE_LIMIT + 1, 422), (FILE_LIMIT + 2_000_000, 413)])
def test_a_file_that_cannot_be_taken_is_told(
    client: TestClient, opened: Services, size: int, status: int
) -> None:
    response = client.post(f"{PLACE}/attachments", files={"file": ("a.bin", b"x" * size)})
    assert response.status_code == status
    assert opened.worksheets.attachments("foshan", "6.2") == ()


def test_contacts_are_shown_to_the_roles_that_are_allowed_and_looking_is_noted(opened: Services) -> None:
    from dataclasses import replace

    from app.domain.documents import Contact, Span
    from app.storage.document_access import DocumentAccess

    document = opened.corpus.documents["foshan"]
    raw = "需求导向、自我保证"
    start = document.source.text.index(raw)
    text = document.source.text.replace(raw, "*" * len(raw))
    contact = Contact(Span(start, start + len(raw)), "mobile", raw)
    source = replace(document.source, text=text[: len(document.source.text)], contacts=(contact,))
    corpus = replace(
        opened.corpus, documents={**opened.corpus.documents, "foshan": replace(document, source=source)}
    )
    masked = replace(opened, corpus=corpus)
    li, wang = as_(masked, "li", Role.EXPERT), as_(masked, "wang", Role.READER)
    admin = Actor(account(masked, "admin", Role.ADMINISTRATOR))
    masked.access.rules.set(admin, [DocumentAccess("foshan", Role.EXPERT, contacts=True)])
    assert raw not in wang.get("/documents/foshan").text
    assert raw in li.get("/documents/foshan").text
    assert [(one.action, one.name) for one in masked.access.audit.entries(action="contacts")] == [
        ("contacts.read", "li")
    ]
