"""Single sign-on by OpenID Connect: the authorization code flow with PKCE, the ID token verified here.

authlib speaks OAuth, joserfc (authlib's own) reads the signed token. Nothing a provider sends is believed before its
signature, issuer, audience, time and nonce are checked.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.domain.errors import LoginError

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
TIMEOUT = 10  # seconds
LEEWAY = 60  # seconds that two clocks may differ
LIFE = 600  # seconds for somebody to log in over there
MOST = 1000  # people who are doing so at once
FRESH = 3600  # seconds that what the provider says of itself is believed

_DOWN = "统一身份认证暂时连不上；请稍后再试，或用密码登录。"
_REFUSED = "统一身份认证没有通过；请从登录页重新开始。"


@dataclass(frozen=True)
class Identity:
    """Who somebody is, by the word of the provider."""

    subject: str
    name: str
    display: str


@dataclass(frozen=True)
class _Started:
    """A login that has gone to the provider and not come back."""

    state: str
    nonce: str
    verifier: str
    back: str
    at: float


@dataclass(frozen=True)
class _Provider:
    """What the provider says of itself."""

    authorization: str
    token: str
    keys_at: str
    keys: KeySet = field(repr=False)
    at: float


class SingleSignOn:
    """One provider, as the settings name it. Safe to share between threads."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri
        self._now = clock
        self._started: dict[str, _Started] = {}
        self._provider: _Provider | None = None
        self._lock = threading.Lock()

    def begin(self, back: str) -> tuple[str, str]:
        """(id of the attempt for a cookie, address to send the browser to); LoginError where the provider is down."""
        provider = self._known()
        started = _Started(
            secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), back, self._now()
        )
        with self._client() as client:
            place, _ = client.create_authorization_url(
                provider.authorization,
                state=started.state,
                nonce=started.nonce,
                code_verifier=started.verifier,
            )
        id_ = secrets.token_urlsafe(24)
        with self._lock:
            living = {key: one for key, one in self._started.items() if one.at > self._now() - LIFE}
            while len(living) >= MOST:
                del living[next(iter(living))]
            self._started = {**living, id_: started}
        return id_, str(place)

    def finish(self, id_: str, state: str, code: str) -> tuple[Identity, str]:
        """(who came back, where they wanted to go); LoginError for anything that is not exactly as it should be."""
        with self._lock:
            started = self._started.pop(id_, None)  # once only
        if started is None or started.at <= self._now() - LIFE:
            raise LoginError("登录等得太久，或已经用过一次；请从登录页重新开始。")
        if not secrets.compare_digest(started.state.encode(), state.encode()) or not code:
            raise LoginError(_REFUSED)
        provider = self._known()
        try:
            with self._client() as client:
                answer: dict[str, Any] = client.fetch_token(
                    provider.token, code=code, code_verifier=started.verifier, grant_type="authorization_code"
                )
        except httpx2.HTTPError as error:
            raise LoginError(_DOWN) from error
        except (AuthlibBaseError, ValueError) as error:
            raise LoginError(_REFUSED) from error
        claims = self._claims(str(answer.get("id_token") or ""), provider)
        if not secrets.compare_digest(started.nonce.encode(), str(claims.get("nonce", "")).encode()):
            raise LoginError(_REFUSED)
        return _identity(claims), started.back

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            self._client_id,
            self._client_secret,
            scope="openid profile",
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT,
            follow_redirects=False,
        )

    def _known(self, anew: bool = False) -> _Provider:
        held = self._provider
        if held and not anew and held.at > self._now() - FRESH:
            return held
        try:
            with httpx2.Client(timeout=TIMEOUT, follow_redirects=False) as client:
                told = _object(client.get(f"{self.issuer}/.well-known/openid-configuration"))
                if str(told.get("issuer", "")).rstrip("/") != self.issuer:
                    raise LoginError(
                        "统一身份认证的设置不对：发行者与 ZHENGAI_OIDC_ISSUER 不符；请告诉管理员。"
                    )
                keys = KeySet.import_key_set(_object(client.get(str(told["jwks_uri"]))))  # type: ignore[arg-type]
            found = _Provider(
                str(told["authorization_endpoint"]),
                str(told["token_endpoint"]),
                str(told["jwks_uri"]),
                keys,
                self._now(),
            )
        except (httpx2.HTTPError, JoseError, KeyError, ValueError, TypeError) as error:
            raise LoginError(_DOWN) from error
        self._provider = found
        return found

    def _claims(self, token: str, provider: _Provider) -> dict[str, Any]:
        try:
            try:
                read = jwt.decode(token, provider.keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):  # perhaps signed with a key that is newer than what we know
                read = jwt.decode(token, self._known(anew=True).keys, algorithms=ALGORITHMS)
            claims: dict[str, Any] = read.claims
            jwt.JWTClaimsRegistry(
                now=lambda: int(self._now()),
                leeway=LEEWAY,
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
            ).validate(claims)
        except (JoseError, ValueError) as error:
            raise LoginError(_REFUSED) from error
        if str(claims.get("iss", "")).rstrip("/") != self.issuer:
            raise LoginError(_REFUSED)
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self._client_id:
            raise LoginError(_REFUSED)
        return claims


def _object(response: httpx2.Response) -> dict[str, Any]:
    response.raise_for_status()
    found = response.json()
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _identity(claims: dict[str, Any]) -> Identity:
    subject = str(claims["sub"])
    name = str(claims.get("preferred_username") or claims.get("email") or subject)
    return Identity(subject, name, str(claims.get("name") or name))
