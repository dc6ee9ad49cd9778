"""What may be typed after `zhengai`: argparse, its help and errors in Chinese."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from app.domain.people import ROLE_NAMES, Role


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
    _reports(commands)
    _people(commands)
    _upkeep(commands)
    return top


def _reports(commands: Any) -> None:
    """`draft`, `check`, `export`, `report` and `conclusion`."""
    form = "用哪个方案的表样和字数，如 chongqing；不写则用方案自己的"
    draft = commands.add_parser(
        "draft",
        help="用证据起草一个要素",
        description="把证据、上一轮的措施和诊断点排成一个要素的草稿；不添加事实，缺的写【待补充】。",
    )
    draft.add_argument("scheme", metavar="方案", help="如 chongqing")
    draft.add_argument("code", metavar="要素", help="如 5.2")
    draft.add_argument("--evidence", metavar="证据.yaml", type=Path, required=True, help="证据，写法见说明书")
    draft.add_argument("--last", metavar="报告", type=Path, help="上一轮的报告（.docx、.txt、.md 或 .json）")
    draft.add_argument("--form", metavar="方案", help=form)
    draft.add_argument("--out", metavar="草稿.json", type=Path, required=True, help="写到哪个文件")

    check = commands.add_parser(
        "check",
        help="检查草稿或报告",
        description="按方案的写作规则检查；有不合规定之处时退出码为 1。",
    )
    check.add_argument("file", metavar="文件", type=Path, help="草稿或报告（.json、.docx、.txt、.md）")
    check.add_argument("--last", metavar="报告", type=Path, help="上一轮的报告，用来查重复")
    check.add_argument("--scheme", metavar="方案", help="报告用的方案；不写则自动辨认")
    check.add_argument("--form", metavar="方案", help=form)
    check.add_argument("--submitting", action="store_true", help="按提交时的要求查（不许再有【待补充】）")
    check.add_argument("--json", action="store_true", help="输出 JSON")

    export = commands.add_parser(
        "export",
        help="导出成官方表样",
        description="把一个或几个草稿合成一份报告；格式看 --out 的结尾：.docx、.md 或 .json。",
    )
    export.add_argument("files", metavar="文件", type=Path, nargs="+", help="草稿或报告")
    export.add_argument("--out", metavar="报告.docx", type=Path, required=True, help="写到哪个文件")
    export.add_argument("--sources", action="store_true", help="末尾附上每句的依据")

    report = commands.add_parser("report", help="往年的报告", description="读入、列出、查找往年的报告。")
    whats = report.add_subparsers(title="做什么", metavar="做什么", dest="what", required=True)
    read = whats.add_parser(
        "import", help="读入填好的表", description="读入填好的《自我诊改报告》，给出回执，存为往年报告。"
    )
    read.add_argument("file", metavar="文件", type=Path, help=".docx、.txt 或 .md")
    read.add_argument("--scheme", metavar="方案", help="不写则自动辨认")
    read.add_argument("--cycle", metavar="年度", help="不写则自动辨认")
    read.add_argument("--out", metavar="报告.json", type=Path, help="写成文件，不存入数据库")
    read.add_argument("--json", action="store_true", help="回执输出为 JSON")
    whats.add_parser("list", help="列出报告", description="列出数据库里的报告。")
    search = whats.add_parser("search", help="在往年报告里找", description="在往年和示例报告里找相近的句子。")
    search.add_argument("text", metavar="要找的话", help="用引号括起")

    conclusion = commands.add_parser(
        "conclusion",
        help="预演复核结论",
        description="按各要素相符与否、改进措施好不好，算出复核结论；规则有两种读法时都列出。",
    )
    conclusion.add_argument("file", metavar="文件.yaml", type=Path, help="写法见说明书")


def _people(commands: Any) -> None:
    """`user` and `audit`, with their own sub-commands."""
    user = commands.add_parser("user", help="管理账号", description="管理账号；要在存放数据的机器上运行。")
    whats = user.add_subparsers(title="做什么", metavar="做什么", dest="what", required=True)
    roles = "、".join(f"{role.value}（{ROLE_NAMES[role]}）" for role in Role)

    add = whats.add_parser("add", help="建立账号", description=f"建立账号。角色：{roles}。")
    add.add_argument("name", metavar="登录名")
    add.add_argument("--role", metavar="角色", choices=[role.value for role in Role], required=True)
    add.add_argument("--department", metavar="部门", help="撰写人必填，如 教务处")
    add.add_argument("--display", metavar="姓名", help="页面上显示的姓名；不写则用登录名")
    add.add_argument("--password-stdin", action="store_true", help="从标准输入读密码；不写则生成一个")
    add.add_argument("--oidc", metavar="标识", help="统一身份认证里的标识（sub），给不用密码的人")

    listed = whats.add_parser("list", help="列出账号", description="列出账号。")
    listed.add_argument("--json", action="store_true", help="输出 JSON")

    role = whats.add_parser("role", help="改角色或部门", description=f"改角色或部门。角色：{roles}。")
    role.add_argument("name", metavar="登录名")
    role.add_argument("role", metavar="角色", choices=[one.value for one in Role])
    role.add_argument("--department", metavar="部门", help="不写则不变")

    for what, told in (("disable", "停用账号"), ("enable", "重新启用账号"), ("reset", "重设密码")):
        whats.add_parser(what, help=told, description=f"{told}。").add_argument("name", metavar="登录名")

    audit = commands.add_parser("audit", help="核对审计记录", description="核对审计记录。")
    checks = audit.add_subparsers(title="做什么", metavar="做什么", dest="what", required=True)
    verify = checks.add_parser("verify", help="逐条核对", description="逐条核对审计记录有没有被改动。")
    verify.add_argument("--expect", metavar="校验值", help="以前记下的末条校验值，核对它仍在记录里")


def _upkeep(commands: Any) -> None:
    """`backup`, `restore` and `doctor`."""
    backup = commands.add_parser(
        "backup",
        help="备份数据库和附件",
        description="备份数据库和附件，服务可以照常运行；不覆盖已有的文件。",
    )
    backup.add_argument("file", metavar="文件", type=Path, help="备份写到哪个文件，如 zhengai-20260901.zip")
    restore = commands.add_parser(
        "restore", help="从备份恢复", description="把备份恢复到空的数据文件夹或数据库；有内容的不会动。"
    )
    restore.add_argument("file", metavar="文件", type=Path, help="zhengai backup 写成的文件")
    commands.add_parser(
        "doctor", help="检查是否一切正常", description="逐项检查，每项一行，有问题的说明怎么办。"
    )


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
