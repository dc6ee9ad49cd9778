"""All pages. A changing request must carry the form token of its page, whatever the route."""

from fastapi import APIRouter, Depends

from app import gate
from app.web import (
    about,
    access,
    account,
    ask,
    audit,
    compare,
    conversations,
    documents,
    login,
    people,
    points,
    report_cells,
    report_moves,
    report_overview,
    report_review,
    reports,
    rights,
    schemes,
    setup,
    single_sign_on,
    worksheet_events,
    worksheets,
)

router = APIRouter(dependencies=[Depends(gate.check_form)])
for page in (
    ask,
    conversations,
    documents,
    schemes,
    points,
    compare,
    about,
    login,
    single_sign_on,
    setup,
    account,
    rights,
    people,
    access,
    audit,
    reports,
    report_overview,
    report_review,
    report_moves,
    report_cells,
    worksheets,
    worksheet_events,
):
    router.include_router(page.router)
