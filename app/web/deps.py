"""What the routes get from the application and the request."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from app.bootstrap import Services


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def _wants_part(request: Request) -> bool:
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


Opened = Annotated[Services, Depends(_services)]
WantsPart = Annotated[bool, Depends(_wants_part)]  # htmx asks for a piece of the page
