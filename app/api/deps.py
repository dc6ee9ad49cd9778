"""What the routes get from the application."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from app.bootstrap import Services


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


Opened = Annotated[Services, Depends(_services)]
