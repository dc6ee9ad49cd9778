"""The command line: `main` returns the exit code.

0 done · 1 unforeseen or a check that failed · 2 wrong input · 3 corpus · 4 index · 5 database · 6 not allowed ·
130 stopped by the user
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.arguments import parser
from app.domain.errors import ZhengaiError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from app.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; errors are one sentence on stderr."""
    _speak_utf8()
    try:
        top = parser()
        chosen = top.parse_args(arguments)
        if chosen.command is None:
            top.print_help()
            return 0
        code = _RUN[chosen.command](chosen)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # `zhengai … | head`: the reader has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        _say("已停止。")
        return 130
    except Exception as error:
        return _tell(error)


# Words by which a question is about what the school wrote before, so that its reports are worth opening.
_EARLIER = re.compile("往年|去年|前年|上年|上一?轮|上一?次|以前的?报告|报告里|示例")


def _tell(error: Exception) -> int:
    from app.settings import debugging

    if debugging():
        traceback.print_exception(error)
    if isinstance(error, ZhengaiError):
        _say(f"错误：{error}")
        return error.exit_code
    name = type(error).__name__
    _say(
        f"程序出错（{name}），不是您的操作造成的；请设 ZHENGAI_DEBUG=1 重试，把输出发给维护者（见 README）。"
    )
    return 1


def _ask(chosen: argparse.Namespace) -> int:
    from app import bootstrap, naming, settings

    configured = settings.load()
    corpus = bootstrap.load_corpus(configured)
    if chosen.scheme:
        naming.scheme_named(corpus, chosen.scheme)
    assistant = bootstrap.load_assistant(configured, corpus, _say)
    answer, seconds = bootstrap.timed_answer(assistant, chosen.text, (), chosen.scheme)
    if chosen.json:
        from app.api.shapes import AnswerShape

        return _print_json(AnswerShape.of(answer, seconds, corpus))
    from app.printing import print_answer

    print(print_answer(answer, corpus, chosen.why))
    if _EARLIER.search(chosen.text):
        from app.report_commands import tell_earlier

        tell_earlier(configured, corpus, chosen.text, _say)
    return 0


def _answers(chosen: argparse.Namespace) -> int:
    from app import answers_file, bootstrap, settings

    questions = answers_file.read_questions(chosen.questions)
    configured = settings.load()
    assistant = bootstrap.load_assistant(configured, bootstrap.load_corpus(configured), _say)
    count = answers_file.write_lines(answers_file.answer_all(questions, assistant), chosen.out)
    _say(f"已回答 {count} 个问题，写入 {chosen.out}。")
    return 0


def _scheme(chosen: argparse.Namespace) -> int:
    from app import bootstrap, naming, settings

    scheme = naming.scheme_named(bootstrap.load_corpus(settings.load()), chosen.id)
    if chosen.code:
        scheme = naming.narrowed(scheme, naming.part_named(scheme, chosen.code))
    if chosen.json:
        from app.api.shapes import SchemeShape

        return _print_json(SchemeShape.of(scheme))
    from app.printing import print_scheme

    print(print_scheme(scheme))
    return 0


def _outline(chosen: argparse.Namespace) -> int:
    from app import bootstrap, naming, settings

    document = naming.document_named(bootstrap.load_corpus(settings.load()), chosen.id)
    if chosen.json:
        from app.api.shapes import ClauseShape

        clauses = [ClauseShape.of(clause).model_dump(mode="json") for clause in document.clauses]
        print(json.dumps(clauses, ensure_ascii=False, indent=2))
        return 0
    from app.printing import print_outline

    print(print_outline(document))
    return 0


def _index(_chosen: argparse.Namespace) -> int:
    from app import bootstrap, settings

    folder = bootstrap.build_index(settings.load())
    print(f"索引已建好：{folder}")
    return 0


def _serve(chosen: argparse.Namespace) -> int:
    from app import settings

    configured: Settings = settings.load({"host": chosen.host, "port": chosen.port})
    from app.server import serve

    return serve(configured, _say)


def _user(chosen: argparse.Namespace) -> int:
    from app import settings

    configured = settings.load()
    from app.accounts import run_user

    return run_user(configured, chosen, _say)


def _audit(chosen: argparse.Namespace) -> int:
    from app import settings

    configured = settings.load()
    from app.accounts import verify_audit

    return verify_audit(configured, chosen.expect, _say)


def _backup(chosen: argparse.Namespace) -> int:
    from app import settings

    configured = settings.load()
    from app.upkeep import run_backup

    return run_backup(configured, chosen.file)


def _restore(chosen: argparse.Namespace) -> int:
    from app import settings

    configured = settings.load()
    from app.upkeep import run_restore

    return run_restore(configured, chosen.file)


def _doctor(_chosen: argparse.Namespace) -> int:
    from app import settings

    configured = settings.load()
    from app.upkeep import run_doctor

    return run_doctor(configured)


def _draft(chosen: argparse.Namespace) -> int:
    from app import settings
    from app.report_commands import run_draft

    return run_draft(settings.load(), chosen, _say)


def _check(chosen: argparse.Namespace) -> int:
    from app import settings
    from app.report_commands import run_check

    return run_check(settings.load(), chosen)


def _export(chosen: argparse.Namespace) -> int:
    from app import settings
    from app.report_commands import run_export

    return run_export(settings.load(), chosen, _say)


def _report(chosen: argparse.Namespace) -> int:
    from app import settings
    from app.report_commands import run_report

    return run_report(settings.load(), chosen, _say)


def _conclusion(chosen: argparse.Namespace) -> int:
    from app import settings
    from app.report_commands import run_conclusion

    return run_conclusion(settings.load(), chosen)


def _print_json(shape: BaseModel) -> int:
    print(json.dumps(shape.model_dump(mode="json"), ensure_ascii=False, indent=2))
    return 0


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _speak_utf8() -> None:
    """Chinese comes out whole on any console (Windows' code pages, LANG=C)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


_RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "ask": _ask,
    "answers": _answers,
    "scheme": _scheme,
    "outline": _outline,
    "index": _index,
    "serve": _serve,
    "draft": _draft,
    "check": _check,
    "export": _export,
    "report": _report,
    "conclusion": _conclusion,
    "user": _user,
    "audit": _audit,
    "backup": _backup,
    "restore": _restore,
    "doctor": _doctor,
}
