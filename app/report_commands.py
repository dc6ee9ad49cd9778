"""`zhengai draft`, `check`, `export`, `report` and `conclusion`: drafting and checking from the command line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from app import bootstrap, naming
from app.domain.corpus import Corpus
from app.domain.drafts import OVERVIEW, PART_NAMES, Report, ReportKind
from app.domain.errors import ReportError
from app.domain.receipts import Doubt, Receipt
from app.domain.rules import SEVERITY_NAMES, Finding, Severity
from app.domain.schemes import Scheme
from app.drafting.bench import bench_for, default_form, open_bench
from app.drafting.checks import check_report, ready
from app.drafting.compose import compose
from app.drafting.conclusion import rehearse
from app.drafting.earlier import EarlierHit
from app.drafting.printed import owed
from app.drafting.report_file import read_agreed_file, read_evidence_file, read_report_file, to_json
from app.drafting.text import MISSING, count
from app.durable import write_bytes
from app.reading.reports import read_report
from app.settings import Settings

Say = Callable[[str], None]
KIND_NAMES = {ReportKind.DRAFT: "正在撰写", ReportKind.EARLIER: "往年", ReportKind.SAMPLE: "示例，虚构"}
SHOWN = 5  # sentences of earlier reports below an answer
DATA = (".json", ".yaml", ".yml")


def run_draft(settings: Settings, chosen: argparse.Namespace, say: Say) -> int:
    """A draft of one element from evidence, written to a file."""
    corpus = bootstrap.load_corpus(settings)
    scheme = naming.scheme_named(corpus, chosen.scheme)
    element = naming.element_named(scheme, chosen.code)
    entry, evidence = read_evidence_file(chosen.evidence)
    bench = open_bench(corpus, scheme.id, chosen.form or entry.form or default_form(scheme))
    last = read_any(corpus, chosen.last, scheme.id) if chosen.last else None
    composed = compose(
        bench,
        element,
        evidence,
        last.cell(element.code) if last else None,
        last.cycle if last else "",
        str(entry.due),
    )
    report = Report(
        scheme.id,
        bench.form.id if bench.form else "",
        entry.school,
        str(entry.cycle),
        str(entry.due),
        cells=(composed.cell,),
    )
    _write(chosen.out, to_json(report).encode())
    for part in composed.cell.parts:
        number = count(MISSING.sub("", part.text), report.counting)
        print(f"【{bench.name(part.key)}】{number} 字\n{part.text.rstrip()}\n")
    for promise in composed.promises:
        print(
            f"上轮措施：{promise.text} → {'证据 ' + '、'.join(promise.evidence) if promise.evidence else '还没有证据'}"
        )
    say(f"草稿已写入 {chosen.out}；每句的依据在其中。用 zhengai check {chosen.out} 检查。")
    return 0


def run_check(settings: Settings, chosen: argparse.Namespace) -> int:
    """What is to be looked at in a report or draft; 1 where a rule that leaves no room is broken."""
    corpus = bootstrap.load_corpus(settings)
    report = read_any(corpus, chosen.file, chosen.scheme)
    if chosen.form is not None:
        report = replace(report, form=chosen.form)
    last = read_any(corpus, chosen.last, report.scheme) if chosen.last else None
    bench = bench_for(corpus, report)
    findings = check_report(bench, report, date.today(), last, chosen.submitting)
    if chosen.file.suffix.lower() in DATA and len(report.cells) == 1:  # a draft of one element
        findings = tuple(one for one in findings if one.element == report.cells[0].element)
    if chosen.json:
        from app.api.report_shapes import FindingShape

        told = [FindingShape.of(one).model_dump(mode="json") for one in findings]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(print_findings(corpus, findings))
    return 1 if any(one.severity is Severity.ERROR for one in findings) else 0


def run_export(settings: Settings, chosen: argparse.Namespace, say: Say) -> int:
    """One report of several files, in the official form, as Markdown or as JSON by the ending of `--out`."""
    corpus = bootstrap.load_corpus(settings)
    report = joined([read_any(corpus, file, None) for file in chosen.files], chosen.files)
    bench = bench_for(corpus, report)
    kind = chosen.out.suffix.lower()
    if kind == ".json":
        content = to_json(report).encode()
    elif kind == ".md":
        from app.drafting import markdown

        content = markdown.written(report, bench.scheme, bench.form, chosen.sources).encode()
    elif kind == ".docx":
        from app.drafting import form_docx

        if bench.form is None:
            raise ReportError(
                f"{bench.scheme.short}没有规定报告表样；请在文件里用 form 按名字选一个，或导出成 .md。"
            )
        content = form_docx.written(report, bench.scheme, bench.form, chosen.sources)
    else:
        raise ReportError(f"不能导出成“{kind or chosen.out.name}”；--out 请用 .docx、.md 或 .json。")
    _write(chosen.out, content)
    say(f"已导出 {chosen.out}。{_owed(report, bench.scheme)}")
    return 0


def run_conclusion(settings: Settings, chosen: argparse.Namespace) -> int:
    """The conclusion for what was said of each element, in both readings of the rule."""
    corpus = bootstrap.load_corpus(settings)
    id_, agreed, measures = read_agreed_file(chosen.file)
    scheme = naming.scheme_named(corpus, id_)
    told = rehearse(corpus, scheme, agreed, measures)
    said = {True: "好", False: "不好", None: "未定"}[told.measures]
    print(
        f"{scheme.short}：{told.elements} 项中相符 {told.agreed} 项，不符 {told.differing} 项，未定 {told.unsaid} 项；改进措施{said}。"
    )
    if told.certain:
        print(f"结论：“{told.certain}”")
    for reading in () if told.certain else told.readings:
        print(f"若{reading.name}：{'或'.join(f'“{name}”' for name in reading.conclusions)}")
    if told.unclear:
        print(f"原文没有写明：{told.unclear}")
    for ground in told.grounds:
        print(f"〔{scheme.short} {ground.address} 第 {ground.lines[0]} 行〕{ground.text}")
    return 0


def run_report(settings: Settings, chosen: argparse.Namespace, say: Say) -> int:
    """`zhengai report import|list|search`."""
    if chosen.what == "import" and chosen.out:
        corpus = bootstrap.load_corpus(settings)
        read = read_report(chosen.file, corpus.schemes, chosen.scheme)
        _write(chosen.out, to_json(_cut(read.report)).encode())
        _print_receipt(read.receipt, chosen.json)
        say(f"已写入 {chosen.out}；没有存入数据库。")
        return 0
    return _with_database(settings, chosen, say)


def tell_earlier(settings: Settings, corpus: Corpus, question: str, say: Say) -> None:
    """Prints what earlier and sample reports say of the question; nothing where they say nothing."""
    from app import importing
    from app.storage.database import open_database

    database = open_database(settings.database)
    try:
        services = bootstrap.without_answers(settings, corpus, database)
        importing.import_samples(services, say)
        if hits := importing.searched(services, corpus, question)[:SHOWN]:
            print(f"\n{print_hits(hits)}")
    finally:
        database.close()


def _with_database(settings: Settings, chosen: argparse.Namespace, say: Say) -> int:
    from app import importing
    from app.storage.database import open_database

    database = open_database(settings.database)
    try:
        corpus = bootstrap.load_corpus(settings)
        services = bootstrap.without_answers(settings, corpus, database)
        if chosen.what == "import":
            stored = importing.imported(
                services, bootstrap.console(), corpus, chosen.file, chosen.scheme, chosen.cycle or ""
            )
            assert stored.head.receipt is not None
            _print_receipt(stored.head.receipt, chosen.json)
            say(f"已存为“{stored.head.label}”（往年报告，{stored.head.id}）。")
        elif chosen.what == "search":
            importing.import_samples(services, say)
            hits = importing.searched(services, corpus, chosen.text)
            print(print_hits(hits) if hits else "往年报告里没有找到相近的文字。")
        else:
            for head in (heads := services.reports.all()):
                scheme = naming.short_name(corpus, head.scheme)
                print(f"{head.id}  {KIND_NAMES[head.kind]}  {scheme}  {head.label}")
            if not heads:
                say("还没有报告；在网页的“报告”里新建，或用 zhengai report import 读入往年的。")
    finally:
        database.close()
    return 0


def read_any(corpus: Corpus, file: Path, scheme: str | None) -> Report:
    """The report of a JSON or YAML file of ours, or of a filled form; ReportError where it cannot be read."""
    if file.suffix.lower() in DATA:
        report = read_report_file(file)
        naming.scheme_named(corpus, report.scheme)
        known = {OVERVIEW, *(element.code for element in corpus.schemes[report.scheme].elements())}
        if unknown := [cell.element for cell in report.cells if cell.element not in known]:
            raise ReportError(f"{file}：方案 {report.scheme} 里没有要素“{unknown[0]}”。请改正编号。")
        return report
    return _cut(read_report(file, corpus.schemes, scheme).report)


def joined(reports: list[Report], files: list[Path]) -> Report:
    """One report with the cells of all; ReportError where they do not belong together."""
    first = reports[0]
    cells = list(first.cells)
    for report, file in zip(reports[1:], files[1:], strict=True):
        if (report.scheme, report.form) != (first.scheme, first.form):
            raise ReportError(f"{file} 的方案或表样与 {files[0]} 不同，不能合成一份。")
        for cell in report.cells:
            if any(cell.element == held.element for held in cells):
                raise ReportError(f"{file} 和前面的文件都有要素“{cell.element}”；请只留一份。")
            cells.append(cell)
    school = next((one.school for one in reports if one.school), "")
    return replace(first, school=school, cells=tuple(cells))


def print_findings(corpus: Corpus, findings: Iterable[Finding]) -> str:
    """One finding after the other, with the fix and the clause."""
    lines = []
    total: dict[Severity, int] = dict.fromkeys(Severity, 0)
    for one in findings:
        total[one.severity] += 1
        place = f"{one.element} {PART_NAMES[one.part]}" if one.part else one.element
        lines.append(f"[{SEVERITY_NAMES[one.severity]}] {place} · {one.rule.name}：{one.message}")
        lines.append(f"    → {one.fix}")
        if ground := one.rule.ground:
            scheme = corpus.scheme_of(ground.document)
            lines.append(
                f"    〔{scheme.short if scheme else ground.document} {ground.address}〕{ground.text}"
            )
    told = "，".join(f"{SEVERITY_NAMES[severity]} {number} 处" for severity, number in total.items())
    return "\n".join((*lines, f"共：{told}。由人决定改不改。"))


def print_hits(hits: Iterable[EarlierHit]) -> str:
    """Sentences of earlier reports, each with where it stands; none of it is a criterion."""
    lines = ["下面是学校自己写过的话，不是方案的规定："]
    for hit in hits:
        lines.append(
            f"· {hit.label}（{KIND_NAMES[hit.kind]}）{hit.element} {hit.name} {PART_NAMES[hit.part]}：{hit.text}"
        )
    return "\n".join(lines)


def _owed(report: Report, scheme: Scheme) -> str:
    """What a report still lacks, so that nobody hands it in as it is."""
    missing, unwritten = owed(report, scheme)
    cells = 1 + sum(1 for _ in scheme.elements())
    told = [f"{missing} 处【待补充】没有补"] if missing else []
    told += [f"{unwritten} 格没有写（连同概述共 {cells} 格）"] if unwritten else []
    return f"还有 {'，'.join(told)}。" if told else ""


def _write(file: Path, content: bytes) -> None:
    """The whole file or nothing of it; ReportError where it cannot be written."""
    try:
        write_bytes(file, content)
    except OSError as bad:
        raise ReportError(f"无法写入 {file}（{bad.strerror}）：请检查文件夹、权限和磁盘空间。") from None


def _print_receipt(receipt: Receipt, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(receipt), ensure_ascii=False, indent=2))
        return
    print(
        f"看到 {receipt.seen} 处文字，存入 {receipt.stored} 处（存疑 {len(receipt.doubtful)} 处），"
        f"没有看懂 {len(receipt.lost)} 处。"
    )
    for note in receipt.notes:
        print(f"  说明：{note}")
    for what, doubts in (("存疑", receipt.doubtful), ("没有看懂", receipt.lost)):
        for one in doubts:
            print(f"  {what}：{_doubt(one)}")
    if receipt.missing:
        print(f"  没有这些要素的行：{'、'.join(receipt.missing)}")


def _doubt(one: Doubt) -> str:
    return f"{one.where} {one.element}“{one.text}”——{one.reason}"


def _cut(report: Report) -> Report:
    """A report that was read from a file, cut into sentences."""
    return replace(report, cells=tuple(ready(cell) for cell in report.cells))
