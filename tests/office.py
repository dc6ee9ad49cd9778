"""What a word processor and a printer make of a Word file: LibreOffice → PDF → text and grey pages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

SOFFICE = ("soffice", "libreoffice")
MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")


@dataclass(frozen=True)
class Office:
    """The programs of this machine."""

    soffice: Path
    pdftotext: Path
    pdftoppm: Path

    def pdfs(self, files: Sequence[Path], folder: Path) -> list[Path]:
        """`files` printed into `folder`, under a profile of its own: others may be printing."""
        profile = (folder / "profile").as_uri()
        to = ("--headless", "--convert-to", "pdf", "--outdir", str(folder))
        _said(str(self.soffice), f"-env:UserInstallation={profile}", *to, *map(str, files))
        return [folder / f"{file.stem}.pdf" for file in files]

    def texts(self, pdf: Path) -> list[str]:
        """The text of each page, in reading order, without white space: what wraps where is the font's."""
        pages = _said(str(self.pdftotext), "-enc", "UTF-8", str(pdf), "-").decode().split("\f")
        return ["".join(page.split()) for page in pages[:-1]]

    def column(self, pdf: Path, left: int, right: int, bottom: int) -> list[str]:
        """What stands above `bottom` between two points (1/72 inch) of each page, without white space."""
        area = ("-r", "72", "-x", str(left), "-W", str(right - left), "-y", "0", "-H", str(bottom))
        pages = _said(str(self.pdftotext), "-enc", "UTF-8", *area, str(pdf), "-").decode().split("\f")
        return ["".join(page.split()) for page in pages[:-1]]

    def picture(self, pdf: Path, page: int) -> NDArray[np.uint8]:
        """A page as grey values, rows of pixels from the top; 0 is black, 2 pixels a point."""
        data = _said(str(self.pdftoppm), "-r", "144", "-gray", "-f", str(page), "-l", str(page), str(pdf))
        kind, width, height, _ = data.split(maxsplit=4)[:4]
        assert kind == b"P5"
        size = int(width) * int(height)
        return np.frombuffer(data[-size:], dtype=np.uint8).reshape(int(height), int(width))


def find_office() -> Office | None:
    """LibreOffice and poppler, None where one of them is missing."""
    found = next(filter(None, map(shutil.which, SOFFICE)), None)
    soffice = Path(found) if found else MAC
    text, picture = shutil.which("pdftotext"), shutil.which("pdftoppm")
    if not soffice.is_file() or text is None or picture is None:
        return None
    return Office(soffice, Path(text), Path(picture))


def the_office() -> Office:
    """The office of a test that carries the marker `office`."""
    found = find_office()
    if found is None:
        pytest.fail("no LibreOffice or no poppler found, and --office required asks for them")
    return found


def _said(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout
