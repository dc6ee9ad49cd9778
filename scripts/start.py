"""Set up and start 诊改助手: `python scripts/start.py [--host HOST] [--port PORT]`. Needs Python ≥ 3.11."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place an older Python may come to
    sys.exit(
        "需要 Python 3.11 或更新版本，现在是 {0}.{1}。请从 python.org 或系统软件源安装后重试。\n"
        "Python 3.11 or newer is needed, this is {0}.{1}.".format(*sys.version_info)
    )

import argparse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts._environment import BASE, PROJECT, become, prepare


def main() -> None:
    """`.venv` is brought up to date, then becomes `python -m app serve`."""
    parser = argparse.ArgumentParser(description="安装并启动诊改助手 · set up and start")
    parser.add_argument("--host", help="监听地址，默认 127.0.0.1 · address to listen on")
    parser.add_argument("--port", help="端口，默认 8000 · port")
    parser.add_argument("--no-serve", action="store_true", help="只安装，不启动 · set up only")
    options = parser.parse_args()
    python = prepare([BASE, PROJECT])
    if options.no_serve:
        return
    given = {"--host": options.host, "--port": options.port}
    passed = [part for name, value in given.items() if value is not None for part in (name, value)]
    become([str(python), "-m", "app", "serve", *passed])


if __name__ == "__main__":
    main()
