"""Set up and run the tests.

python scripts/test.py [--browser auto|required] [--postgres auto|required] [--office auto|required|off]
                       [--no-models] [PYTEST ARGUMENTS]
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place an older Python may come to
    sys.exit(
        "需要 Python 3.11 或更新版本，现在是 {0}.{1}。请从 python.org 或系统软件源安装后重试。\n"
        "Python 3.11 or newer is needed, this is {0}.{1}.".format(*sys.version_info)
    )

import argparse
import subprocess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts._environment import BASE, MODELS, PROJECT, TEST, become, prepare

# The whole suite: a file at a time on each core (a database each, so no more than four), then the browser alone,
# whose pages have to answer in time.
WHOLE = (
    ["-m", "not browser", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", "--durations=10"],
    ["-m", "browser", "--durations=10"],
)


def main() -> None:
    """`.venv` gets the test tools and the extra `models`, then becomes pytest."""
    parser = argparse.ArgumentParser(
        description="安装测试环境并运行测试 · set up and run the tests",
        epilog="其余参数交给 pytest；没有就在各个核上并行运行全部测试 · "
        "the rest goes to pytest, e.g. -k numbering -x; with none, all tests run on several cores",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--browser",
        choices=["auto", "required"],
        default="auto",
        help="auto：没有 Chromium 就跳过浏览器测试；required：没有就算失败 · skip or fail without Chromium",
    )
    parser.add_argument(
        "--postgres",
        choices=["auto", "required"],
        default="auto",
        help="auto：没有 PostgreSQL 就跳过它的测试；required：没有就算失败 · skip or fail without PostgreSQL",
    )
    parser.add_argument(
        "--office",
        choices=["auto", "required", "off"],
        default="auto",
        help="auto：没有 LibreOffice 就跳过打印测试；required：没有就算失败 · skip or fail without LibreOffice",
    )
    parser.add_argument(
        "--no-models",
        action="store_true",
        help="不装 torch，跳过需要它的测试 · neither torch nor the tests that need it",
    )
    options, passed = parser.parse_known_args()
    python = prepare([BASE, PROJECT, TEST] + ([] if options.no_models else [MODELS]))
    needs = ("browser", "postgres", "office")
    chosen = [f"--{need}={getattr(options, need)}" for need in needs]
    chosen += ["--no-models"] if options.no_models else []
    pytest = [str(python), "-m", "pytest", *chosen]
    if passed:
        become([*pytest, *passed])
    codes = [subprocess.call([*pytest, *part]) for part in WHOLE]
    sys.exit(next(filter(None, codes), 0))


if __name__ == "__main__":
    main()
