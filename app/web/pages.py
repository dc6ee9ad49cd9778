"""All pages, in the order of the navigation."""

from fastapi import APIRouter

from app.web import about, ask, compare, conversations, documents, points, schemes

router = APIRouter()
for page in (ask, conversations, documents, schemes, points, compare, about):
    router.include_router(page.router)
