"""A file of questions → a file of answers, one JSON object a line (`zhengai answers`)."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap import Answerer, timed_answer
from app.domain.answers import Answer
from app.domain.errors import QuestionError


@dataclass(frozen=True)
class Asked:
    """A line of the questions file. `scheme` is used where given; `scope` is the scorer's and never read."""

    id: str
    question: str
    history: tuple[str, ...] = ()
    scheme: str | None = None


def read_questions(file: Path) -> tuple[Asked, ...]:
    """Every question; QuestionError names the file and the line."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionError(f"读不到问题文件 {file}：{error.strerror}；请检查路径和权限。") from None
    except UnicodeDecodeError:
        raise QuestionError(f"问题文件 {file} 不是 UTF-8 编码；请另存为 UTF-8 后重试。") from None
    lines = enumerate(text.split("\n"), 1)
    return tuple(_read_line(file, number, line) for number, line in lines if line.strip())


def answer_all(
    questions: Iterable[Asked], assistant: Answerer, told: Callable[[int], None] = lambda _done: None
) -> Iterator[str]:
    """One JSON line a question, in the scorer's format."""
    for done, asked in enumerate(questions, 1):
        answer, seconds = timed_answer(assistant, asked.question, asked.history, asked.scheme)
        yield json.dumps(_shape(asked, answer, seconds), ensure_ascii=False)
        told(done)


def write_lines(lines: Iterable[str], file: Path) -> int:
    """Writes all lines or nothing: beside the file, then one rename. The number of lines."""
    count = 0
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
    except OSError as error:
        raise QuestionError(f"无法写入 {file}：{error.strerror}；请换一个可写的位置。") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            for line in lines:
                out.write(line + "\n")
                count += 1
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, file)
    except OSError as error:
        raise QuestionError(f"无法写入 {file}：{error.strerror}；原有文件没有改动。") from None
    finally:
        Path(name).unlink(missing_ok=True)
    return count


def _shape(asked: Asked, answer: Answer, seconds: float) -> dict[str, object]:
    return {
        "id": asked.id,
        "kind": answer.kind.value,
        "text": answer.text,
        "citations": [
            {
                "document": citation.document,
                "address": citation.address,
                "headings": " ".join(citation.headings),
                "text": citation.text,
            }
            for citation in answer.citations
        ],
        "seconds": round(seconds, 6),
    }


def _read_line(file: Path, number: int, line: str) -> Asked:
    def wrong(reason: str) -> QuestionError:
        return QuestionError(f"{file} 第 {number} 行：{reason}；请改正（格式见 zhengai answers -h）。")

    try:
        told = json.loads(line)
    except json.JSONDecodeError as error:
        raise wrong(f"不是正确的 JSON（第 {error.colno} 个字符附近）") from None
    if not isinstance(told, dict):
        raise wrong('应为一个对象，如 {"id": "q1", "question": "…"}')
    if not isinstance(told.get("question"), str):
        raise wrong("缺少文字形式的 question")
    if not isinstance(told.get("id"), str | int):
        raise wrong("缺少 id")
    history = told.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise wrong("history 应为文字的列表")
    scheme = told.get("scheme")
    if scheme is not None and not isinstance(scheme, str):
        raise wrong("scheme 应为方案的名称，如 foshan")
    return Asked(str(told["id"]), told["question"], tuple(history), scheme)
