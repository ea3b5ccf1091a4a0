"""A time limit for what is done with a document, and a note of what is being done, for when a worker dies of it.

Three things may happen to a stage that does not come to its end. Python code is interrupted by an alarm, after so
many seconds of a core's time, so that a busy machine condemns nobody. What the alarm cannot reach, native code that
never returns or waits for ever, a watchdog thread ends with the whole worker, and says so in the note. And a worker
that the system kills for its memory leaves a note that names the document.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from pipeline.document import Document

_AGAIN = 0.5  # seconds after which an alarm that somebody swallowed rings again
_DOGGED = 4  # how many limits pass on the clock before the worker itself is ended
_SIGN = "Timeout ("  # how faulthandler begins


class Overdue(BaseException):
    """The time is over. No Exception, so that nothing on its way takes it for a fault of its own."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a worker was doing when it died: one document's source and id, where it was at only one."""

    stage: str
    document: tuple[str, str | None] | None
    overdue: bool


class Watch:
    """Keeps `seconds` for each step; where `note` is given, in a worker that may be ended, it also writes there.

    The alarm is for the main thread of a process only, since signals are; elsewhere there is no limit but the
    watchdog's. Raises OSError where the note cannot be written.
    """

    def __init__(self, seconds: float = 0, note: Path | None = None) -> None:
        self.seconds = seconds if threading.current_thread() is threading.main_thread() else 0
        self.last = seconds * _DOGGED
        self.note = os.open(note, os.O_RDWR | os.O_CREAT, 0o644) if note else None

    @contextmanager
    def over(self, stage: str, documents: Sequence[Document]) -> Iterator[None]:
        """Raises Overdue in the block when it takes longer."""
        if self.note is not None:
            one = (documents[0].source, documents[0].source_id) if len(documents) == 1 else None
            os.ftruncate(self.note, 0)
            os.pwrite(self.note, json.dumps([stage, one]).encode() + b"\n", 0)
            os.lseek(self.note, 0, os.SEEK_END)
            if self.last:
                faulthandler.dump_traceback_later(self.last, exit=True, file=self.note)
        try:
            with _alarm(self.seconds):
                yield
        finally:
            if self.note is not None and self.last:
                faulthandler.cancel_dump_traceback_later()

    def close(self) -> None:
        if self.note is not None:
            os.close(self.note)
            self.note = None


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if not seconds:
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Overdue

    before = signal.signal(signal.SIGPROF, ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    finally:  # once more, for an alarm that rang in the line above
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def read(note: Path) -> Note:
    """What a dead worker left; nothing known where it left no note, or half of one."""
    try:
        first, _, rest = note.read_text(encoding="utf-8", errors="replace").partition("\n")
        stage, one = json.loads(first)
    except (OSError, ValueError):
        return Note("", None, False)
    return Note(stage, (one[0], one[1]) if one else None, _SIGN in rest)
