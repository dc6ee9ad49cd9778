"""Accounts on the page: what cannot be done is told in one sentence beside the form, and nothing has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.bootstrap import Services
from app.domain.people import Person, Role
from app.server import create_app
from app.storage.document_access import DocumentAccess
from tests.access.given import CHEAP, GOOD, OTHER
from tests.doors import services, visitor
from tests.people import account, browser, session, token


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Services]:
    made = services(tmp_path)
    made.access.passwords._hashes = CHEAP
    yield made
    made.close()


@pytest.fixture
def boss(opened: Services) -> Person:
    return account(opened, "boss", Role.ADMINISTRATOR)


@pytest.fixture
def admin(opened: Services, boss: Person) -> TestClient:
    return browser(opened, session(opened, boss))


NEW = {"name": "li", "display": "李四", "role": "writer", "department": "教务处"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "BOSS"}, "账号“boss”已经有了"),
        ({"name": ""}, "登录名“”不能用"),
        ({"name": "li si"}, "不含空格"),
        ({"name": "长" * 41}, "1–40"),
        ({"name": "<b>"}, "登录名“&lt;b&gt;”不能用"),
        ({"display": "名" * 41}, "姓名不能用"),
        ({"department": ""}, "撰写人要有部门"),
        ({"department": "火星处"}, "没有部门“火星处”；方案里的部门有："),
    ],
)
def test_an_account_that_cannot_be_made_is_told(
    opened: Services, admin: TestClient, changes: dict[str, str], says: str
) -> None:
    page = admin.post("/people", data={**NEW, **changes})
    assert page.status_code == 422
    assert says in page.text
    assert 'role="alert"' in page.text
    assert [one.name for one in opened.access.people.all()] == ["boss"]


def test_alone_no_account_is_made_without_an_administrator(opened: Services) -> None:
    client = visitor(create_app(opened), follow_redirects=False)
    assert 'href="/setup"' in client.get("/people").text
    page = client.post("/people", data=NEW)
    assert page.status_code == 403
    assert "/setup" in page.text
    assert opened.access.local


@pytest.mark.parametrize("change", [{"role": "office"}, {"role": "administrator", "disabled": "true"}])
def test_the_last_administrator_stays_one(
    opened: Services, admin: TestClient, boss: Person, change: dict[str, str]
) -> None:
    page = admin.post(f"/people/{boss.id}", data=change)
    assert page.status_code == 422
    assert "最后一个可用的管理员" in page.text
    assert opened.access.people.get(boss.id) == boss


def test_an_account_that_is_not_there_is_told(admin: TestClient) -> None:
    assert admin.post("/people/nope", data={"role": "reader"}).status_code == 404
    assert admin.post("/people/nope/reset").status_code == 404


def test_a_given_password_is_shown_once(opened: Services, admin: TestClient) -> None:
    given = re.search(r"<code>((?:\w{5}-){3}\w{5})</code>", admin.post("/people", data=NEW).text)
    assert given
    assert given[1] not in admin.get("/people").text
    li = opened.access.people.named("li")
    again = re.search(r"<code>((?:\w{5}-){3}\w{5})</code>", admin.post(f"/people/{li.id}/reset").text)
    assert again
    assert again[1] != given[1]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_the_way_to_the_administrators_pages_is_shown_to_them_alone(
    opened: Services, admin: TestClient, role: Role
) -> None:
    client = browser(opened, session(opened, account(opened, "li", role, "教务处")))
    home = client.get("/").text
    assert 'href="/people"' not in home
    assert ('href="/worksheets"' in home) is (role is not Role.READER)
    assert 'href="/people"' in admin.get("/").text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"old": "wrong-password", "new": OTHER, "again": OTHER}, "现在的密码不对"),
        ({"old": GOOD, "new": OTHER, "again": GOOD}, "不一样"),
        ({"old": GOOD, "new": GOOD, "again": GOOD}, "与现在的相同"),
        ({"old": GOOD, "new": "短", "again": "短"}, "至少要 12 个"),
        ({"old": GOOD, "new": "长" * 129, "again": "长" * 129}, "超过 128 个字符"),
    ],
)
def test_a_password_that_cannot_be_changed_is_told_and_the_old_one_stays(
    opened: Services, boss: Person, form: dict[str, str], says: str
) -> None:
    from app.domain.people import Actor

    li = opened.access.add(Actor(boss), "li", "李四", Role.READER, password=GOOD)
    page = browser(opened, session(opened, li)).post("/account/password", data=form)
    assert page.status_code == 422
    assert says in page.text
    for typed in {form["new"], form["again"]}:
        assert f'value="{typed}"' not in page.text
    opened.access.log_in("li", GOOD, "10.0.0.9", "test")


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"name": "", "scope": "read", "days": "7"}, "给令牌起个名字"),
        ({"name": "脚本", "days": "7"}, "至少选一项权限"),
        ({"name": "脚本", "scope": "read", "days": "0"}, "1–366 天"),
        ({"name": "脚本", "scope": "read", "days": "367"}, "1–366 天"),
        ({"name": "脚本", "scope": "all", "days": "7"}, ""),
    ],
)
def test_a_token_that_cannot_be_made_is_told(
    opened: Services, admin: TestClient, boss: Person, form: dict[str, str], says: str
) -> None:
    page = admin.post("/account/tokens", data=form)
    assert page.status_code == 422
    assert says in page.text
    assert opened.access.tokens.of(boss.id) == ()


def test_one_ends_ones_own_login_elsewhere_and_nobody_elses(opened: Services, boss: Person) -> None:
    li = account(opened, "li", Role.READER)
    here, there = session(opened, li), session(opened, li)
    others = session(opened, boss)
    client = browser(opened, here)
    elsewhere = {one.id for one in opened.access.logins.of(li.id)}
    page = client.get("/account").text
    (link,) = re.findall(r"/account/logins/(\w+)/end", page)  # not the one by which the page was got
    assert link in elsewhere
    client.post(f"/account/logins/{opened.access.logins.of(boss.id)[0].id}/end")
    assert opened.access.by_cookie(others, "").person == boss
    client.post(f"/account/logins/{link}/end")
    assert opened.access.by_cookie(there, "").person.id == ""
    assert opened.access.by_cookie(here, "").person == li


def test_nobody_revokes_anothers_token(opened: Services, admin: TestClient) -> None:
    li = account(opened, "li", Role.READER)
    secret = token(opened, li)
    admin.post(f"/account/tokens/{opened.access.tokens.of(li.id)[0].id}/revoke")
    assert opened.access.by_token(secret, "").person == li


def test_the_rules_of_documents_are_set_by_the_boxes_and_hold_at_once(
    opened: Services, admin: TestClient
) -> None:
    reader = browser(opened, session(opened, account(opened, "li", Role.READER)))
    assert reader.get("/documents/chongqing").status_code == 200
    names = re.findall(r'<input type="checkbox" name="([^"]+)" value="on" checked', admin.get("/access").text)
    assert "read chongqing reader" in names
    ticked = {name: "on" for name in names if name != "read chongqing reader"}
    assert admin.post("/access", data=ticked).headers["location"] == "/access?saved=1"
    assert "已保存" in admin.get("/access?saved=1").text
    assert opened.access.rules.all() == (DocumentAccess("chongqing", Role.READER, read=False),)
    assert reader.get("/documents/chongqing").status_code == 404
    assert "重庆" not in reader.get("/documents").text
