"""A person at a terminal of their own, for the tests that need one."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
from contextlib import suppress

from cli import LONG, command, no_traceback


class Terminal:
    """A person at a terminal: types, and reads what appears."""

    def __init__(self, *words: str, columns: int = 0) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 0, columns, 0, 0))
        self._process = subprocess.Popen(
            command(*words), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self.shown = ""
        self._waited_to = 0

    def wait_for(self, text: str) -> None:
        """Read until a text appears that was not waited for before."""
        while text not in self.shown[self._waited_to :] and self._read():
            pass
        found = self.shown.find(text, self._waited_to)
        assert found >= 0, self.shown
        self._waited_to = found + len(text)

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._ours, f"{text}\n".encode())

    def press_ctrl_d(self) -> None:
        """End the input, as a person does who has no more to say."""
        os.write(self._ours, b"\x04")

    def press_ctrl_c(self) -> None:
        """Interrupt, as a person does: again, if it came in the moment before the tool listened."""
        for _ in range(10):
            os.killpg(self._process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
                return

    def end(self) -> int:
        """Read to the end and give the exit code."""
        while self._read():
            pass
        os.close(self._ours)
        no_traceback(self.shown)
        return self._process.wait(LONG)

    def _read(self) -> bool:
        """Read what has come; False at the end. A tool that shows nothing for long is ended."""
        if not select.select([self._ours], [], [], LONG)[0]:
            self._process.kill()
            raise AssertionError(f"nothing more was shown after: {self.shown!r}")
        try:
            piece = os.read(self._ours, 65536)
        except OSError:  # the other end is closed
            return False
        self.shown += piece.decode().replace("\r\n", "\n")
        return bool(piece)
