"""Worksheets as JSON: what a program reads, what it saves, and both texts where somebody was faster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.bootstrap import Services
from app.domain.people import Actor, Person, Role, TokenScope
from app.server import create_app
from app.worksheet_rules import LIMIT
from tests.doors import services
from tests.people import account, token

PLACE = "/api/worksheets/foshan/6.2"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Services]:
    made = services(tmp_path)
    yield made
    made.close()


@pytest.fixture
def writer(opened: Services) -> Person:
    return account(opened, "li", Role.WRITER, "质控办")


@pytest.fixture
def program(opened: Services, writer: Person) -> TestClient:
    return by(opened, writer, TokenScope.READ, TokenScope.WRITE)


def by(opened: Services, person: Person, *scopes: TokenScope) -> TestClient:
    bearer = {"Authorization": f"Bearer {token(opened, person, *scopes)}"}
    return TestClient(create_app(opened), base_url="http://zhengai.test", headers=bearer)


def put(client: TestClient, text: str, base: int, place: str = PLACE) -> tuple[int, Any]:
    response = client.put(place, json={"text": text, "base": base})
    return response.status_code, response.json()


def test_one_that_nobody_has_begun_is_empty(program: TestClient) -> None:
    told = program.get(PLACE).json()
    assert (told["scheme"], told["element"], told["text"], told["version"]) == ("foshan", "6.2", "", 0)
    assert program.get(f"{PLACE}/versions").json() == []
    assert program.get("/api/worksheets/foshan").json() == []


def test_what_is_saved_is_read_back_with_who_and_when(program: TestClient) -> None:
    status, saved = put(program, "一\r\n二", 0)
    assert status == 200
    assert (saved["text"], saved["version"], saved["saved_by"]) == ("一\n二", 1, "li")
    assert program.get(PLACE).json() == saved
    assert program.get("/api/worksheets/foshan").json() == [saved]
    (only,) = program.get(f"{PLACE}/versions").json()
    assert (only["number"], only["base"], only["text"]) == (1, 0, "一\n二")


def test_the_same_save_sent_twice_is_one_version(program: TestClient) -> None:
    assert put(program, "一", 0) == put(program, "一", 0)
    assert len(program.get(f"{PLACE}/versions").json()) == 1


def test_who_was_second_gets_both_texts_and_can_save_the_merged_one(
    program: TestClient, opened: Services
) -> None:
    other = Actor(account(opened, "wang", Role.OFFICE))
    opened.worksheets.save(other, "foshan", "6.2", "先来的文字", 0)
    status, told = put(program, "后到的文字", 0)
    assert status == 409
    assert told["error"] == {
        "kind": "conflict",
        "message": "wang先存了第 1 版；您的文字已另存为一个版本。",
    }
    assert (told["current"]["text"], told["current"]["version"]) == ("先来的文字", 1)
    assert (told["kept"]["text"], told["kept"]["number"], told["kept"]["base"]) == ("后到的文字", 0, 0)
    assert put(program, "合成的文字", told["current"]["version"])[0] == 200


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"text": "长" * (LIMIT + 1), "base": 0}, f"现在有 {LIMIT + 1} 字"),
        ({"text": "a\x00b", "base": 0}, "无法保存的字符"),
        ({"text": "一", "base": -1}, "base"),
        ({"text": "一"}, "缺少 base"),
        ({"text": "一", "base": 0, "force": True}, "不认识的字段 force"),
    ],
)
def test_what_cannot_be_saved_is_told(
    program: TestClient, opened: Services, sent: dict[str, object], says: str
) -> None:
    response = program.put(PLACE, json=sent)
    assert response.status_code == 422
    assert says in response.json()["error"]["message"]
    assert opened.worksheets.versions("foshan", "6.2") == ()


@pytest.mark.parametrize(
    ("scopes", "place", "status", "says"),
    [
        ((TokenScope.READ,), PLACE, 403, "这个令牌不能“修改报告和底稿”"),
        ((TokenScope.WRITE,), "/api/worksheets/foshan/2.1", 403, "佛山方案 2.1 的底稿由"),
        ((TokenScope.WRITE,), "/api/worksheets/chongqing/5.2", 403, "重庆方案不设牵头部门"),
        ((TokenScope.WRITE,), "/api/worksheets/chongqing/6.2", 404, "要素编号有"),
        ((TokenScope.WRITE,), "/api/worksheets/foshan/6.2.1", 404, "不是诊断要素"),
    ],
)
def test_a_program_writes_no_more_than_its_person(
    opened: Services, writer: Person, scopes: tuple[TokenScope, ...], place: str, status: int, says: str
) -> None:
    got, told = put(by(opened, writer, *scopes), "一", 0, place)
    assert got == status
    assert says in told["error"]["message"]
    assert opened.access.audit.entries(action="worksheet") == ()


@pytest.mark.parametrize("code", ["6.2", "６．２", "6-2", "六点二"])
def test_every_notation_of_an_element_means_the_same_worksheet(program: TestClient, code: str) -> None:
    put(program, "一", 0)
    assert program.get(f"/api/worksheets/foshan/{code}").json()["version"] == 1
