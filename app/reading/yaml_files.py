"""YAML files of `corpus/`: read, checked against a model, and every complaint with its file and line.

Values are plain data for speed (libyaml); line numbers come from the node tree, built only when something
is wrong. Contact data is masked in every text, as it is in the sources, so that a value still stands there and
no complaint repeats it.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from app.domain.errors import CorpusError, ZhengaiError
from app.reading.masking import masked

T = TypeVar("T")

_Base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_COMPLAINTS = {
    "extra_forbidden": "不认识的键，请核对拼写或删去",
    "missing": "缺少这一键，请补上",
    "string_type": "应为文字（数字样子的值要加引号）",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "int_type": "应为整数（不加引号）",
    "greater_than": "应为大于 0 的整数",
    "string_pattern_mismatch": '应写成“年-月”，如 "2021-05"',
    "bool_type": "应为 true 或 false",
    "list_type": "应为列表",
    "dict_type": "应为“键: 值”的映射",
    "model_type": "应为“键: 值”的映射",
}


class Entry(BaseModel):
    """Base of every model at the border: exact types, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True)
class Place:
    """Where a value stands in a YAML file: its keys and positions from the top. For messages."""

    file: Path
    path: tuple[str | int, ...] = ()

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.file, (*self.path, step))

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line()} 行"

    def line(self) -> int:
        """The 1-based line of the value, or of the nearest node above it."""
        node = yaml.compose(self.file.read_text(encoding="utf-8"), Loader=_Base)
        line = 1
        for step in self.path:
            found = _child(node, step)
            if found is not None:  # else the name of a shape, or a key that is left out
                line, node = found
        return line


def read_yaml(file: Path, error: type[ZhengaiError] = CorpusError, users: bool = False) -> object:
    """The file's data, contact data masked unless it is a `users`' own file.

    `error` with file, line and remedy where it cannot be read.
    """
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
        return data if users else masked_data(data)
    except FileNotFoundError:
        remedy = "请检查文件名" if users else "请从发行包或版本库恢复它"
        raise error(f"找不到文件 {file}：{remedy}。") from None
    except UnicodeDecodeError as bad:
        raise error(f"{file} 不是 UTF-8 文字（第 {bad.start} 字节起）：请另存为 UTF-8。") from None
    except OSError as bad:
        raise error(f"无法读取 {file}（{bad.strerror}）：请检查文件权限。") from None
    except yaml.MarkedYAMLError as bad:
        line = bad.problem_mark.line + 1 if bad.problem_mark else 1
        raise error(
            f"{file} 第 {line} 行：YAML 写法有误（{masked(str(bad.problem))}）。请改正该行。"
        ) from None
    except yaml.YAMLError as bad:
        raise error(f"{file}：YAML 写法有误（{masked(str(bad).splitlines()[0])}）。请改正后重试。") from None


def masked_data(data: object) -> object:
    """`data` with the contact data in all its texts masked."""
    if isinstance(data, str):
        return masked(data)
    if isinstance(data, list):
        return [masked_data(one) for one in data]
    if isinstance(data, dict):
        return {masked_data(key): masked_data(value) for key, value in data.items()}
    return data


def read_entries(file: Path, shape: type[T], error: type[ZhengaiError] = CorpusError) -> T:
    """The file's data as `shape` (an `Entry` or a list of them)."""
    return shaped(file, read_yaml(file, error), shape, error)


def shaped(file: Path, data: object, shape: type[T], error: type[ZhengaiError], keys: str = "") -> T:
    """`data`, which `file` holds, as `shape`; `error` with the line of what does not fit.

    `keys`: those there are, in words, for whoever wrote another.
    """
    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as bad:
        errors = bad.errors(include_url=False)
        first = next((error for error in errors if error["type"] == "extra_forbidden"), errors[0])
        place = Place(file, tuple(first["loc"]))
        steps = [str(step) for step in first["loc"] if not str(step)[:1].isupper()]  # not the name of a shape
        name = ".".join(steps) or "全文"
        complaint = _COMPLAINTS.get(first["type"], f"值的类型或写法不对（{first['msg']}）")
        complaint += f"；{keys}" if keys and first["type"] == "extra_forbidden" else ""
        raise error(f"{place}：“{name}” {complaint}。") from None


class _Loader(_Base):  # type: ignore[misc]
    """A safe loader that refuses a key written twice instead of keeping the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"键“{key.value}”写了两次", key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None
