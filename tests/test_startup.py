"""A lookup in a pipe loads what it needs and nothing else; guarded by what is imported, never by a clock."""

import json
import subprocess
import sys

import pytest

HEAVY = {"pydantic", "httpx", "jinja2", "rich", "stamina", "asyncio", "sqlite3", "importlib.metadata"}


def loaded(*words: str) -> set[str]:
    """Run the tool in a process of its own and give the modules that it had loaded at the end."""
    program = (
        "import json, sys\n"
        f"sys.argv = ['askcandidate', *{list(words)!r}]\n"
        "from askcandidate.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert end.code == 0, end.code\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.__stderr__)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"], ["--jsonl"]])
def test_a_lookup_in_a_pipe_loads_nothing_heavy(form: list[str]) -> None:
    """Typer below 0.29 keeps pydantic out; ours keeps out the rest."""
    modules = loaded("lookup", "BS1", "5TR", *form)
    assert "askcandidate.gazetteer.index" in modules
    assert modules & HEAVY == set()


def test_a_lookup_loads_no_other_command() -> None:
    """The letter, the campaign and the templates wait until they are asked for."""
    modules = loaded("lookup", "BS1 5TR")
    others = {m for m in modules if m.startswith("askcandidate.commands.")}
    needed = ("lookup", "groups", "options", "services", "engines", "streams", "runs")
    assert others == {f"askcandidate.commands.{name}" for name in needed}


def test_a_letter_opens_no_network_library() -> None:
    """Offline by default: the modules that could open a socket for us are not even loaded."""
    assert (
        loaded("letter", "BS1 5TR", "--no-input", "-q") & {"httpx", "stamina", "asyncio", "sqlite3"} == set()
    )
