"""Templates of one's own: listed, copied, checked, used before the shipped; and none can do harm."""

import os
import shutil
import signal
import subprocess
from datetime import date
from pathlib import Path

import pytest

from askcandidate.campaign import Campaign
from askcandidate.commands.samples import sample
from askcandidate.formats.variables import PARTS, PURPOSES, meanings
from askcandidate.places import Finder
from askcandidate.resources import TEMPLATES
from cli import Result, command, in_words, refused, run, run_words

DAY = "2026-11-21"
PAGE = "letter/page.txt.j2"
HEDGEHOGS = Path(__file__).parent / "fixtures/hedgehogs"


def own(folder: Path, text: str | bytes, name: str = PAGE) -> Path:
    """Put a template of one's own into a folder, and give the folder."""
    path = folder / "mine" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / "mine"


def letter(folder: Path, *args: str | Path) -> Result:
    return run(
        *("letter", "BS1 5TR", "--office", "council", "--no-input", "-q", "--on", DAY),
        *("--templates", folder, *args),
    )


# List, show, copy, check


def test_list_names_every_shipped_template_and_ones_own(tmp_path: Path) -> None:
    folder = own(tmp_path, "x", "parts/mine.j2")
    own(tmp_path, "y")
    lines = run("templates", "list", "--templates", folder).stdout.splitlines()
    named = {line.split()[0]: line.split()[1] for line in lines}
    shipped = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.j2")}
    shipped = {name for name in shipped if not name.startswith("log/")}  # no command takes others of these
    assert set(named) == shipped | {"parts/mine.j2"} == set(PURPOSES) | {"parts/mine.j2"}
    assert named[PAGE] == str(folder / PAGE)
    assert named["letter/body.j2"] == "shipped"


def test_show_gives_the_text_that_would_be_used(tmp_path: Path) -> None:
    assert run("templates", "show", PAGE).stdout == (TEMPLATES / PAGE).read_text(encoding="utf-8")
    assert run("templates", "show", PAGE, "--templates", own(tmp_path, "mine\n")).stdout == "mine\n"
    refused(run("templates", "show", "letter/nope.j2"), 4, "letter/nope.j2", "templates list")


def test_documented_variables_are_those_that_pages_are_handed(finder: Finder) -> None:
    """For letters and for each page of a pack: no more, and no fewer."""
    handed = sample(Campaign(), finder, date(2026, 11, 21))
    assert set(handed) == set(PURPOSES) - set(PARTS)
    for name, samples in handed.items():
        for words in samples:
            assert set(words) == set(meanings(name)), name


@pytest.mark.parametrize("name", PURPOSES)
def test_show_variables_has_a_meaning_and_an_example_for_each(name: str) -> None:
    text = run("templates", "show", name, "--variables", "--on", DAY).stdout
    assert text.count("such as:") == len(meanings(name)) > 1


def test_copies_say_where_they_come_from_and_change_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "mine"
    copied = run("templates", "copy", *PURPOSES, "--templates", folder)
    assert copied.code == 0, copied
    assert (folder / PAGE).read_text(encoding="utf-8").startswith("{# Copied from askcandidate ")
    assert letter(folder).stdout == run("letter", "BS1 5TR", "--office", "council", "--no-input", "-q", "--on", DAY).stdout  # fmt: skip
    checked = run("templates", "check", folder)
    assert (checked.code, checked.stdout) == (0, "")
    assert checked.stderr.endswith(f"askcandidate: templates looked at: {len(PURPOSES)}; faults: 0.\n")


def test_copy_writes_over_nothing_without_force(tmp_path: Path) -> None:
    folder = own(tmp_path, "mine")
    refused(run("templates", "copy", PAGE, "--templates", folder), 73, "exists already")
    assert (folder / PAGE).read_text(encoding="utf-8") == "mine"
    assert run("templates", "copy", PAGE, "--templates", folder, "--force").code == 0
    refused(run("templates", "copy", "nope.j2", "--templates", folder), 4, "nope.j2")
    refused(run("templates", "copy", PAGE), 2, "--templates")


def test_check_warns_of_a_copy_whose_original_has_changed(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    run("templates", "copy", PAGE, "--templates", folder)
    text = (folder / PAGE).read_text(encoding="utf-8")
    head, _, rest = text.partition("the sum ")
    (folder / PAGE).write_text(f"{head}the sum {'0' * 16}{rest[16:]}", encoding="utf-8")
    checked = run("templates", "check", folder)
    assert checked.code == 0, checked
    assert "the shipped one has changed since" in checked.stderr


def test_check_lists_every_fault_by_file_and_line(tmp_path: Path) -> None:
    """And names what may have been meant (faults 66 and 67)."""
    folder = own(tmp_path, "{{ subject }}\n{% if row.never %}{{ adress }}{% endif %}\n")
    own(tmp_path, "one\n{{ oops\n", "letter/body.j2")
    own(
        tmp_path,
        "{% if with_holder and alone and blanks > 3 %}\n{{ venu }}{% endif %}x",
        "hustings/sheet.md.j2",
    )
    own(tmp_path, "x", "letter/pgae.txt.j2")
    checked = run("templates", "check", folder)
    in_words(checked)
    assert checked.code == 11
    assert f"{folder}/letter/page.txt.j2:2: There is no `adress`" in checked.stdout
    assert f"{folder}/letter/body.j2:2: " in checked.stdout
    assert f"{folder}/hustings/sheet.md.j2:2: There is no `venu`; did you mean `venue`?" in checked.stdout
    assert "letter/pgae.txt.j2: none of ours has this name" in checked.stderr


def test_check_takes_its_folder_as_other_commands_do(tmp_path: Path) -> None:
    folder = own(tmp_path, "{{ adress }}\n")
    by_option = run("templates", "check", "--templates", folder)
    assert by_option == run("templates", "check", folder)
    assert by_option.code == 11
    refused(run("templates", "check", folder, "--templates", tmp_path), 2, "Two folders", str(tmp_path))
    refused(run("templates", "check", "--templates", tmp_path / "gone"), 2, "There is no folder")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ subject.foo }}", "There is no `foo` in a text, which is used as it is, without a dot."),
        ('{{ row.postcode["foo"] }}', "There is no `foo` in a text, which is used as it is, without a dot."),
        ("{{ subject[9999] }}", "There is no `9999` in a text, which is used as it is, without a dot."),
        ("{{ beside.foo }}", "There is no `foo` in a list: loop over it ({% for each in ... %}), and ask each."),
        ("{{ (subject == beside).foo }}", "There is no `foo` in a yes or no, which is used as it is, without a dot."),
        ("{{ row.foo }}", "There is no `foo`; there are: "),
    ],
)  # fmt: skip
def test_a_part_of_what_has_none_is_said_so(tmp_path: Path, text: str, says: str) -> None:
    """Not that there are none of them, which would not help."""
    folder = own(tmp_path, f"{text}\n")
    assert f"page.txt.j2:1: {says}" in run("templates", "check", folder).stdout


def test_shipped_templates_pass_the_check() -> None:
    checked = run("templates", "check")
    assert (checked.code, checked.stdout) == (0, ""), checked


# One's own before the shipped


def test_only_files_that_are_there_take_the_place_of_shipped_ones(tmp_path: Path) -> None:
    folder = own(tmp_path, "Printed by hand.\n", "hustings/foot.md.j2")
    pack = run("hustings", "BS1 5TR", "--office", "mayor", "--format", "md", "--templates", folder)
    assert pack.stdout.count("Printed by hand.") == 5
    assert "No party, no side." not in pack.stdout
    assert f"using the templates in {folder}: hustings/foot.md.j2." in pack.stderr


def test_settings_name_the_folder(tmp_path: Path) -> None:
    folder = own(tmp_path, "by setting\n")
    args = ("letter", "BS1 5TR", "--office", "council", "--no-input", "-q")
    by_environment = run(*args, env={"ASKCANDIDATE_TEMPLATES": str(folder)})
    (tmp_path / "askcandidate.toml").write_text('templates = "mine"\n', encoding="utf-8")
    by_project = run(*args, cwd=tmp_path)
    assert by_environment.stdout == by_project.stdout == "by setting\n"
    assert "using the templates in mine" in by_project.stderr
    refused(letter(tmp_path / "nowhere"), 2, "no folder")


def test_a_changed_template_stops_a_batch_from_going_on(tmp_path: Path) -> None:
    """What was written with one template is not gone on with in another."""
    folder = own(tmp_path, "{{ row.ward }}\n")
    rows = tmp_path / "rows.csv"
    rows.write_text("postcode,ward\n" + "BS1 5TR,Central\n" * 40_000, encoding="utf-8")
    words = command(
        "letter", "--from", rows, "--out", tmp_path / "letters.txt", "--templates", folder, "--on", DAY
    )
    journal = tmp_path / ".letters.txt.journal"
    running = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    while running.poll() is None and not (journal.exists() and journal.read_text("utf-8").count("\n") > 1):
        running.poll()
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL, "it must be stopped, not finished"
    own(tmp_path, "{{ row.ward }}!\n")
    refused(run_words([*words, "--resume"]), 2, "data changed since")


def test_columns_of_a_batch_are_variables(tmp_path: Path) -> None:
    folder = own(tmp_path, '{{ row.items }} {{ row["Any Name"] }}\n')
    rows = tmp_path / "rows.csv"
    rows.write_text("postcode,items,Any Name\nBS1 5TR,apples,pears\n", encoding="utf-8")
    result = run("letter", "--from", rows, "--office", "council", "--templates", folder)
    assert result.stdout == "apples pears\n"
    own(tmp_path, "x\n{{ row.colour }}")
    refused(
        run("letter", "--from", rows, "--office", "council", "--templates", folder),
        9,
        "page.txt.j2:2: There is no `colour`; there are: postcode, items, Any Name.",
    )


@pytest.mark.parametrize(
    ("suffix", "library"),
    [("txt", "rich"), ("md", "jinja2"), ("html", "markdown_it"), ("docx", "docx"), ("pdf", "typst")],
)
def test_a_table_of_ones_own_may_be_empty(tmp_path: Path, suffix: str, library: str) -> None:
    """No rows on a page, no title over a column of a cover: in every form of a pack."""
    pytest.importorskip(library)
    folder = own(tmp_path, "# Own\n\n| a | b |\n|--|--|\n\nfoot\n", "hustings/sheet.md.j2")
    own(tmp_path, "# Cover\n\n| a | |\n|--|--|\n| x | y |\n", "hustings/cover.md.j2")
    words = (
        "--office",
        "pcc",
        "--pages",
        "sheet",
        "--templates",
        folder,
        "--out",
        tmp_path / f"own.{suffix}",
    )
    assert run("hustings", "BS1 5TR", "CF10 4UW", *words).code == 0


def test_columns_are_variables_of_packs_and_taken_literally(tmp_path: Path) -> None:
    folder = own(tmp_path, "From {{ row.ward }}\n", "hustings/foot.md.j2")
    rows = tmp_path / "rows.csv"
    rows.write_text("postcode,ward\nBS1 5TR,*Central*\n", encoding="utf-8")
    args = ("hustings", "--format", "md", "--templates", folder)
    assert r"From \*Central\*" in run(*args, "--office", "mayor", "--from", rows).stdout
    events = tmp_path / "events.csv"
    events.write_text("contest,kind,ward\nTown ward,council,*Central*\n", encoding="utf-8")
    assert r"From \*Central\*" in run(*args, "--events", events).stdout


@pytest.mark.parametrize("text", [b"\xef\xbb\xbfHello\r\nyou\r\n", b"Hello\nyou\n"])
def test_marks_and_line_ends_of_other_systems_are_read(tmp_path: Path, text: bytes) -> None:
    """As an editor of Windows writes them (fault 71)."""
    assert letter(own(tmp_path, text)).stdout == "Hello\nyou\n"


# Hostile templates

NESTED = "{% set d = [1] %}" + "{% set d = [d, d] %}" * 40
DOUBLED = "{% set a = body %}" + "{% set a = a ~ a %}" * 40
HOSTILE = {
    "loops that write nothing": "\n{% for a in body * 9 %}{% for b in body * 9 %}{% endfor %}{% endfor %}x",
    "loops that write": "\n{% for a in body %}{% for b in body %}{{ body }}{% endfor %}{% endfor %}",
    "text times": "\n{{ 'a' * 10 ** 8 }}",
    "list times": "\n{{ ([1] * 10 ** 8)|length }}",
    "power": "\n{{ 9 ** 99999999 }}",
    "power of a large one": "\n{{ (10 ** 18) ** 9 ** 9 }}",
    "doubled": "\n" + DOUBLED + "{{ a|length }}",
    "doubled by a macro": "\n{% macro f(x) %}{{ x }}{{ x }}{% endmacro %}{% set a = body %}" + "{% set a = f(a) %}" * 40,
    "doubled by a block": "\n{% set a = body %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
    "lists in lists written": "\n" + NESTED + "{{ d|string }}",
    "lists in lists compared": "\n" + NESTED + "{{ d == d[:] }}",
    "percent": "\n{{ '%100000000d' % 5 }}",
    "format": "\n{{ '{:100000000}'.format(1) }}",
    "filter that pads": "\n{{ 'a'|center(100000000) }}",
    "method that pads": "\n{{ 'a'.zfill(100000000) }}",
    "replace": "\n{{ body|replace('', body)|replace('', body) }}",
    "join": "\n{{ (body * 9)|list|join(body * 9) }}",
    "calls without end": "\n{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "calls that branch": "\n{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "includes itself": "\n{% include 'letter/page.txt.j2' %}",
    "recursive loop": "\n{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "python": "\n{{ ''.__class__.__mro__ }}",
    "attr": "\n{{ ''|attr('__class__') }}",
    "map attr": "\n{{ ['']|map(attribute='__class__')|join }}",
    "globals": "\n{{ cycler.__init__.__globals__ }}",
    "macro's own": "\n{% macro f() %}{% endmacro %}{{ f._func }}",
    "range": "\n{% for a in range(10 ** 9) %}{% endfor %}",
    "parent folder": "\n{% include '../../etc/passwd.j2' %}",
    "absolute": "\n{% include '/etc/passwd' %}",
    "name from data": "\n{% include subject %}",
    "terminal": "\n\x1b]0;title\x07",
    "terminal in quotation marks": "\n{{ '\\x1b[2J' }}",
    "method as text": "\n{{ body.upper }}",
    "list as text": "\n{{ beside }}",
    "nothing": "\n{{ none }}",
    "division": "\n{{ 1 / 0 }}",
    "types": "\n{{ 1 + 'a' }}",
    "syntax": "\n{% if %}",
    "mutation": "\n{{ beside.append('x') }}",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_template_ends_soon_with_its_file_and_line(tmp_path: Path, text: str) -> None:
    """Through the command line, in a process of its own (faults 66 to 70)."""
    folder = own(tmp_path, text)
    before = os.times().children_user
    result = letter(folder)
    refused(result, 9, f"{folder}/letter/page.txt.j2:2: ")
    assert "0x" not in result.stderr, "an address differs from run to run"
    assert os.times().children_user - before < 10


@pytest.mark.parametrize(
    "text",
    [
        *("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "{{ 0x" + "f" * 50_000 + " }}"),
        *("{% for a in [1] %}" * 30 + "{% endfor %}" * 30, "{{ body" + "|upper" * 10_000 + " }}", "{{" * 50_000),
        *("x" * 300_000, "", " \n ", "{% if false %}x{% endif %}", b"\xff\xfe\x00"),
    ],
    ids=["brackets", "number", "loops", "filters", "open", "long", "empty", "blank", "silent", "binary"],
)  # fmt: skip
def test_a_template_that_is_none_is_refused_with_its_file(tmp_path: Path, text: str | bytes) -> None:
    """Nothing of it is a traceback (fault 71)."""
    folder = own(tmp_path, text)
    refused(letter(folder), 9, f"{folder}/letter/page.txt.j2")


@pytest.mark.parametrize("kind", ["pipe", "folder", "link out", "link to itself", "device"])
def test_only_a_plain_file_inside_the_folder_is_read(tmp_path: Path, kind: str) -> None:
    """And nothing is waited for (fault 70)."""
    folder = own(tmp_path, "x")
    path = folder / PAGE
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "link to itself":
        path.symlink_to(path)
    else:
        target = Path("/dev/zero") if kind == "device" else tmp_path / "secret.j2"
        (tmp_path / "secret.j2").write_text("secret", encoding="utf-8")
        path.symlink_to(target)
    refused(letter(folder), 9, str(path))
    checked = run("templates", "check", folder)
    in_words(checked)
    assert (checked.code, str(path) in checked.stdout) == (11, True)


def test_a_template_names_no_file(tmp_path: Path) -> None:
    """Whatever it sets or prints, each letter has the name that the tool gives (fault 72)."""
    folder = own(tmp_path, "{% set name = '../x' %}{% set path = name %}{% set out = name %}Filename: ../x\n")
    letters = tmp_path / "a/out"
    assert letter(folder, "--out", letters).code == 0
    (made,) = (path for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert made == letters / "bs1-council-e06000023-office.txt"
    assert made.read_text(encoding="utf-8") == "Filename: ../x\n"


def test_a_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    folder = own(tmp_path, "linked\n", "parts/page.j2")
    (folder / "letter").mkdir()
    (folder / PAGE).symlink_to(folder / "parts/page.j2")
    assert letter(folder).stdout == "linked\n"


def test_what_a_template_needs_is_there(tmp_path: Path) -> None:
    """Macros, blocks, imports, loops and the filters of a page."""
    own(tmp_path, "{% macro twice(x) %}{{ x }} {{ x }}{% endmacro %}", "parts/tools.j2")
    own(tmp_path, "<{% block inner %}{% endblock %}>\n", "parts/frame.j2")
    folder = own(
        tmp_path,
        "{% extends 'parts/frame.j2' %}{% from 'parts/tools.j2' import twice %}{% block inner %}"
        "{% for a in ['b', 'a']|sort %}{{ loop.index }}{{ twice(a|upper) }}{{ ', ' if not loop.last }}{% endfor %}"
        "{{ '-' * 3 }}{{ (7 * 6) ~ '.' }}{{ salutation[:4] }}{{ ['x', '']|select|join('; ') }}"
        "{{ 'x' if nobody is defined else 'y' }}{% endblock %}",
    )
    assert letter(folder).stdout == "<1A A, 2B B---42.Dearxy>\n"


# Another campaign


@pytest.fixture
def hedgehogs(tmp_path: Path) -> Path:
    """A campaign of another charity: three asks, one fact, templates of its own."""
    return Path(shutil.copytree(HEDGEHOGS, tmp_path / "hedgehogs"))


def test_a_campaign_brings_its_own_templates(hedgehogs: Path) -> None:
    result = run("letter", "BS1 5TR", "--no-input", "--campaign", hedgehogs, "--on", DAY)
    assert "using the campaign in" in result.stderr
    assert f"using the templates in {hedgehogs}/templates: hustings/foot.md.j2, {PAGE}." in result.stderr
    assert result.stdout.startswith("Bristol: is there a crossing for hedgehogs?\n\nDear Councillor,\n")
    checked = run("templates", "check", hedgehogs / "templates", "--campaign", hedgehogs)
    assert (checked.code, checked.stdout) == (0, ""), checked


def test_another_campaigns_asks_and_facts_are_those_used(hedgehogs: Path) -> None:
    listed = run("asks", "--campaign", hedgehogs)
    assert [line.split()[0] for line in listed.stdout.splitlines() if " hog-" in line] == [
        "hog-1",
        "hog-2",
        "hog-3",
    ]
    with_fact = run("letter", "BS1 5TR", "--no-input", "--campaign", hedgehogs, "--on", DAY, "--fact", "f-crossings")  # fmt: skip
    assert "In 2025, 12 crossings were built" in with_fact.stdout
    refused(
        run("letter", "BS1 5TR", "--no-input", "-q", "--campaign", hedgehogs, "--asks", "hfj-1"), 4, "hog-1"
    )


def test_another_campaigns_packs_speak_of_nothing_else(hedgehogs: Path) -> None:
    pack = run("hustings", "BS1 5TR", "--office", "council", "--candidates", "3", "--campaign", hedgehogs)
    assert pack.code == 0, pack
    assert "leave out where a nest is" in pack.stdout
    assert "Hedgehog Crossing Trust" in pack.stdout
    spoken = pack.stdout.lower()
    assert [word for word in ("slave", "exploit", "traffick", "08000") if word in spoken] == []


@pytest.mark.parametrize("to", ["office-holders", "candidates"])
@pytest.mark.parametrize("chosen", [[], ["--asks", "hog-1,hog-2"]])
def test_another_campaigns_letters_speak_of_nothing_else(hedgehogs: Path, to: str, chosen: list[str]) -> None:
    """With the shipped templates too, without own words, to whoever is written to."""
    shutil.rmtree(hedgehogs / "templates")
    result = run(
        *("letter", "BS1 5TR", "--office", "council", "--no-input", "--campaign", hedgehogs),
        *("--on", DAY, "--to", to, *chosen),
    )
    assert result.code == 0, result
    assert "hedgehogs" in result.stdout
    said = (result.stdout + result.stderr).lower()
    assert [word for word in ("slave", "exploit", "traffick", "08000") if word in said] == []
