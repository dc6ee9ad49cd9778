"""What a role may not read shows at no door: pages, API, answers kept before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import Services
from app.domain.people import Actor, Role
from app.storage.document_access import DocumentAccess
from tests.doors import FakeAssistant, services
from tests.people import account, browser, session

FOSHAN, CHONGQING = frozenset({"foshan"}), frozenset({"chongqing"})


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def opened(tmp_path: Path, assistant: FakeAssistant) -> Iterator[Services]:
    made = services(tmp_path, assistant=assistant)
    yield made
    made.close()


def close(opened: Services, document: str, role: Role = Role.READER) -> None:
    admin = Actor(next(one for one in opened.access.people.all() if one.role is Role.ADMINISTRATOR))
    opened.access.rules.set(admin, [DocumentAccess(document, role, read=False)])


def test_every_question_is_asked_within_what_may_be_read(opened: Services, assistant: FakeAssistant) -> None:
    client = browser(opened, session(opened, account(opened, "li", Role.READER)))
    close(opened, "chongqing")
    client.post("/ask", data={"question": "方针"})
    client.post("/api/ask", json={"question": "方针"})
    started = client.post("/api/conversations", json={"question": "方针"}).json()
    client.post(f"/api/conversations/{started['conversation']}/turns", json={"question": "清单"})
    assert assistant.read == [FOSHAN] * 4
    assert client.post("/api/ask", json={"question": "方针", "scheme": "chongqing"}).status_code == 404
    assert client.post("/ask", data={"question": "方针", "scheme": "chongqing"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/documents/chongqing",
        "/schemes/chongqing",
        "/schemes/chongqing/points/5.2.1",
        "/schemes/chongqing/elements/5.2",
        "/compare?one=foshan&other=chongqing",
        "/worksheets/chongqing/5.2",
        "/api/documents/chongqing",
        "/api/documents/chongqing/outline",
        "/api/documents/chongqing/clauses/三",
        "/api/schemes/chongqing",
        "/api/schemes/chongqing/5.2",
        "/api/worksheets/chongqing/5.2",
    ],
)
def test_what_may_not_be_read_is_not_there(opened: Services, path: str) -> None:
    client = browser(opened, session(opened, account(opened, "wang", Role.EXPERT)))
    assert client.get(path).status_code == 200
    close(opened, "chongqing", Role.EXPERT)
    response = client.get(path)
    assert response.status_code == 404
    assert "质量事故管控" not in response.text


@pytest.mark.parametrize(
    "path", ["/", "/documents", "/schemes", "/about", "/compare", "/schemes/foshan/points/6.2.1"]
)
def test_no_page_names_what_may_not_be_read(opened: Services, path: str) -> None:
    client = browser(opened, session(opened, account(opened, "li", Role.READER)))
    close(opened, "chongqing")
    page = client.get(path)
    assert page.status_code == 200
    assert 'href="/documents/chongqing' not in page.text
    assert 'href="/schemes/chongqing' not in page.text
    assert "重庆方案" not in page.text


def test_an_answer_of_before_is_not_shown_once_its_document_is_closed(opened: Services) -> None:
    client = browser(opened, session(opened, account(opened, "li", Role.READER)))
    started = client.post("/api/conversations", json={"question": "方针"}).json()["conversation"]
    words = "需求导向、自我保证"
    pages = [f"/conversations/{started}", f"/api/conversations/{started}"]
    assert all(words in client.get(page).text for page in pages)
    close(opened, "foshan")
    for page in pages:
        shown = client.get(page).text
        assert words not in shown
        assert "不再对您的角色开放" in shown
    assert client.get(f"/conversations/{started}/turns/1/sources/1").status_code == 404
