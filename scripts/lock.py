"""Write the four requirements*.lock files again from pyproject.toml; needs uv (`pip install uv`).

    python scripts/lock.py [--upgrade]

Every lock is universal (Linux, macOS, Windows; Python 3.11 and newer) and hashed, and names no index.
torch stands in none: its CPU and default builds are different files of one version, so a hash would
shut one of them out. `scripts/test.py` installs it by its exact version first.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Requirements taken out of the tree of another: nothing here needs them, or no one hash fits.
WITHOUT = {
    "requirements-build.lock": ("asgiref", "django"),  # only files are copied out of django-htmx
    "requirements-models.lock": ("torch",),
}
EXTRAS = {
    "requirements.lock": (),
    "requirements-test.lock": ("test", "lint"),
    "requirements-models.lock": ("models",),
}


def compile_lock(name: str, options: list[str]) -> None:
    """Write lock `name`, keeping the versions it has unless `options` say otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        source = ROOT / "pyproject.toml"
        arguments = [f"--extra={extra}" for extra in EXTRAS.get(name, ())]
        if name not in EXTRAS:
            source = Path(folder) / "build.in"
            project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
            source.write_text("\n".join(project["build-system"]["requires"]), encoding="utf-8")
        elif name != "requirements.lock":
            arguments.append("--constraints=requirements.lock")
        overrides = Path(folder) / "overrides.txt"
        nowhere = [f"{package} ; sys_platform == 'nowhere'" for package in WITHOUT.get(name, ())]
        overrides.write_text("\n".join(nowhere), encoding="utf-8")
        command = [
            *("uv", "pip", "compile", str(source), f"--output-file={name}", f"--overrides={overrides}"),
            *("--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate", "--quiet"),
            "--custom-compile-command=python scripts/lock.py",
        ]
        subprocess.run([*command, *arguments, *options], cwd=ROOT, check=True)
    lock = ROOT / name
    lock.write_text(without_nowhere(lock.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(name)


def without_nowhere(lock: str) -> str:
    """`lock` without the requirements, hashes and all, that no supported system would install."""
    blocks = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
    return "".join(block for block in blocks if not re.search("== '(nowhere|emscripten)'", block))


if __name__ == "__main__":
    for lock in ("requirements.lock", "requirements-test.lock", "requirements-models.lock"):
        compile_lock(lock, sys.argv[1:])
    compile_lock("requirements-build.lock", sys.argv[1:])
