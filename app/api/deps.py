"""What the API's routes get: a visit of somebody with the right, by a token or program with the scope."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from app.domain.people import Right, TokenScope
from app.visits import Visit, requires

Asking = Annotated[Visit, Depends(requires(Visit, Right.ASK))]
Posing = Annotated[Visit, Depends(requires(Visit, Right.ASK, TokenScope.ASK))]
Keeping = Annotated[Visit, Depends(requires(Visit, Right.KEEP))]
Changing = Annotated[Visit, Depends(requires(Visit, Right.KEEP, TokenScope.ASK))]
ReadingWorksheets = Annotated[Visit, Depends(requires(Visit, Right.READ_WORKSHEETS))]
ManagingReports = Annotated[Visit, Depends(requires(Visit, Right.EDIT_ALL, TokenScope.WRITE))]
EditingWorksheets = Annotated[Visit, Depends(requires(Visit, Right.READ_WORKSHEETS, TokenScope.WRITE))]
