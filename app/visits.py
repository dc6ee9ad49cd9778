"""A visit: one request of somebody, and what they may see and do. What every route, page or JSON, is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from starlette.requests import Request

from app import gate
from app.bootstrap import Services
from app.domain.corpus import Corpus
from app.domain.people import Actor, Right, TokenScope


@dataclass(frozen=True)
class Visit:
    """Who asks, over the services."""

    request: Request
    services: Services
    actor: Actor

    @cached_property
    def reading(self) -> frozenset[str] | None:
        """The documents they may read; None for all."""
        return self.services.reading(self.actor)

    @cached_property
    def corpus(self) -> Corpus:
        """The corpus as far as they may read it."""
        return self.services.corpus_for(self.reading)

    @property
    def owner(self) -> str:
        """Whose conversations are theirs."""
        return self.actor.person.id


Kind = TypeVar("Kind", bound=Visit)


class Requires:
    """A dependency: the visit of somebody who has `right` (None: anybody, logged in or not)."""

    def __init__(self, kind: type[Visit], right: Right | None, scope: TokenScope | None) -> None:
        self.kind, self.right, self.scope = kind, right, scope

    def __call__(self, request: Request) -> Visit:
        actor = gate.allowed(request, self.right, self.scope)
        return self.kind(request, request.app.state.services, actor)


def requires(
    kind: type[Kind], right: Right | None, scope: TokenScope | None = TokenScope.READ
) -> Callable[[Request], Kind]:
    """What a route depends on to get a visit of this kind; `scope` None: no program may, only a login."""
    return Requires(kind, right, scope)  # type: ignore[return-value]
