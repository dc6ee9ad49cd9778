"""Elements and schemes by their numbers and names."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import ReportError, UnknownNameError
from tests.reading.given import real_schemes
from tests.reading.report_read import (
    HEAD,
    G,
    cells,
    lost,
    read,
)


def test_a_contradiction_of_number_and_name_is_doubtful(tmp_path: Path) -> None:
    (doubt,) = read(tmp_path, f"{HEAD}\n\t5.3 质量事故管控\t{G}：甲\t\t").receipt.doubtful
    assert (doubt.element, doubt.where) == ("5.2", "第2行第2列")
    assert "5.3" in doubt.reason
    assert "按名称" in doubt.reason


def test_another_schemes_name_under_a_number_of_this_one_is_refused(tmp_path: Path) -> None:
    rows = f"\t1.1 质量保证理念\t{G}：甲\t\t\n\t4.1 育人体系\t{G}：乙\t\t\n\t3.1 课程建设规划\t丙\t\t"
    found = read(tmp_path, f"{HEAD}\n{rows}")
    assert set(cells(found)) == {"1.1", "4.1"}
    assert lost(found) == ["3.1 课程建设规划", "丙"]


def of_scheme(id_: str) -> str:
    rows = [f"\t{one.code} {one.name}\t{G}：甲\t\t" for one in real_schemes()[id_].elements()]
    return "\n".join([HEAD, *rows])


@pytest.mark.parametrize(("id_", "form"), [("chongqing", "chongqing"), ("foshan", "")])
def test_the_scheme_is_recognised_by_its_numbers_and_names(tmp_path: Path, id_: str, form: str) -> None:
    found = read(tmp_path, of_scheme(id_), scheme=None)
    assert (found.report.scheme, found.report.form) == (id_, form)
    assert len(found.report.cells) == len(list(real_schemes()[id_].elements()))
    assert real_schemes()[id_].short in found.receipt.notes[0]


def test_numbers_alone_are_no_proof_and_a_note_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲\t\t", scheme=None)
    assert found.report.scheme == "chongqing"
    assert "佛山方案同样相符" in found.receipt.notes[0]


@pytest.mark.parametrize(("id_", "asked"), [("foshan", "chongqing"), ("chongqing", "foshan")])
def test_a_report_of_another_scheme_is_refused(tmp_path: Path, id_: str, asked: str) -> None:
    with pytest.raises(ReportError) as error:
        read(tmp_path, of_scheme(id_), scheme=asked)
    assert all(real_schemes()[one].short in str(error.value) for one in (id_, asked))


@pytest.mark.parametrize(
    "text", ["今天天气很好。", "姓名\t年龄\t备注\n张三\t30\t无", "# 教学计划\n\n## 1 目标\n好"]
)
def test_a_file_without_a_report_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReportError, match=r"“报告\.txt”里没有找到自我诊断与改进报告表"):
        read(tmp_path, text, scheme=None)


def test_an_unknown_scheme_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="没有方案“上海”"):
        read(tmp_path, HEAD, scheme="上海")
