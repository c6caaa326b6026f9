"""What a shell offers when Tab is pressed, asked for as the shells ask."""

import sys
from pathlib import Path

import pytest

from askcandidate.formats.schemas import SCHEMAS
from askcandidate.formats.sheets import PAGES
from cli import Result, run, run_words

KINDS = ["council", "county", "council-mayor", "pcc", "pfcc", "mayor", "parl"]
TOPICS = ["exit-codes", "environment", "events-file", "schema", "privacy"]


def ask(shell: str, line: str) -> Result:
    """Ask as a shell's script does, with the line as far as it is typed."""
    typed = f"askcandidate {line}"
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1)}
    action = {"_TYPER_COMPLETE_ARGS": typed, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    variables = {"_ASKCANDIDATE_COMPLETE": f"complete_{shell}", **(words if shell == "bash" else action)}
    result = run(env=variables)
    assert (result.code, result.stderr) == (0, ""), result
    return result


def offered(line: str) -> list[str]:
    """Give what bash is offered."""
    return ask("bash", line).stdout.split()


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("loo", ["lookup"]),
        ("data ", ["info", "verify", "diff", "build"]),
        ("help ", TOPICS),
        ("help sch", ["schema"]),
        ("help schema ", list(SCHEMAS)),
        ("lookup --sourc", ["--source"]),
        ("lookup --source e", ["embedded", "every-election"]),
        ("lookup --input-format ", ["csv", "text", "jsonl"]),
        ("letter --format m", ["md", "mbox"]),
        ("letter --office ", KINDS),
        ("letter --office counc", ["council", "council-mayor"]),
        ("letter --asks mayor-2,mayor-1,hfj-1", ["mayor-2,mayor-1,hfj-1"]),
        ("letter --fact ", ["f-nrm-2025", "coalition"]),
        ("asks lga-", [f"lga-{n}" for n in range(1, 7)]),
        ("hustings --pages sheet,", [f"sheet,{page}" for page in PAGES]),
        ("templates show letter/b", ["letter/body.j2"]),
        ("templates copy letter/body.j2 hustings/f", ["hustings/foot.md.j2"]),
        ("letter --name ", []),
    ],
)
def test_values_are_offered(line: str, values: list[str]) -> None:
    """Commands, options, formats, sources, kinds, ids, topics; nothing where anything may stand."""
    assert sorted(offered(line)) == sorted(values)


def test_the_offices_of_the_postcode_typed_are_offered() -> None:
    """Kinds and ids, and no others; a postcode that is none gets the kinds."""
    assert offered("letter BS1 5TR --office ") == [
        *("council", "pcc", "mayor"),
        *("council:E06000023", "pcc:E23000036", "mayor:E47000009"),
    ]
    assert offered("letter BS1 5TR --office p") == ["pcc", "pcc:E23000036"]
    assert offered("letter nonsense --office ") == KINDS


def test_after_a_colon_every_office_of_the_kind_is_offered() -> None:
    """The 350 councils of Great Britain that run a district and the 11 of Northern Ireland, each once."""
    councils = offered("letter --office council:")
    assert len(councils) == len(set(councils)) == 361
    assert offered("letter --office council:E06000023") == ["council:E06000023"]


def test_each_shell_is_answered_in_its_own_way() -> None:
    """fish and zsh show what a value means; bash has no room for it."""
    line = "letter BS1 5TR --office pcc:"
    title = "Police and Crime Commissioner for Avon and Somerset"
    assert ask("fish", line).stdout == f"pcc:E23000036\t{title}\n"
    assert ask("zsh", line).stdout == f"""_arguments '*: :(("pcc\\\\:E23000036":"{title}"))'\n"""
    assert ask("bash", line).stdout == "pcc:E23000036\n"


def test_a_campaign_that_cannot_be_read_offers_nothing() -> None:
    """And says nothing in the middle of somebody's command line."""
    assert offered("letter --campaign none --asks ") == []


@pytest.mark.parametrize(
    ("shell", "begins"),
    [("bash", "complete -o default -F"), ("zsh", "#compdef"), ("fish", "complete --command")],
)
def test_each_shell_gets_its_script(shell: str, begins: str) -> None:
    """What installs it is Typer's."""
    shown = run(env={"_ASKCANDIDATE_COMPLETE": f"source_{shell}"})
    assert shown.code == 0
    assert begins in shown.stdout
    assert "_ASKCANDIDATE_COMPLETE" in shown.stdout


def test_bash_itself_completes(tmp_path: Path) -> None:
    """The script, sourced by a real bash, fills in the words that Tab would show."""
    script = run(env={"_ASKCANDIDATE_COMPLETE": "source_bash"}).stdout
    (tmp_path / "script.sh").write_text(script, encoding="utf-8")
    tool = tmp_path / "askcandidate"
    tool.write_text('#!/bin/sh\nexec "$PYTHON" -m askcandidate "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    program = (
        "source script.sh; COMP_WORDS=(./askcandidate help sch); COMP_CWORD=2\n"
        '_askcandidate_completion ./askcandidate; echo "${COMPREPLY[@]}"'
    )
    done = run_words(["bash", "-c", program], cwd=tmp_path, env={"PYTHON": sys.executable})
    assert (done.code, done.stdout) == (0, "schema\n"), done
