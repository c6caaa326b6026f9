"""Streams, signals, surroundings and the postcode file, when they are not as they should be."""

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import termios
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from struct import pack

import pytest

from cli import LONG, Argument, Result, command, in_words, no_traceback, refused, run, run_words, shell_code

LETTER = ("letter", "--no-input")
DATA = (Path(__file__).parents[1] / "data" / "postcodes.bin").read_bytes()
PROMPT_AT_ONCE = 1  # seconds in which Ctrl-C has to be obeyed
# A shell that runs tests in the background has them ignore Ctrl-C, which a child inherits.
HEARING = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
FULL = Path("/dev/full")

needs_full = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")


def in_shell(script: str, *words: Argument, env: Mapping[str, str] | None = None) -> Result:
    """Run a line of shell in which ``"$@"`` is the tool."""
    return run_words(["bash", "-c", script, "bash", *command(*words)], env=env)


def start(
    *words: Argument, stdin: int = subprocess.PIPE, stderr: int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """Start the tool, to be talked to while it runs."""
    return subprocess.Popen(
        [sys.executable, "-c", HEARING, *command(*words)], stdin=stdin, stdout=subprocess.PIPE, stderr=stderr
    )


def read_terminal(terminal: int, until: Callable[[bytes], bool] = lambda _: False) -> bytes:
    """Read what a program writes to its terminal, until there is enough or it has left."""
    seen = b""
    while not until(seen):
        assert select.select([terminal], [], [], LONG)[0], seen
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux says EIO when the last writer has gone
            break
        if not piece:
            break
        seen += piece
    return seen


def asks(seen: bytes) -> bool:
    """Tell whether the last line is a question that waits for its answer."""
    return b"?" in seen.rpartition(b"\n")[2]


def at_terminal(*words: Argument, env: Mapping[str, str]) -> tuple[int, str]:
    """Run the tool with its stdout at a terminal; give its exit code and what stood there."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*words), stdin=subprocess.DEVNULL, stdout=theirs, env={**os.environ, "TERM": "xterm", **env}
    ) as tool:
        os.close(theirs)
        seen = read_terminal(ours)
        os.close(ours)
        return shell_code(tool.wait(LONG)), seen.decode()


@needs_full
@pytest.mark.parametrize(
    "words",
    [
        ("lookup", "BS1 5TR"),
        ("lookup", "-", "--csv"),
        (*LETTER, "BS1 5TR"),
        ("-h",),
    ],
    ids=" ".join,
)
def test_a_full_disk_is_said_and_is_74(words: tuple[str, ...]) -> None:
    """Nothing is lost in silence (fault 81)."""
    with FULL.open("wb") as full:
        tool = subprocess.Popen(command(*words), stdin=subprocess.PIPE, stdout=full, stderr=subprocess.PIPE)
        _, stderr = tool.communicate(b"BS1 5TR\n" * 5000, timeout=LONG)
    refused(Result(tool.returncode, "", stderr.decode()), 74, "Cannot write output", "No space left")


@needs_full
@needs_bash
def test_a_full_stderr_changes_neither_result_nor_exit_code() -> None:
    """What is said beside the result matters less than the result (fault 81)."""
    letter = in_shell('"$@" 2>/dev/full', *LETTER, "BS1 5TR", "--on", "2026-11-21")
    assert (letter.code, letter.stdout) == (0, run(*LETTER, "BS1 5TR", "--on", "2026-11-21").stdout)
    assert in_shell('"$@" 2>/dev/full', "lookup", "nonsense").code == 2


@needs_bash
@pytest.mark.parametrize("words", [("lookup", "BS1 5TR"), (*LETTER, "BS1 5TR"), ("-h",)], ids=" ".join)
def test_a_closed_stdout_is_said_and_is_74(words: tuple[str, ...]) -> None:
    """A result with nowhere to go is no success (fault 82)."""
    refused(in_shell('"$@" >&-', *words), 74, "stdout is closed")


@needs_bash
def test_a_closed_stderr_sends_no_message_among_the_results() -> None:
    """The exit code alone tells the script (fault 82)."""
    failed = in_shell('"$@" 2>&-', "lookup", "nonsense")
    assert (failed.code, failed.stdout) == (2, "")
    some = in_shell('"$@" 2>&-', "lookup", "--jsonl", "nonsense", "BS1 5TR")
    assert some.code == 3
    assert [record["input"] for record in some.records] == ["nonsense", "BS1 5TR"]
    letter = in_shell('"$@" 2>&-', *LETTER, "BS1 5TR", "--jsonl")
    assert (letter.code, len(letter.records)) == (0, 3)


@needs_bash
@pytest.mark.parametrize("words", [("lookup", "--csv"), LETTER], ids=" ".join)
def test_a_reader_that_leaves_ends_the_run_quietly(tmp_path: Path, words: tuple[str, ...]) -> None:
    """``| head -1`` is no fault: 141 for the shell, not a word for the person (fault 83)."""
    file = tmp_path / "rows.txt"
    file.write_text("BS1 5TR\n" * 2000, encoding="utf-8")
    result = in_shell('set -o pipefail; "$@" | head -1', *words, "--quiet", "--from", file)
    assert (result.code, result.stderr) == (141, "")
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize(("signal_", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("words", [("lookup", "-", "--csv"), (*LETTER, "-", "--jsonl")], ids=" ".join)
def test_a_run_waiting_for_rows_can_be_stopped(
    words: tuple[str, ...], signal_: signal.Signals, code: int
) -> None:
    """Ctrl-C and a polite kill are obeyed within a second, and what was answered is out (faults 101, 102)."""
    with start(*words) as tool:
        assert tool.stdin
        assert tool.stdout
        assert tool.stderr
        tool.stdin.write(b"BS1 5TR\n")
        tool.stdin.flush()
        first = tool.stdout.readline()  # the row is answered, so the next one is waited for
        tool.send_signal(signal_)
        assert shell_code(tool.wait(PROMPT_AT_ONCE)) == code
        rest, stderr = tool.stdout.read(), tool.stderr.read()
    assert (first + rest).endswith(b"\n")
    in_words(Result(code, "", stderr.decode()))


def test_questions_leave_no_mark_among_the_letters() -> None:
    """They are put beside the result, so that ``letter ... > letter.txt`` holds the letter alone (fault 101)."""
    ours, theirs = pty.openpty()
    words = ("letter", "BS1 5TR", "--office", "pcc", "--on", "2026-11-21")
    with start(*words, stdin=theirs, stderr=theirs) as tool:
        os.close(theirs)
        read_terminal(ours, until=asks)
        os.write(ours, b"\n" * 10)  # Enter leaves a question out
        seen = read_terminal(ours)
        assert tool.stdout
        stdout = tool.stdout.read().decode()
        assert tool.wait(LONG) == 0, seen
    os.close(ours)
    assert stdout == run(*words, "--no-input").stdout


@needs_bash
@pytest.mark.parametrize("words", [("lookup", "--from", "-"), (*LETTER, "-")], ids=" ".join)
def test_a_closed_stdin_is_said(words: tuple[str, ...]) -> None:
    """Where rows were asked from it (fault 33)."""
    refused(in_shell('"$@" <&-', *words), 2, "stdin is closed")


@needs_bash
@pytest.mark.parametrize("words", [("lookup", "BS1 5TR"), ("letter", "BS1 5TR")], ids=" ".join)
def test_a_closed_stdin_does_not_matter_where_nothing_is_read(words: tuple[str, ...]) -> None:
    """As under a job scheduler; no questions are put there either (fault 33)."""
    result = in_shell('"$@" <&-', *words)
    in_words(result)
    assert result.code == 0
    assert result.stdout != ""


@pytest.mark.parametrize(
    "words",
    [("lookup", "-"), ("letter", "--from", "-"), ("lookup",)],
    ids=" ".join,
)
def test_a_terminal_is_not_waited_for_as_if_it_were_a_pipe(words: tuple[str, ...]) -> None:
    """Usage at once instead of a cursor that blinks (fault 33)."""
    ours, theirs = pty.openpty()
    with start(*words, stdin=theirs) as tool:
        os.close(theirs)
        stdout, stderr = tool.communicate(timeout=LONG)
    os.close(ours)
    refused(
        Result(tool.returncode, stdout.decode(), stderr.decode()),
        2,
        "Give one" if words[1:] == () else "Pipe",
    )


def test_a_question_left_by_end_of_input_is_an_answer_not_given() -> None:
    """Ctrl-D at a prompt: no traceback, no letter that was not agreed to (fault 101)."""
    ours, theirs = pty.openpty()
    end = termios.tcgetattr(theirs)[6][termios.VEOF]
    with start("letter", "BS1 5TR", stdin=theirs, stderr=theirs) as tool:
        os.close(theirs)
        seen = read_terminal(ours, until=asks)
        os.write(ours, end)
        code = shell_code(tool.wait(LONG))
        assert tool.stdout
        stdout = tool.stdout.read()
    seen += read_terminal(ours)
    os.close(ours)
    assert code in (2, 130)
    assert stdout == b""
    no_traceback(seen.decode())


def postcode_file(description: bytes) -> bytes:
    """Make a file whose checksum agrees, whatever its description says."""
    checked = pack("<I", len(description)) + description
    return DATA[:8] + pack("<HI", 1, zlib.crc32(checked)) + checked


BAD_FILES = {
    "empty": b"",
    "cut short in its head": DATA[:10],
    "cut short": DATA[: len(DATA) // 2],
    "one byte longer": DATA + b"x",
    "one bit changed": DATA[:600_000] + bytes([DATA[600_000] ^ 1]) + DATA[600_001:],
    "line ends rewritten": DATA.replace(b"\r\n", b"\n"),
    "of a later version": DATA[:8] + b"\x02\x00" + DATA[10:],
    "of another kind": b"postcode,name\nBS1 5TR,a\n",
    "without a description": postcode_file(b""),
    "with another description": postcode_file(b'{"release": "2025-11"}'),
    "with a description that is a list": postcode_file(b"[]"),
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_postcode_file_is_refused_before_any_answer(tmp_path: Path, content: bytes) -> None:
    """Damaged, of another version or of another kind: 8, with the file and the way out (fault 92)."""
    file = tmp_path / "mine.bin"
    file.write_bytes(content)
    refused(run("lookup", "BS1 5TR", "--json", "--data", file), 8, str(file), "data build")


@pytest.mark.parametrize(
    "words", [(*LETTER, "BS1 5TR"), ("lookup", "-"), ("data", "info"), ("data", "verify")]
)
def test_a_damaged_postcode_file_stops_every_command(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A batch too: not row by row, since no row can be answered (fault 92)."""
    file = tmp_path / "mine.bin"
    file.write_bytes(BAD_FILES["one bit changed"])
    refused(run(*words, "--data", file, stdin="BS1 5TR\nCF10 4UW\n"), 8, str(file), "damaged", "data build")


def test_a_missing_postcode_file_is_named_wherever_it_was_named(tmp_path: Path) -> None:
    """By an option, or by the environment (fault 92)."""
    file = tmp_path / "missing.bin"
    refused(run("lookup", "BS1 5TR", "--data", file), 8, str(file), "missing", "data build")
    refused(run("lookup", "BS1 5TR", env={"ASKCANDIDATE_DATA": str(file)}), 8, str(file), "missing")


def test_what_is_no_postcode_file_is_not_waited_for(tmp_path: Path) -> None:
    """A folder, and a named pipe that nobody writes to (fault 92)."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    refused(run("lookup", "BS1 5TR", "--data", tmp_path), 8, str(tmp_path), "data build")
    tool = subprocess.Popen(
        command("lookup", "BS1 5TR", "--data", pipe), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        stdout, stderr = tool.communicate(timeout=5)
    finally:
        tool.kill()
        tool.communicate()
    refused(Result(tool.returncode, stdout.decode(), stderr.decode()), 8, str(pipe), "data build")


PLAIN = ("lookup", "--jsonl", "--on", "2026-11-21", "BS1 5TR", "CF10 4UW")


@pytest.fixture(scope="module")
def plain() -> Result:
    """Give the answer in the surroundings of the tests themselves."""
    return run(*PLAIN)


ODD_SURROUNDINGS: list[dict[str, str]] = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"TZ": "Nowhere/Land", "NO_COLOR": "1", "CI": "1", "TERM": "dumb"},
    {"FORCE_COLOR": "1", "COLUMNS": "abc", "LINES": "-1"},
    {"HOME": "/nonexistent", "TMPDIR": "/nonexistent", "XDG_CONFIG_HOME": "relative"},
]


@pytest.mark.parametrize("env", ODD_SURROUNDINGS, ids=" ".join)
def test_odd_surroundings_change_no_byte(env: dict[str, str], plain: Result) -> None:
    """Locale, zone, colour, width and home folder are no part of a result in a pipe (fault 104)."""
    assert run(*PLAIN, env=env) == plain


def test_an_odd_time_zone_leaves_today_what_it_is_in_london() -> None:
    """Two runs in zones a day apart write of one day (fault 104)."""
    east, west = (run("lookup", "--json", "BS1 5TR", env={"TZ": zone}) for zone in ("XXX-14", "XXX+12"))
    assert east.code == west.code == 0
    assert json.loads(east.stdout)["on"] == json.loads(west.stdout)["on"]


@pytest.mark.parametrize("env", [{"COLUMNS": "0"}, {"COLUMNS": "abc"}, {"TERM": "dumb"}], ids=str)
def test_any_terminal_shows_the_answer(env: dict[str, str]) -> None:
    """Without a width, with a nonsense one, or dumb (fault 103)."""
    code, seen = at_terminal("lookup", "BS1 5TR", env=env)
    assert code == 0
    for word in ("Bristol", "Police", "Commissioner", "Mayor"):
        assert word in seen
    if "TERM" in env:
        assert "\x1b" not in seen


def test_no_colour_means_no_colour() -> None:
    """Bold may stay, colours may not (fault 104)."""
    code, seen = at_terminal("lookup", "BS1 5TR", env={"NO_COLOR": "1"})
    assert code == 0
    assert "\x1b[3" not in seen
    assert "\x1b[9" not in seen


@needs_bash
@pytest.mark.parametrize("limit", ["ulimit -n 16", "ulimit -v 400000"])
@pytest.mark.skipif(sys.platform != "linux", reason="not every system counts memory this way")
def test_little_room_is_room_enough(limit: str) -> None:
    """Few file handles, little memory (fault 105)."""
    result = in_shell(f'{limit}; "$@"', *LETTER, "--jsonl", "BS1 5TR")
    in_words(result)
    assert (result.code, len(result.records)) == (0, 3)


def _strangers_may_run() -> bool:
    if not shutil.which("unshare"):
        return False
    return (
        subprocess.run(
            ["unshare", "--user", "--map-user=54321", "true"], capture_output=True, check=False
        ).returncode
        == 0
    )


@pytest.mark.skipif(not _strangers_may_run(), reason="needs user namespaces")
def test_a_user_without_a_home_is_answered() -> None:
    """A number that no list of users knows, as containers have it, and no HOME (faults 86 and 105)."""
    stranger = ["unshare", "--user", "--map-user=54321", "env", "-u", "HOME", "-u", "XDG_CONFIG_HOME"]
    result = run_words([*stranger, *command("lookup", "BS1 5TR")])
    in_words(result)
    assert result.code == 0
    assert "Bristol City Council" in result.stdout


def test_the_tool_runs_from_any_folder(tmp_path: Path) -> None:
    """Its templates and data are found from where it is installed (fault 106)."""
    result = run(*LETTER, "--jsonl", "BS1 5TR", cwd=tmp_path)
    assert (result.code, len(result.records)) == (0, 3)
    assert list(tmp_path.iterdir()) == []
