"""What may be typed after `zhengai`: argparse, its help and errors in Chinese."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` names what was chosen."""
    top = _Parser(prog="zhengai", description="诊改助手：就诊改方案提问，答复附原文条款。")
    commands = top.add_subparsers(title="命令", metavar="命令", dest="command")

    ask = commands.add_parser("ask", help="问一个问题", description="问一个问题，答复后附所依据的条款原文。")
    ask.add_argument("text", metavar="问题", help="要问的话，用引号括起")
    ask.add_argument("--scheme", metavar="方案", help="只问某个方案，如 foshan、chongqing；不写则都问")
    ask.add_argument("--why", action="store_true", help="另列每个条款是怎样找到的")
    ask.add_argument("--json", action="store_true", help="输出 JSON（总含条款是怎样找到的）")

    answers = commands.add_parser(
        "answers",
        help="成批回答一个文件里的问题",
        description='每行一个问题，如 {"id": "q1", "question": "…", "history": ["前一问"]}；每行一个答复。',
    )
    answers.add_argument("questions", metavar="问题.jsonl", type=Path, help="UTF-8 文件，每行一个 JSON")
    answers.add_argument("--out", metavar="答复.jsonl", type=Path, required=True, help="写到哪个文件")

    scheme = commands.add_parser(
        "scheme", help="显示方案的项目、要素、诊断点", description="显示方案或其一部分。"
    )
    scheme.add_argument("id", metavar="方案", help="如 foshan、chongqing")
    scheme.add_argument("code", metavar="编号", nargs="?", help="如 6、6.2、6.2.1、六点二")
    scheme.add_argument("--json", action="store_true", help="输出 JSON")

    outline = commands.add_parser("outline", help="显示文件的目录", description="显示文件的全部条款及位置。")
    outline.add_argument("id", metavar="文件", help="如 foshan、chongqing")
    outline.add_argument("--json", action="store_true", help="输出 JSON")

    commands.add_parser("index", help="重建索引", description="读入语料并重建索引。")

    serve = commands.add_parser("serve", help="启动网页服务", description="启动网页服务，Ctrl-C 停止。")
    serve.add_argument("--host", metavar="地址", help="监听的地址（默认 127.0.0.1，只有本机能访问）")
    serve.add_argument("--port", metavar="端口", type=int, help="端口（默认 8000；0 为自动挑选）")
    return top


class _Parser(argparse.ArgumentParser):
    """Help and errors in Chinese."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        named["add_help"] = False
        super().__init__(*arguments, **named)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        for english, told in _ERRORS:
            message = message.replace(english, told)
        message = message.removesuffix(")")
        self.exit(2, f"{self.format_usage()}错误：{message}。用 {self.prog} -h 查看说明。\n")


_ERRORS = (
    ("the following arguments are required: ", "缺少参数 "),
    ("unrecognized arguments: ", "不认识的参数 "),
    ("argument ", ""),
    ("invalid choice: ", "没有 "),
    ("(choose from ", "可用："),
    ("invalid int value: ", "应为整数，得到 "),
    ("expected one argument", "后面缺少内容"),
    ("ambiguous option: ", "有歧义的选项 "),
    (" could match ", " 可能是 "),
)
