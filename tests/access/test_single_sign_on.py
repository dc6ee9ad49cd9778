"""Single sign-on against a real provider, and against one that lies."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.testclient import TestClient

from app import gate
from app.access.single_sign_on import LIFE, Identity, SingleSignOn
from app.bootstrap import assembled
from app.domain.errors import LoginError
from app.domain.people import LOCAL, Actor, Role
from app.server import create_app
from app.settings import Settings
from app.storage.database import open_database
from tests.doors import ROOT, FakeAssistant, corpus

HOME = "http://zhengai.test"
BACK = f"{HOME}/login/oidc/callback"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a real OpenID provider in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{address}/.well-known/openid-configuration").close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
        process.terminate()


def at_provider(place: str, subject: str) -> dict[str, str]:
    """What the browser comes back with after `subject` has logged in over there."""
    with httpx2.Client() as browser:
        response = browser.post(place, data={"sub": subject})
    assert response.status_code in {302, 303}, response.text
    found = urllib.parse.urlsplit(response.headers["location"])
    assert f"{found.scheme}://{found.netloc}{found.path}" == BACK
    return dict(urllib.parse.parse_qsl(found.query))


def settings(folder: Path, issuer: str, **more: Any) -> Settings:
    return Settings(
        corpus_folder=ROOT / "corpus",
        data_folder=folder,
        index_folder=folder / "index",
        public_url=HOME,
        oidc_issuer=issuer,
        oidc_client_id="zhengai",
        oidc_client_secret="a secret of the client",
        **more,
    )


@pytest.fixture
def opened(tmp_path: Path, provider: str) -> Iterator[Any]:
    configured = settings(tmp_path, provider)
    services = assembled(configured, corpus(), FakeAssistant(), open_database(configured.database))
    services.access.people.add(Actor(LOCAL), "admin", "管理员", Role.ADMINISTRATOR)
    yield services
    services.close()


def browser(services: Any) -> TestClient:
    return TestClient(create_app(services), base_url=HOME, follow_redirects=False)


def test_a_person_with_an_account_comes_in_and_where_they_wanted(opened: Any, provider: str) -> None:
    opened.access.people.add(Actor(LOCAL), "li", "李四", Role.READER, external=f"{provider} li-4711")
    client = browser(opened)
    begun = client.get("/login/oidc?next=/schemes")
    assert begun.status_code == 303
    answer = at_provider(begun.headers["location"], "li-4711")
    ended = client.get("/login/oidc/callback", params=answer)
    assert (ended.status_code, ended.headers["location"]) == (303, "/schemes")
    assert client.get("/api/me").json()["name"] == "li"
    assert opened.access.audit.entries()[0].detail == "oidc"
    again = client.get("/login/oidc/callback", params=answer)
    assert again.status_code == 401
    assert "从登录页重新开始" in again.text


def test_a_stranger_is_told_what_to_tell_the_administrator(opened: Any) -> None:
    client = browser(opened)
    answer = at_provider(client.get("/login/oidc").headers["location"], "stranger-1")
    page = client.get("/login/oidc/callback", params=answer)
    assert page.status_code == 401
    assert "stranger-1" in page.text
    assert client.get("/api/me").status_code == 401
    assert opened.access.audit.entries()[0].action == "login.failed"


def test_a_disabled_person_stays_out(opened: Any, provider: str) -> None:
    li = opened.access.people.add(Actor(LOCAL), "li", "李四", Role.READER, external=f"{provider} li-4711")
    opened.access.change(Actor(LOCAL), li.id, disabled=True)
    client = browser(opened)
    answer = at_provider(client.get("/login/oidc").headers["location"], "li-4711")
    assert "已停用" in client.get("/login/oidc/callback", params=answer).text


def test_another_browser_cannot_use_the_answer(opened: Any) -> None:
    answer = at_provider(browser(opened).get("/login/oidc").headers["location"], "li-4711")
    assert browser(opened).get("/login/oidc/callback", params=answer).status_code == 401


def test_strangers_get_the_role_that_is_set_and_no_account_is_taken_over(
    tmp_path: Path, provider: str
) -> None:
    configured = settings(tmp_path, provider, oidc_new_role="reader")
    services = assembled(configured, corpus(), FakeAssistant(), open_database(configured.database))
    services.access.people.add(Actor(LOCAL), "admin", "管理员", Role.ADMINISTRATOR)
    client = browser(services)
    answer = at_provider(client.get("/login/oidc").headers["location"], "admin")
    assert client.get("/login/oidc/callback", params=answer).status_code == 303
    me = client.get("/api/me").json()
    services.close()
    assert (me["name"], me["role"]) == ("admin-2", "reader")


def test_while_there_are_no_accounts_nobody_comes_in(tmp_path: Path, provider: str) -> None:
    configured = settings(tmp_path, provider, oidc_new_role="reader")
    services = assembled(configured, corpus(), FakeAssistant(), open_database(configured.database))
    client = TestClient(create_app(services), base_url="http://127.0.0.1", follow_redirects=False)
    assert client.get("/login/oidc").status_code == 403
    services.close()


@pytest.mark.parametrize(
    "next_", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(opened: Any, provider: str, next_: str) -> None:
    opened.access.people.add(Actor(LOCAL), "li", "李四", Role.READER, external=f"{provider} li-4711")
    client = browser(opened)
    begun = client.get("/login/oidc", params={"next": next_})
    ended = client.get("/login/oidc/callback", params=at_provider(begun.headers["location"], "li-4711"))
    assert ended.headers["location"] == "/"


def test_a_provider_that_is_down_is_told_and_passwords_still_work(tmp_path: Path) -> None:
    configured = settings(tmp_path, "http://127.0.0.1:1")
    services = assembled(configured, corpus(), FakeAssistant(), open_database(configured.database))
    services.access.people.add(Actor(LOCAL), "admin", "管理员", Role.ADMINISTRATOR)
    client = browser(services)
    page = client.get("/login/oidc")
    services.close()
    assert page.status_code == 401
    assert "暂时连不上" in page.text
    assert 'name="password"' in page.text


def test_the_secret_of_the_client_shows_nowhere(tmp_path: Path, provider: str) -> None:
    configured = settings(tmp_path, provider)
    assert "a secret of the client" not in repr(configured) + str(configured)


KEY, OTHER = RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "one"})
NEW = RSAKey.generate_key(2048, {"kid": "two"})


@dataclass
class Liar:
    """A provider whose every answer can be bent."""

    address: str = ""
    keys: list[Any] = field(default_factory=lambda: [KEY])
    issuer: str = ""
    token: Callable[[dict[str, Any]], str] = field(default=lambda claims: signed(claims))
    asked: dict[str, str] = field(default_factory=dict)
    nonce: str = ""

    def answer(self, path: str, body: str) -> tuple[int, object]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer or self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
            }
        if path == "/keys":
            return 200, KeySet(self.keys).as_dict(private=False)
        self.asked = dict(urllib.parse.parse_qsl(body))
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": "zhengai",
            "sub": "li-4711",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "preferred_username": "li",
            "name": "李四",
        }
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token(claims)}


def signed(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", kid: str = "one") -> str:
    return jwt.encode({"alg": algorithm, "kid": kid}, claims, key, algorithms=[algorithm])


@pytest.fixture
def liar() -> Iterator[Liar]:
    made = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["content-length"])).decode())

        def _answer(self, body: str) -> None:
            status, told = made.answer(self.path, body)
            data = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()


def through(liar: Liar, state: str | None = None, sign_on: SingleSignOn | None = None) -> Identity:
    """A whole login at the liar."""
    sign_on = sign_on or SingleSignOn(liar.address, "zhengai", "secret", BACK)
    id_, place = sign_on.begin("/")
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(place).query))
    assert asked["code_challenge_method"] == "S256"
    liar.nonce = asked["nonce"]
    return sign_on.finish(id_, asked["state"] if state is None else state, "code")[0]


def test_an_honest_answer_is_believed_and_the_verifier_is_sent(liar: Liar) -> None:
    assert through(liar) == Identity("li-4711", "li", "李四")
    assert len(liar.asked["code_verifier"]) >= 43


def test_an_answer_is_taken_once(liar: Liar) -> None:
    sign_on = SingleSignOn(liar.address, "zhengai", "secret", BACK)
    id_, place = sign_on.begin("/")
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(place).query))
    liar.nonce = asked["nonce"]
    sign_on.finish(id_, asked["state"], "code")
    with pytest.raises(LoginError, match="用过一次"):
        sign_on.finish(id_, asked["state"], "code")


def test_a_key_that_is_new_is_fetched(liar: Liar) -> None:
    sign_on = SingleSignOn(liar.address, "zhengai", "secret", BACK)
    through(liar, sign_on=sign_on)
    liar.keys, liar.token = [NEW], lambda claims: signed(claims, NEW, kid="two")
    assert through(liar, sign_on=sign_on).subject == "li-4711"


def unsigned(claims: dict[str, Any]) -> str:
    import base64

    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none'})}.{part(claims)}."


def by_secret(claims: dict[str, Any]) -> str:
    return signed(claims, OctKey.import_key("secret-secret-secret-secret-secret"), "HS256")


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(unsigned, id="not signed"),
        pytest.param(by_secret, id="signed with a shared secret"),
        pytest.param(lambda claims: signed(claims, OTHER), id="signed with another key of the same name"),
        pytest.param(lambda claims: signed(claims)[:-4] + "AAAA", id="signature altered"),
        pytest.param(lambda claims: signed({**claims, "iss": "https://evil.example"}), id="another issuer"),
        pytest.param(lambda claims: signed({**claims, "aud": "other"}), id="for another client"),
        pytest.param(
            lambda claims: signed({**claims, "aud": ["zhengai", "other"]}), id="for several, azp missing"
        ),
        pytest.param(lambda claims: signed({**claims, "azp": "other"}), id="azp of another"),
        pytest.param(lambda claims: signed({**claims, "exp": claims["iat"] - 100}), id="expired"),
        pytest.param(lambda claims: signed({**claims, "iat": claims["iat"] + 900}), id="of tomorrow"),
        pytest.param(lambda claims: signed({**claims, "nonce": "other"}), id="nonce of another login"),
        pytest.param(lambda claims: signed({k: v for k, v in claims.items() if k != "nonce"}), id="no nonce"),
        pytest.param(lambda claims: signed({k: v for k, v in claims.items() if k != "exp"}), id="no end"),
        pytest.param(lambda claims: signed({k: v for k, v in claims.items() if k != "sub"}), id="no subject"),
        pytest.param(lambda claims: signed({k: v for k, v in claims.items() if k != "aud"}), id="for nobody"),
        pytest.param(lambda _: "", id="no token"),
        pytest.param(lambda _: "a.b.c", id="no token at all"),
    ],
)
def test_a_lie_is_refused(liar: Liar, token: Callable[[dict[str, Any]], str]) -> None:
    liar.token = token
    with pytest.raises(LoginError, match="没有通过"):
        through(liar)


@pytest.mark.parametrize("state", ["", "other", "\u4e00"])
def test_another_state_is_refused(liar: Liar, state: str) -> None:
    with pytest.raises(LoginError, match="没有通过"):
        through(liar, state)


def test_a_provider_of_another_name_is_refused(liar: Liar) -> None:
    liar.issuer = "https://evil.example"
    with pytest.raises(LoginError, match="发行者"):
        through(liar)


def test_whoever_takes_too_long_begins_again(liar: Liar) -> None:
    at = [time.time()]
    sign_on = SingleSignOn(liar.address, "zhengai", "secret", BACK, clock=lambda: at[0])
    id_, place = sign_on.begin("/")
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(place).query))
    at[0] += LIFE + 1
    with pytest.raises(LoginError, match="等得太久"):
        sign_on.finish(id_, asked["state"], "code")


def test_the_cookie_of_an_attempt_is_for_us_alone(opened: Any) -> None:
    cookie = browser(opened).get("/login/oidc").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert gate.SESSION not in cookie
