"""The exported form as it comes out of a printer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.drafts import OPINION, OVERVIEW, Cell, PartKey, Report
from app.drafting.form_docx import written
from app.drafting.printed import part_names
from tests.drafting import given
from tests.office import Office, the_office

pytestmark = pytest.mark.office

HEADER = ("诊断项目", "诊断要素", "自我诊断意见", "改进措施", "改进成效")
SIDES = ((57, 119), (119, 214), (214, 510), (510, 648), (648, 785))  # of the columns, in points
BOTTOM = 539  # of the page without its footer, in points


@pytest.fixture(scope="module")
def office() -> Office:
    return the_office()


@pytest.fixture(scope="module")
def printed(office: Office, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A report written to its limits and ones without a word in the table, which begins lower on the page each time."""
    folder, scheme = tmp_path_factory.mktemp("printed"), given.chongqing()
    reports = [given.long_report(), *(_blank(lines) for lines in (0, 1, 4, 7, 19))]
    files = [folder / f"{number}.docx" for number in range(len(reports))]
    for file, report in zip(files, reports, strict=True):
        file.write_bytes(written(report, scheme, scheme))
    return office.pdfs(files, folder)


def _blank(lines: int) -> Report:
    overview = Cell(OVERVIEW, (given.part(PartKey.OVERVIEW, "\n".join(["一行"] * lines)),))
    return replace(given.report(), cells=(overview,))


def test_every_page_has_the_header_and_its_number_and_every_cell_its_text(
    office: Office, printed: list[Path]
) -> None:
    pdf, report, scheme = printed[0], given.long_report(), given.chongqing()
    pages = office.texts(pdf)
    tabled = ["".join(HEADER) in page for page in pages]
    assert sum(tabled) >= 3
    assert all(
        page.startswith("".join(HEADER)) for page, has in zip(pages[1:], tabled[1:], strict=True) if has
    )
    assert all(page.count(f"第{number}页") == 1 for number, page in enumerate(pages, 1))
    assert "注：1.报告内容必须真实、准确。" in pages[-1]

    names = part_names(scheme)
    for column, keys in ((2, OPINION), (3, (PartKey.MEASURES,)), (4, (PartKey.EFFECTS,))):
        texts = office.column(pdf, *SIDES[column], BOTTOM)
        running = "".join(text.removeprefix(HEADER[column]) for text in texts)
        place = 0
        for element in scheme.elements():
            for key in keys:
                label = f"{names[key]}：" if key in OPINION else ""
                said = label + "".join(report.cell(element.code).text(key).split())
                place = running.find(said, place)
                assert place >= 0, said


@pytest.mark.parametrize("number", range(1, 6))
def test_no_rule_runs_through_a_merged_cell(office: Office, printed: list[Path], number: int) -> None:
    """Between elements of one project the rule begins right of the project's column."""
    pdf = printed[number]
    inside = across = 0
    for page in range(1, len(office.texts(pdf)) + 1):
        picture = office.picture(pdf, page)
        projects, elements = _rules(picture, *SIDES[0]), _rules(picture, *SIDES[1])
        if elements:
            assert projects <= elements
            assert {min(elements), max(elements)} <= projects
            inside += len(elements - projects)
            across += len(projects)
    boundaries = sum(len(project.elements) - 1 for project in given.chongqing().projects)
    assert boundaries - 1 <= inside <= boundaries  # one less where a page ends between two of them
    assert 7 <= across <= 10  # the table's top, below the header and each project, and around a page end


def _rules(page: NDArray[np.uint8], left: int, right: int) -> set[int]:
    """The rows of pixels where a rule begins that runs from side to side of a column."""
    column = page[:, 2 * left + 8 : 2 * right - 8]
    full = np.flatnonzero(np.max(column, axis=1) < 160)
    return {int(row) for row in full if row - 1 not in full}
