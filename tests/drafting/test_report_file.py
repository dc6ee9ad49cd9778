"""Reports, drafts and evidence as files: what is written is read again; bad files are told of by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.drafts import (
    Cell,
    Counting,
    Evidence,
    EvidenceKind,
    Origin,
    Part,
    PartKey,
    Report,
    ReportKind,
    Sentence,
    Source,
    SourceKind,
)
from app.domain.errors import ReportError
from app.drafting.report_file import read_agreed_file, read_evidence_file, read_report_file, to_json

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
SOURCES = st.builds(Source, st.sampled_from(SourceKind), WORDS)
SENTENCES = st.builds(
    Sentence,
    WORDS,
    WORDS,
    st.tuples(SOURCES),
    st.sampled_from(Origin),
    st.tuples(WORDS),
    st.sampled_from([True, False, None]),
)
EVIDENCE = st.builds(
    Evidence,
    WORDS,
    WORDS.filter(bool),
    WORDS,
    st.sampled_from(EvidenceKind),
    WORDS,
    st.tuples(WORDS),
    st.sampled_from([None, *PartKey]),
)
CELLS = st.builds(
    Cell,
    st.sampled_from(["1.1"]),
    st.tuples(st.builds(Part, st.sampled_from(PartKey), st.tuples(SENTENCES))),
    st.tuples(EVIDENCE),
)
REPORTS = st.builds(
    Report,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    st.sampled_from(Counting),
    st.sampled_from(ReportKind),
    st.tuples(CELLS),
    WORDS,
)


@settings(max_examples=100, deadline=None)
@given(REPORTS)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, one: Report) -> None:
    file = tmp_path_factory.getbasetemp() / "one.json"
    file.write_text(to_json(one), encoding="utf-8")
    assert read_report_file(file) == one


EVIDENCE_YAML = """\
cycle: 2025
evidence:
  - 两个二级学院未设投诉受理点
  - text: 修订《教学事故认定办法》
    date: 2025-09-01
    kind: 文件
    source: 教字〔2025〕12号
    points: [5.2.1]
    part: 主要成绩
  - {text: 事故3起, date: 2025年12月, id: E9}
"""


def test_evidence_as_people_write_it(tmp_path: Path) -> None:
    file = tmp_path / "evidence.yaml"
    file.write_text(EVIDENCE_YAML, encoding="utf-8")
    entry, pieces = read_evidence_file(file)
    assert str(entry.cycle) == "2025"
    assert pieces == (
        Evidence("E1", "两个二级学院未设投诉受理点"),
        Evidence(
            "E2",
            "修订《教学事故认定办法》",
            "2025-09-01",
            EvidenceKind.FILE,
            "教字〔2025〕12号",
            ("5.2.1",),
            PartKey.ACHIEVEMENTS,
        ),
        Evidence("E9", "事故3起", "2025-12"),
    )


BAD = [
    ("e.yaml", "evidence: []", r"第 1 行：“evidence"),
    (
        "e.yaml",
        "evidence:\n  - text: 一\n    dat: 2025",
        r"第 3 行：“evidence.0.dat” 不认识的键.*一条证据可写：id、text、date、",
    ),
    ("e.yaml", "- 一\n- text: 二\n  dat: 2025", r"第 3 行：“evidence.1.dat” 不认识的键"),
    ("e.yaml", "evidence:\n  - {text: 一, kind: 书}", "第 1 条证据：kind“书”应为"),
    ("e.yaml", "evidence:\n  - {text: 一, part: 其他}", "第 1 条证据：part“其他”应为"),
    ("e.yaml", "evidence:\n  - {text: 一, id: E1}\n  - {text: 二, id: E1}", "编号“E1”写了两次"),
    ("e.yaml", "evidence: [", r"第 \d 行：YAML 写法有误"),
    ("e.json", "{bad", r"第 1 行：JSON 写法有误"),
]


@pytest.mark.parametrize(("name", "text", "told"), BAD)
def test_a_bad_evidence_file_is_told_of(tmp_path: Path, name: str, text: str, told: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=told) as caught:
        read_evidence_file(file)
    assert str(file) in str(caught.value)


def test_a_missing_file_and_one_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="找不到文件"):
        read_report_file(tmp_path / "none.json")
    with pytest.raises(ReportError, match="找不到文件"):
        read_evidence_file(tmp_path / "none.yaml")
    file = tmp_path / "x.json"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReportError, match="不是可读的 UTF-8"):
        read_report_file(file)


def test_an_element_written_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(
        '{"scheme": "chongqing", "cells": [{"element": "1.1"}, {"element": "1.1"}]}', encoding="utf-8"
    )
    with pytest.raises(ReportError, match=r"要素“1\.1”写了两次"):
        read_report_file(file)


def test_what_experts_said_of_each_element(tmp_path: Path) -> None:
    file = tmp_path / "agreed.yaml"
    file.write_text("agreed: {1.1: true, '2.3': false}\nmeasures: true\n", encoding="utf-8")
    assert read_agreed_file(file) == ("chongqing", {"1.1": True, "2.3": False}, True)
