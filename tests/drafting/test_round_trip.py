"""Export → import is the identity: whatever texts a report has, its Word file gives the same back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.corpus import Corpus
from app.domain.drafts import OVERVIEW, PARTS, Cell, Evidence, Part, PartKey, Report, Sentence
from app.drafting import form_docx, markdown
from app.drafting.bench import Bench
from app.drafting.compose import compose
from app.reading.reports import read_report

TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("质量事故管控，。；：\n\t“”1.（一）目标达成程度：存在问题 改进措施 <&>|*_#"),
        st.characters(categories=["L", "N", "P", "S"]),
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip() != "")
CELLS = st.dictionaries(
    st.sampled_from(["1.1", "2.3", "5.2", "5.4"]),
    st.dictionaries(st.sampled_from(PARTS), TEXT, min_size=1),
    max_size=3,
)


def as_read(text: str) -> str:
    """A text as a file can keep it: without blank lines at its ends and blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).strip("\n")


def made(texts: dict[str, dict[PartKey, str]], overview: str) -> Report:
    cells = [Cell(OVERVIEW, (Part(PartKey.OVERVIEW, (Sentence(overview),)),))] if overview else []
    for element, parts in texts.items():
        cells.append(Cell(element, tuple(Part(key, (Sentence(text),)) for key, text in parts.items())))
    return Report("chongqing", "chongqing", "示例职业技术学院", cells=tuple(cells))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(texts=CELLS, overview=st.one_of(st.just(""), TEXT), sources=st.booleans())
@example(texts={}, overview="1", sources=False)
def test_a_word_file_gives_back_what_was_written(
    corpus: Corpus, tmp_path: Path, texts: dict[str, dict[PartKey, str]], overview: str, sources: bool
) -> None:
    scheme = corpus.schemes["chongqing"]
    report = made(texts, overview)
    file = tmp_path / "报告.docx"
    file.write_bytes(form_docx.written(report, scheme, scheme, sources))
    read = read_report(file, corpus.schemes)
    assert read.receipt.lost == ()
    assert read.report.school == report.school
    for element in (OVERVIEW, *(one.code for one in scheme.elements())):
        for key in PartKey:
            wanted, got = report.cell(element).text(key), read.report.cell(element).text(key)
            assert as_read(got) == as_read(wanted), (element, key)


@pytest.mark.parametrize("sources", [False, True])
def test_a_draft_with_what_it_owes_and_numbers_in_print_comes_back(
    chongqing: Bench, tmp_path: Path, sources: bool
) -> None:
    element = chongqing.element("5.2")
    assert element is not None
    texts = (
        "两个二级学院未设投诉受理点",
        "过程监测预警还主要靠人工统计。原因是平台没有接入。",
        "由质控办负责，2026年3月底前增设投诉受理点。",
        "拟将预警数据接入平台。",
        "培训后违规调课由14次降至3次。",
        "整改后投诉由12件降至4件。",
        "数据填报差错率为4.7%",
    )
    evidence = [Evidence(f"E{i}", text, "2025-09") for i, text in enumerate(texts, 1)]
    draft = compose(chongqing, element, evidence).cell
    report = Report("chongqing", "chongqing", "示例职业技术学院", "2025", "2025-12-20", cells=(draft,))
    file = tmp_path / "报告.docx"
    file.write_bytes(form_docx.written(report, chongqing.scheme, chongqing.scheme, sources))
    read = read_report(file, {"chongqing": chongqing.scheme})
    assert read.receipt.lost == ()
    for key in PARTS:
        assert read.report.cell("5.2").text(key) == draft.text(key).rstrip("\n")
    assert len(draft.text(PartKey.MEASURES).splitlines()) > 1  # so that they are numbered


def test_export_of_what_was_read_is_the_same_file_again(corpus: Corpus, tmp_path: Path) -> None:
    scheme = corpus.schemes["chongqing"]
    report = made({"5.2": {key: f"{key.value}一。\n二；三。" for key in PARTS}}, "概述一段。\n二段。")
    first = form_docx.written(report, scheme, scheme)
    file = tmp_path / "报告.docx"
    file.write_bytes(first)
    read = replace(read_report(file, corpus.schemes).report, title="", kind=report.kind, cycle="")
    assert form_docx.written(read, scheme, scheme) == first


@pytest.mark.parametrize("sources", [False, True])
def test_a_markdown_file_gives_back_what_was_written(corpus: Corpus, tmp_path: Path, sources: bool) -> None:
    scheme = corpus.schemes["chongqing"]
    report = made({"5.2": {key: f"{key.value}一。\n二*三*；# 四。" for key in PARTS}}, "概述一段。")
    file = tmp_path / "报告.md"
    file.write_text(markdown.written(report, scheme, scheme, sources), encoding="utf-8")
    read = read_report(file, corpus.schemes)
    for key in PARTS:
        assert as_read(read.report.cell("5.2").text(key)) == report.cell("5.2").text(key)
