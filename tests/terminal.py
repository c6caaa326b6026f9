"""A person at a terminal of their own, for the tests that need one."""

import os
import pty
import select
import signal
import subprocess

from cli import LONG, command


class Terminal:
    """A person at a terminal: types, and reads what appears."""

    def __init__(self, *words: str) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            command(*words), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self.shown = ""

    def wait_for(self, text: str) -> None:
        """Read until a text appears."""
        while text not in self.shown and self._read():
            pass
        assert text in self.shown, self.shown

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._ours, f"{text}\n".encode())

    def press_ctrl_c(self) -> None:
        """Interrupt, as the terminal does."""
        os.killpg(self._process.pid, signal.SIGINT)

    def end(self) -> int:
        """Read to the end and give the exit code."""
        while self._read():
            pass
        os.close(self._ours)
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
