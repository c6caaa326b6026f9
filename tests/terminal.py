"""A person at a terminal of their own, for the tests that need one."""

import os
import pty
import select
import signal
import subprocess
import time

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
        end = time.monotonic() + LONG
        while text not in self.shown:
            assert time.monotonic() < end, self.shown
            if select.select([self._ours], [], [], 1)[0]:
                try:
                    self.shown += os.read(self._ours, 65536).decode().replace("\r\n", "\n")
                except OSError:
                    break
        assert text in self.shown, self.shown

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._ours, f"{text}\n".encode())

    def press_ctrl_c(self) -> None:
        """Interrupt, as the terminal does."""
        os.killpg(self._process.pid, signal.SIGINT)

    def end(self) -> int:
        """Read to the end and give the exit code."""
        while True:
            try:
                piece = os.read(self._ours, 65536)
            except OSError:
                break
            if not piece:
                break
            self.shown += piece.decode().replace("\r\n", "\n")
        os.close(self._ours)
        return self._process.wait(LONG)
