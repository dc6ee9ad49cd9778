"""Whatever a filled form says: every character is stored, or lost and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.receipts import ReadReport
from app.reading.reports import read_report
from tests.reading.docx_made import saved, tbl
from tests.reading.given import closed, real_schemes
from tests.reading.report_read import (
    counts_agree,
    lost,
    read,
)

WORDS = st.text("甲乙丙丁戊，。！（）“”A %①é𠀀　", min_size=1, max_size=12)
LABELS = st.sampled_from(
    [
        *(f"{one.code} {one.name}" for one in real_schemes()["chongqing"].elements()),
        "9.9 别的",
        "",
        "",
        "六、其他",
    ]
)
COLUMNS = st.permutations(["诊断要素", "自我诊断意见", "改进措施", "改进成效", "备注"])
ROWS = st.lists(
    st.tuples(LABELS, st.lists(st.one_of(st.just(""), WORDS), min_size=4, max_size=4)), max_size=12
)


def written(header: Sequence[str], rows: Sequence[tuple[str, list[str]]]) -> list[list[str]]:
    """The table: the labels under 诊断要素, the texts under the other headings."""
    place = list(header).index("诊断要素")
    return [[*texts[:place], label, *texts[place:]] for label, texts in rows]


def kept(found: ReadReport) -> Counter[str]:
    """Every character of the report and of what is lost."""
    texts = [part.text for cell in found.report.cells for part in cell.parts]
    return Counter(closed("".join(texts + lost(found))))


def assert_nothing_is_lost(found: ReadReport, rows: Sequence[tuple[str, list[str]]]) -> None:
    texts = [text for _, row in rows for text in row if text.strip()]
    unknown = [label for label, _ in rows if label in ("9.9 别的", "六、其他")]
    assert kept(found) == Counter(closed("".join(texts + unknown)))
    assert found.receipt.seen == len(texts) + len(unknown)
    assert counts_agree(found)


FIRST = ("1.1 质量保证理念", ["甲", "", "", ""])
TRIED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(TRIED, max_examples=200)
@given(header=COLUMNS, rows=ROWS)
def test_no_character_of_a_text_file_disappears(
    tmp_path: Path, header: list[str], rows: list[tuple[str, list[str]]]
) -> None:
    rows = [FIRST, *rows]
    lines = [header, *written(header, rows)]
    assert_nothing_is_lost(read(tmp_path, "\n".join("\t".join(line) for line in lines)), rows)


@settings(TRIED, max_examples=15)
@given(header=COLUMNS, rows=ROWS)
def test_no_character_of_a_word_file_disappears(
    tmp_path: Path, header: list[str], rows: list[tuple[str, list[str]]]
) -> None:
    rows = [FIRST, *rows]
    path = saved(tmp_path, tbl(header, *written(header, rows)))
    assert_nothing_is_lost(read_report(path, real_schemes(), "chongqing"), rows)
