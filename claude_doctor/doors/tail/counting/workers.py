"""The pool of processes that read."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor

from claude_doctor.base import held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from typing import Any, TypeVar

    T = TypeVar("T")

# Seconds that a process which was told to end is waited for.
_PATIENCE = 5.0


class _Pool(ProcessPoolExecutor):
    """A pool whose processes are made while signals wait: one that came in between would leave a process
    behind.
    """

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Submit a call."""
        held.hold()
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            held.release()

    def stop(self) -> None:
        """End the processes now, and wait until they are gone: whoever asks after the end sees none."""
        processes = list((self._processes or {}).values())
        for process in processes:
            process.terminate()
        self.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.join(_PATIENCE)


def _begin() -> None:
    """Begin a process of the pool: the first process ends it, and when that is gone, it ends itself."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    held.release()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


@contextlib.contextmanager
def pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that ends with the block; one that is left by an error ends at once."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    executor = _Pool(count, mp_context=context, initializer=_begin)
    try:
        yield executor
    except BaseException:
        executor.stop()
        raise
    executor.shutdown()
