"""An index made beside, in a thread, while questions are answered by words alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.corpus import Corpus
from app.domain.ports import Embedder
from app.indexing.folder import Index, build_anyway

COMING = "按意思查找正在准备，稍后即可使用；目前只按条款编号和字面查找，说法不同的问题可能答不上。"
UNSAVED = "索引没能写入磁盘，这一次只在内存中使用；请检查索引文件夹的权限和磁盘空间，否则下次启动还要重建。"
FAILED = "按意思查找没有准备成功，目前只按条款编号和字面查找；请查看服务窗口里的原因，排除后重新启动。"
PIECE = 32  # texts encoded between two looks at whether to stop: even a large model on a CPU is soon done
PATIENCE = 4.0  # seconds a stop waits for the thread


class _Stopped(Exception):
    """Nobody waits for the index any more."""


class Rebuild:
    """A full index in the making; `serve(index, notice)` gets it, or None where it failed, with what to tell readers."""

    def __init__(
        self,
        corpus: Corpus,
        embedder: Embedder,
        folder: Path,
        serve: Callable[[Index | None, str], None],
        log: Callable[[str], None],
    ) -> None:
        self._corpus = corpus
        self._embedder = _Stoppable(embedder)
        self._folder = folder
        self._serve = serve
        self._log = log
        # A daemon: where even a stop does not end it in time, the process ends without it, and the folder
        # is as valid as after any cut of power.
        self._thread = threading.Thread(target=self._run, name="index", daemon=True)

    def start(self) -> None:
        """Begins; returns at once."""
        self._thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it has ended, one way or another, within `seconds`."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Gives up what is not yet encoded; the index folder stays as it is, or has just become the new one."""
        self._embedder.stop()
        self.wait(PATIENCE)

    def _run(self) -> None:
        try:
            index, unsaved = build_anyway(self._corpus, self._embedder, self._folder)
            self._serve(index, UNSAVED if unsaved else "")
        except _Stopped:
            pass
        except Exception as error:  # whatever it is, what can be looked up is still answered
            self._serve(None, FAILED)
            self._log(
                f"索引没有建成（{type(error).__name__}：{error}）。目前只按字面查找；请排除后重新启动。"
            )
        else:
            self._log(f"{unsaved} 本次只在内存中使用索引。" if unsaved else built(index))


def built(index: Index) -> str:
    """The line that tells of a new index."""
    return f"索引已建好：{len(index.passages)} 个条款段落，{len(index.questions)} 个问法。"


class _Stoppable:
    """An embedder that looks up from its work now and then. Conforms to `Embedder`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._stopped = threading.Event()

    def stop(self) -> None:
        """From now on nothing is encoded."""
        self._stopped.set()

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.concatenate([self._piece(texts[at : at + PIECE]) for at in range(0, len(texts), PIECE)])

    def _piece(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._stopped.is_set():
            raise _Stopped
        return self._embedder.encode(texts)
