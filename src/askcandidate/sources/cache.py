"""Answers kept for a while, so that a service is not asked twice; no postcode among them can be read.

What is kept is what we made of an answer: ballots and candidates, never the answer itself, whose
text repeats the postcode. The entry's name is a keyed hash (HMAC-SHA-256) with a secret made on this
machine and kept in another folder: the few million postcodes there are could be found from a plain
hash in a second.
"""

import hmac
import os
import secrets
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from time import time
from typing import Any, TypeVar

from platformdirs import user_cache_path
from pydantic import TypeAdapter, ValidationError

from askcandidate.errors import AskError
from askcandidate.files import PRIVATE, make_private, write_bytes
from askcandidate.settings import user_folder

_APPLICATION = 0x61736B63  # "askc", which marks the file as ours
_FORM = 1  # raised when what is kept changes its form; older entries are then no answers
_SECRET_LENGTH = 32  # bytes
_PATIENCE = 2.0  # seconds to wait for another process
_NAME = "answers.sqlite"

_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers "
    "(name BLOB PRIMARY KEY, made REAL NOT NULL, until REAL NOT NULL, value BLOB NOT NULL)"
)

_Value = TypeVar("_Value")


def folder() -> Path:
    """Give the folder of the cache, by the custom of the system."""
    named = os.environ.get("ASKCANDIDATE_CACHE_DIR")
    return Path(named) if named else user_cache_path("askcandidate", appauthor=False)


def secret_file() -> Path:
    """Give the file of the secret; it is not beside what it protects."""
    return user_folder() / "cache-secret"


def files() -> list[Path]:
    """Give every file that the cache keeps."""
    return [*sorted(folder().glob(f"{_NAME}*")), *(p for p in [secret_file()] if p.exists())]


class Cache:
    """Keeps answers in a small database; if it cannot, it says so once and does without.

    Args:
        warn: told once why there is no cache.
    """

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._warn = warn
        self._database: sqlite3.Connection | None = None
        self._secret = b""
        self._given_up = False

    def get(self, name: str, shape: "TypeAdapter[_Value]") -> _Value | None:
        """Give what was kept under a name, if its time has not run out.

        Args:
            name: what was asked, such as the service, the postcode and the day.
            shape: what it must still be read as.
        """
        query = "SELECT value FROM answers WHERE name = ? AND made <= ? AND until > ?"
        now = time()
        row = self._with_database(lambda db: db.execute(query, (self._hidden(name), now, now)).fetchone())
        try:
            return shape.validate_json(row[0]) if row else None
        except ValidationError:  # kept by an older version
            return None

    def put(self, name: str, value: _Value, shape: "TypeAdapter[_Value]", seconds: float) -> None:
        """Keep something for a while; see ``get``."""
        now = time()

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.execute("DELETE FROM answers WHERE until <= ? OR made > ?", (now, now))
                db.execute(
                    "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                    (self._hidden(name), now, now + seconds, shape.dump_json(value)),
                )

        self._with_database(write)

    def close(self) -> None:
        """Let go of the file."""
        if self._database:
            self._database.close()
            self._database = None

    def _hidden(self, name: str) -> bytes:
        return hmac.digest(self._secret, f"{_FORM}\n{name}".encode(), "sha256")

    def _with_database(self, use: Callable[[sqlite3.Connection], Any]) -> Any:
        if self._given_up:
            return None
        try:
            if self._database is None:
                self._secret = _secret()
                self._database = _open(folder())
            return use(self._database)
        except (sqlite3.Error, OSError, AskError) as error:
            self._given_up = True
            self._warn(f"Answers are not kept: {folder()} cannot be used ({_reason(error)}).")
            return None


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "not readable"
    return str(error)


def _open(path: Path) -> sqlite3.Connection:
    make_private(path)
    _check_ours(path)
    file = path / _NAME
    if not file.exists():
        file.touch(mode=PRIVATE)
    elif os.name == "posix":
        file.chmod(PRIVATE)
    database = sqlite3.connect(file, timeout=_PATIENCE, check_same_thread=False)
    try:
        # In this order: a run that makes the table now has set the mark before.
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (mark,) = database.execute("PRAGMA application_id").fetchone()
        if mark != _APPLICATION and tables:
            raise sqlite3.DatabaseError(f"{_NAME} is another program's")  # noqa: TRY301
        database.execute("PRAGMA secure_delete = ON")
        # Whoever writes holds up everybody else, and would do so for as long as the disk takes. A run that
        # is killed damages nothing by this; a power cut may, and costs answers that can be asked for again.
        database.execute("PRAGMA synchronous = OFF")
        if tables:
            _forget_old(database)
        else:
            with database:
                database.execute(f"PRAGMA application_id = {_APPLICATION}")
                database.execute(_TABLE)
    except BaseException:
        database.close()
        raise
    return database


def _forget_old(database: sqlite3.Connection) -> None:
    """Delete answers whose time has run out; where there are none, nobody who writes is waited for."""
    old, now = "FROM answers WHERE until <= ? OR made > ?", time()
    (some,) = database.execute(f"SELECT EXISTS (SELECT 1 {old})", (now, now)).fetchone()
    if some:
        with database:
            database.execute(f"DELETE {old}", (now, now))


def _check_ours(path: Path) -> None:
    """Refuse a folder in which somebody else could put answers."""
    if os.name != "posix":
        return
    state = path.stat()
    if state.st_uid != os.getuid():
        raise PermissionError(1, "it belongs to somebody else")
    if stat.S_IMODE(state.st_mode) & 0o022:
        raise PermissionError(1, "others can write in it")
    if stat.S_IMODE(state.st_mode) & 0o055 and "ASKCANDIDATE_CACHE_DIR" not in os.environ:
        path.chmod(0o700)  # the folder is ours by name; one that the user named stays as it is


def _secret() -> bytes:
    path = secret_file()
    if not path.exists():
        make_private(path.parent)
        # Where many begin at once all go by the first one's, or what the others kept would never be found.
        write_bytes(path, [secrets.token_bytes(_SECRET_LENGTH)], mode=PRIVATE, first=True)
    secret = path.read_bytes()
    if len(secret) != _SECRET_LENGTH:
        raise OSError(1, f"{path} is damaged")
    return secret
