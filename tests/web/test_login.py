"""Logging in and out, the first run, one's own account, accounts of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import gate
from app.bootstrap import Services
from app.domain.people import Actor, Role
from app.server import create_app
from tests.access.given import CHEAP, GOOD, OTHER
from tests.doors import services, visitor
from tests.people import account, browser, session


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Services]:
    made = services(tmp_path)
    made.access.passwords._hashes = CHEAP
    yield made
    made.close()


def stranger(opened: Services) -> TestClient:
    """A browser that has the login page open."""
    return browser(opened, "")


def administrator(opened: Services) -> None:
    opened.access.add(
        Actor(account(opened, "first", Role.ADMINISTRATOR)),
        "admin",
        "管理员",
        Role.ADMINISTRATOR,
        password=GOOD,
    )


def test_alone_nobody_logs_in(opened: Services) -> None:
    client = visitor(create_app(opened), follow_redirects=False)
    page = client.get("/")
    assert page.status_code == 200
    assert "本机" in page.text
    assert "退出" not in page.text
    assert client.get("/login").headers["location"] == "/"


def test_alone_no_other_machine_is_answered_whatever_name_it_gives(opened: Services) -> None:
    client = TestClient(create_app(opened), base_url="http://evil.example")
    assert client.get("/").status_code == 421
    assert client.get("/api/me").status_code == 421
    assert client.get("/setup").status_code == 421


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_alone_what_a_proxy_passes_on_is_not_answered(opened: Services, header: str) -> None:
    client = TestClient(create_app(opened), base_url="http://127.0.0.1", headers={header: "10.9.9.9"})
    assert client.get("/").status_code == 421


def test_numbers_beyond_every_database_are_told(opened: Services) -> None:
    client = browser(opened, session(opened, account(opened, "boss", Role.ADMINISTRATOR)))
    huge = "9" * 30
    assert client.get(f"/audit?before={huge}").status_code == 422
    assert client.get(f"/worksheets/foshan/6.2/versions/{huge}").status_code == 422
    assert client.post("/worksheets/foshan/6.2", data={"text": "一", "base": huge}).status_code == 422


def test_the_first_run_makes_the_administrator_and_logs_them_in(opened: Services) -> None:
    client = visitor(create_app(opened), follow_redirects=False)
    form = {"code": "0000", "name": "admin", "display": "管理员", "password": GOOD}
    page = client.post("/setup", data=form)
    assert page.status_code == 401
    assert 'value="admin"' in page.text
    assert GOOD not in page.text
    done = client.post("/setup", data={**form, "code": opened.access.first_code.code})
    assert (done.status_code, done.headers["location"]) == (303, "/people")
    assert client.get("/people").status_code == 200
    assert client.get("/setup").headers["location"] == "/login"


def test_whoever_is_not_logged_in_comes_back_to_what_they_wanted(opened: Services) -> None:
    administrator(opened)
    client = stranger(opened)
    led = client.get("/schemes/foshan?due=2021-05")
    assert (led.status_code, led.headers["location"]) == (
        303,
        "/login?next=%2Fschemes%2Ffoshan%3Fdue%3D2021-05",
    )
    page = client.get(led.headers["location"]).text
    assert 'name="next" value="/schemes/foshan?due=2021-05"' in page
    form = {"name": "admin", "password": GOOD, "next": "/schemes/foshan?due=2021-05"}
    done = client.post("/login", data=form)
    assert (done.status_code, done.headers["location"]) == (303, "/schemes/foshan?due=2021-05")
    assert client.get("/schemes/foshan").status_code == 200


@pytest.mark.parametrize(
    "place",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "/\n/evil"],
)
def test_nobody_is_led_to_another_site(opened: Services, place: str) -> None:
    administrator(opened)
    done = stranger(opened).post("/login", data={"name": "admin", "password": GOOD, "next": place})
    assert done.headers["location"] == "/"


def test_a_wrong_password_is_told_and_not_shown_again(opened: Services) -> None:
    administrator(opened)
    page = stranger(opened).post("/login", data={"name": "admin", "password": "wrong-password"})
    assert page.status_code == 401
    assert 'role="alert"' in page.text
    assert "wrong-password" not in page.text


def test_after_five_failures_the_page_says_when_to_try_again(opened: Services) -> None:
    administrator(opened)
    client = stranger(opened)
    for _ in range(5):
        client.post("/login", data={"name": "admin", "password": "wrong"})
    page = client.post("/login", data={"name": "admin", "password": GOOD})
    assert page.status_code == 429
    assert 1 <= int(page.headers["retry-after"]) <= 30


@pytest.mark.parametrize("https", [False, True])
def test_the_session_cookie_is_for_us_alone(opened: Services, https: bool) -> None:
    administrator(opened)
    client = TestClient(
        create_app(opened), base_url=f"http{'s' if https else ''}://zhengai.test", follow_redirects=False
    )
    client.get("/login")
    name = "__Host-zhengai_visitor" if https else "zhengai_visitor"
    client.headers[gate.FORM_HEADER] = gate.form_token(client.cookies[name])
    cookie = client.post("/login", data={"name": "admin", "password": GOOD}).headers["set-cookie"]
    assert cookie.startswith("__Host-zhengai_session=" if https else "zhengai_session=")
    assert ("Secure" in cookie) is https
    for flag in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie
    assert ("strict-transport-security" in client.get("/login").headers) is https


def test_every_login_is_a_new_session_and_ends_the_one_before(opened: Services) -> None:
    administrator(opened)
    client = stranger(opened)
    client.post("/login", data={"name": "admin", "password": GOOD})
    first = client.cookies[gate.SESSION]
    client.headers[gate.FORM_HEADER] = gate.form_token(first)
    client.post("/login", data={"name": "admin", "password": GOOD})
    assert client.cookies[gate.SESSION] != first
    assert opened.access.by_cookie(first, "").person.id == ""


def test_logging_out_ends_the_session_on_the_server(opened: Services) -> None:
    person = account(opened, "li", Role.READER)
    secret = session(opened, person)
    client = browser(opened, secret)
    assert client.get("/").status_code == 200
    assert client.post("/logout").headers["location"] == "/login"
    assert opened.access.by_cookie(secret, "").person.id == ""


def test_a_login_from_another_sites_form_is_refused(opened: Services) -> None:
    administrator(opened)
    client = TestClient(create_app(opened), base_url="http://zhengai.test", follow_redirects=False)
    assert client.post("/login", data={"name": "admin", "password": GOOD}).status_code == 403


def test_htmx_and_programs_are_told_that_nobody_is_logged_in(opened: Services) -> None:
    administrator(opened)
    client = stranger(opened)
    part = client.post("/ask", data={"question": "问"}, headers={"hx-request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (401, "/login")
    told = client.get("/api/me")
    assert (told.status_code, told.headers["www-authenticate"]) == (401, "Bearer")
    assert told.json()["error"]["kind"] == "login"


def test_a_stranger_is_not_told_what_there_is(opened: Services) -> None:
    administrator(opened)
    client = stranger(opened)
    assert client.get("/nope").headers["location"] == "/login?next=%2Fnope"
    assert client.get("/api/nope").status_code == 401
    assert client.get("/static/base.css").status_code == 200


def test_a_new_person_logs_in_with_the_given_password_and_must_choose_their_own(opened: Services) -> None:
    admin = browser(opened, session(opened, account(opened, "boss", Role.ADMINISTRATOR)))
    page = admin.post(
        "/people", data={"name": "li", "display": "李四", "role": "writer", "department": "教务处"}
    )
    assert page.status_code == 201
    given = re.search(r"<code>((?:\w{5}-){3}\w{5})</code>", page.text)
    assert given
    li = stranger(opened)
    assert li.post("/login", data={"name": "li", "password": given[1]}).status_code == 303
    li.headers[gate.FORM_HEADER] = gate.form_token(li.cookies[gate.SESSION])
    assert li.get("/").headers["location"] == "/account/password"
    assert li.get("/api/me").json()["error"]["kind"] == "password_expired"
    wrong = li.post("/account/password", data={"old": given[1], "new": OTHER, "again": GOOD})
    assert "不一样" in wrong.text
    weak = li.post(
        "/account/password", data={"old": given[1], "new": "123456789012", "again": "123456789012"}
    )
    assert (weak.status_code, "太容易猜到" in weak.text) == (422, True)
    assert (
        li.post("/account/password", data={"old": given[1], "new": OTHER, "again": OTHER}).status_code == 303
    )
    assert li.get("/").status_code == 200


def test_the_administrator_changes_roles_and_resets_passwords(opened: Services) -> None:
    admin = browser(opened, session(opened, account(opened, "boss", Role.ADMINISTRATOR)))
    li = account(opened, "li", Role.READER)
    secret = session(opened, li)
    assert admin.post(f"/people/{li.id}", data={"role": "writer", "department": "教务处"}).status_code == 303
    assert opened.access.people.get(li.id).department == "教务处"
    assert admin.post(f"/people/{li.id}", data={"role": "writer", "department": "火星处"}).status_code == 422
    assert admin.post(f"/people/{li.id}", data={"role": "king"}).status_code == 422
    assert admin.post(f"/people/{li.id}/reset").status_code == 201
    assert opened.access.by_cookie(secret, "").person.id == ""
    admin.post(f"/people/{li.id}", data={"role": "reader", "disabled": "true"})
    assert opened.access.people.get(li.id).disabled


def test_a_token_is_shown_once_and_works_until_it_is_revoked(opened: Services) -> None:
    secret = session(opened, account(opened, "li", Role.READER))
    client = browser(opened, secret)
    page = client.post("/account/tokens", data={"name": "脚本", "scope": "read", "days": "7"})
    found = re.search(r"zhengai_[\w-]{43}", page.text)
    assert found
    program = TestClient(create_app(opened), headers={"Authorization": f"Bearer {found[0]}"})
    assert program.get("/api/me").json()["name"] == "li"
    assert program.post("/api/ask", json={"question": "问"}).status_code == 403
    again = client.get("/account").text
    assert found[0] not in again
    id_ = opened.access.tokens.of(opened.access.people.named("li").id)[0].id
    client.post(f"/account/tokens/{id_}/revoke")
    assert program.get("/api/me").status_code == 401


def test_the_audit_page_shows_filters_and_finds_an_altered_row(opened: Services) -> None:
    from sqlalchemy import text

    boss = account(opened, "boss", Role.ADMINISTRATOR)
    admin = browser(opened, session(opened, boss))
    for number in range(120):
        opened.access.audit.record(Actor(boss, "10.0.0.9"), "backup", f"b{number}.zip")
    page = admin.get("/audit").text
    assert "逐条核对无误" in page
    older = re.search(r'href="(/audit\?[^"]*before=\d+)"', page)
    assert older
    assert "b3.zip" in admin.get(older[1].replace("&amp;", "&")).text
    filtered = admin.get(f"/audit?person={boss.id}&kind=login&since=2020-01-01&until=2099-01-01").text
    assert "b119.zip" not in filtered
    assert "<td>登录</td>" in filtered
    with opened.database.writing() as db:
        db.connection().execute(text("UPDATE audit SET object = 'x' WHERE seq = 5"))
    assert "第 5 条被改动过" in admin.get("/audit").text


def test_every_action_that_the_program_logs_has_its_name() -> None:
    from app.web.audit import ACTIONS, KINDS

    code = "\n".join(path.read_text(encoding="utf-8") for path in Path("app").rglob("*.py"))
    logged = set(re.findall(r'(?:audit\.append|\.record)\(\s*\w[\w.()]*,\s*(?:[\w.]+,\s*)?"([a-z.]+)"', code))
    assert len(logged) > 14
    assert logged <= ACTIONS.keys()
    assert {action.split(".")[0] for action in ACTIONS} - {"restore"} <= KINDS.keys()
