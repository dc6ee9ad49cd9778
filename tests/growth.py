"""How the work grows with the text: a ratio of two times in one run, so that no machine is too slow for it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

LINEAR = 8.0  # four times the text takes at most so many times as long; 4 is linear, 16 quadratic
ROUNDS = 5


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times as long `work` takes for twice `size` as for half of it; processor time, the best of each.

    Both in turn, so that a busy moment of the machine meets both; garbage of other tests is collected before.
    """
    most, least = [], []
    gc.collect()
    gc.disable()
    try:
        for _ in range(ROUNDS):
            most.append(_time(work, 2 * size))
            least.append(_time(work, size // 2))
    finally:
        gc.enable()
    return max(min(most), 1e-4) / max(min(least), 1e-4)


def _time(work: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
