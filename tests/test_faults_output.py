"""Files that are written: their names, what is there already, links, rights, and what is left of a stop."""

import os
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from cli import Argument, command, in_words, refused, run, run_words
from members import DAY, read

LETTERS = ("letter", "--office", "council", "-q", *DAY)
AS_ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False
NAMES = [
    *("../../x", "/etc/passwd", "..\\..\\x", "-rf", ".hidden", "CON", "nul.txt", "a.", "b ", "x" * 300),
    *("$(id)", "a\u202eb", "a\tb", "c:d", "..", "*?", "ŵ", "e|f<g>h"),
]


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Give a file of one row."""
    file = tmp_path / "one.txt"
    file.write_text("BS1 5TR\n", encoding="utf-8")
    return file


def lookup(file: Path, *words: Argument) -> tuple[Argument, ...]:
    return ("lookup", "--from", file, "--csv", *DAY, *words)


def test_no_name_of_a_row_leads_out_of_the_folder(tmp_path: Path) -> None:
    """Ids as somebody types them, or means them; each letter has a plain name of its own (fault 74)."""
    file, folder = tmp_path / "rows.csv", tmp_path / "home/out"
    folder.parent.mkdir()
    quoted = ['"' + name.replace('"', '""') + '"' for name in NAMES]
    file.write_text("postcode,ref\n" + "".join(f"BS1 5TR,{name}\n" for name in quoted), encoding="utf-8")
    run(*LETTERS, "--from", file, "--id", "ref", "--out", folder)
    made = [path.relative_to(tmp_path / "home") for path in folder.parent.rglob("*") if path.is_file()]
    assert made
    for path in made:
        assert path.parent == Path("out")
        assert path.name.isascii()
        assert len(path.name) <= 200
        assert set(path.stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"), path
        assert not path.name.startswith(("-", "con.", "nul."))
    assert {path.name for path in tmp_path.iterdir()} == {"rows.csv", "home"}


def test_rows_whose_ids_come_to_one_name_keep_apart(tmp_path: Path) -> None:
    """By case, by marks, by what a file's name cannot hold: no letter takes another's place (fault 75)."""
    file = tmp_path / "rows.csv"
    file.write_text("postcode,ref\nBS1 5TR,a b\nBS1 6TR,A-B\nBS1 5TR,a/b\nBS1 5TR,a b\n", encoding="utf-8")
    result = run(
        *LETTERS, "--from", file, "--id", "ref", "--out", tmp_path / "out", "--rejects", tmp_path / "r.csv"
    )
    assert len(list((tmp_path / "out").glob("*.txt"))) == 3
    assert [row["ref"] for row in read(tmp_path / "r.csv")] == ["a b"]
    assert result.code == 3


def test_a_letter_to_a_link_goes_where_it_leads(tmp_path: Path) -> None:
    """One letter too, and an archive: the link stays (fault 77)."""
    for name in ("mine.md", "mine.zip"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
        link = tmp_path / f"link-{name}"
        link.symlink_to(tmp_path / name)
        run("letter", "BS1 5TR", "--office", "pcc", "--no-input", "--out", link, "--force", *DAY)
        assert link.is_symlink()
        assert (tmp_path / name).stat().st_size > 500


def test_a_link_is_followed_where_its_file_is_to_be_replaced(one: Path, tmp_path: Path) -> None:
    """Not without --force; then the file it leads to is replaced in one step, and the link stays (fault 77)."""
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    for name in ("o.csv", "r.csv", "p.csv"):
        (kept / name).write_text("mine", encoding="utf-8")
        (tmp_path / name).symlink_to(kept / name)
    links = ("--out", tmp_path / "o.csv", "--rejects", tmp_path / "r.csv", "--report", tmp_path / "p.csv")
    refused(run(*lookup(one, *links)), 73, "exists already", "--force")
    assert (kept / "o.csv").read_text(encoding="utf-8") == "mine"
    assert run(*lookup(one, *links, "--force")).code == 0
    assert all((tmp_path / name).is_symlink() for name in ("o.csv", "r.csv", "p.csv"))
    assert "Bristol City Council" in (kept / "o.csv").read_text(encoding="utf-8")
    assert (kept / "r.csv").read_text(encoding="utf-8") == ""
    assert {path.name for path in kept.iterdir()} == {"o.csv", "r.csv", "p.csv"}
    twice = ("--out", kept / "o.csv", "--rejects", tmp_path / "o.csv")
    refused(run(*lookup(one, *twice, "--force")), 2, "the same file")


@pytest.mark.parametrize("words", [("--out",), ("--out", "ok.csv", "--rejects"), ("--force", "--out")])
def test_a_link_that_leads_nowhere_is_refused(one: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Nothing says what its owner means by it; nor by one that leads to itself (fault 77)."""
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nobody/knows.csv")
    (tmp_path / "round.csv").symlink_to(tmp_path / "round.csv")
    for name in ("gone.csv", "round.csv"):
        refused(run(*lookup(one, *words, name), cwd=tmp_path), 73, "a link that leads nowhere")
        assert (tmp_path / name).is_symlink()


def test_a_link_among_the_letters_is_no_way_out(one: Path, tmp_path: Path) -> None:
    """What it leads to is never written, not even with --force, which replaces the link (fault 77)."""
    run(*LETTERS, "--from", one, "--out", tmp_path / "out")
    (letter,) = (tmp_path / "out").glob("*.txt")
    text = letter.read_text(encoding="utf-8")
    important = tmp_path / "important"
    important.write_text("mine", encoding="utf-8")
    letter.unlink()
    letter.symlink_to(important)
    refused(run(*LETTERS, "--from", one, "--out", tmp_path / "out"), 73, "exists already")
    assert run(*LETTERS, "--from", one, "--out", tmp_path / "out", "--force").code == 0
    assert important.read_text(encoding="utf-8") == "mine"
    assert not letter.is_symlink()
    assert letter.read_text(encoding="utf-8") == text


def test_a_pipe_is_not_replaced_by_a_file(one: Path, tmp_path: Path) -> None:
    """Nor a device, with whatever rights we run (fault 77)."""
    os.mkfifo(tmp_path / "pipe")
    for target in (tmp_path / "pipe", "/dev/null"):
        refused(run(*lookup(one, "--force", "--out", target)), 73, "a device or a pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_place_that_cannot_be_written_in_is_told_before_any_work(one: Path, tmp_path: Path) -> None:
    """No folder, or a file where a folder should be (fault 80)."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    refused(run(*lookup(one, "--out", tmp_path / "none/o.csv")), 73, "There is no folder")
    refused(run(*lookup(one, "--out", tmp_path / "taken/o.csv")), 73)
    refused(run(*LETTERS, "--from", one, "--out", tmp_path / "taken"), 73, "a file, not a folder")
    assert {path.name for path in tmp_path.iterdir()} == {"one.txt", "taken"}


@pytest.mark.skipif(AS_ROOT, reason="root may write anywhere")
def test_a_folder_closed_to_us_is_told_before_any_work(one: Path, tmp_path: Path) -> None:
    """Its rights are looked at first (fault 80)."""
    closed = tmp_path / "closed"
    closed.mkdir(0o500)
    refused(run(*lookup(one, "--out", closed / "o.csv")), 73, "Permission denied")
    refused(run(*LETTERS, "--from", one, "--out", closed / "out"), 73, "Permission denied")


def test_a_file_that_cannot_grow_stops_the_run_and_no_more(tmp_path: Path) -> None:
    """A limit on a file's size, as a quota has it: the old file stays, and what is done goes on (fault 78)."""
    rows = tmp_path / "rows.txt"
    rows.write_text("BS1 5TR\n" * 20_000, encoding="utf-8")
    words = command(*lookup(rows, "--out", tmp_path / "o.csv", "--force"))
    (tmp_path / "o.csv").write_text("mine", encoding="utf-8")
    refused(run_words(["bash", "-c", 'ulimit -f 100; "$@"', "bash", *words]), 74, "File too large")
    assert (tmp_path / "o.csv").read_text(encoding="utf-8") == "mine"
    assert run(*lookup(rows, "--out", tmp_path / "o.csv", "--force")).code == 0
    assert (tmp_path / "o.csv").read_bytes().count(b"\n") == 20_001
    assert {path.name for path in tmp_path.iterdir()} == {"rows.txt", "o.csv"}


def test_data_that_cannot_be_built_leaves_the_old_in_use(tmp_path: Path) -> None:
    """No room, a release cut short, a web page instead of one: the file that was there answers on (fault 93)."""
    release, page, cut = (tmp_path / f"ONSPD_{month}_2026_UK.csv" for month in ("AUG", "MAY", "FEB"))
    whole = "pcds,doterm,lad26cd\nBS1 5TR,,E06000023\n"
    release.write_text(whole, encoding="utf-8")
    page.write_text("<!DOCTYPE html><title>Sign in</title>", encoding="utf-8")
    cut.write_text(f"{whole}BS1 5TS\n", encoding="utf-8")
    mine = tmp_path / "mine.bin"
    assert run("data", "build", release, "--out", mine).code == 0
    before = mine.read_bytes()
    for broken in (page, cut):
        assert run("data", "build", broken, "--out", mine, "--force").code == 8
    no_room = run_words(
        [
            "bash",
            "-c",
            'ulimit -f 0; "$@"',
            "bash",
            *command("data", "build", release, "--out", mine, "--force"),
        ]
    )
    in_words(no_room)
    assert no_room.code == 74
    assert mine.read_bytes() == before
    assert run("lookup", "BS1 5TR", "--data", mine, *DAY).code == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_who_may_read_what_is_written(one: Path, tmp_path: Path) -> None:
    """Letters, rejects and the report their owner alone; a table whoever the umask lets (fault 84)."""
    before = os.umask(0o027)
    try:
        words = ("--rejects", tmp_path / "r.csv", "--report", tmp_path / "p.csv")
        run(*lookup(one, "--out", tmp_path / "o.csv", *words))
        run(*LETTERS, "--from", one, "--out", tmp_path / "l.md")
        run(*LETTERS, "--from", one, "--out", tmp_path / "out")
    finally:
        os.umask(before)
    paths = [tmp_path / "o.csv", tmp_path / "r.csv", tmp_path / "p.csv", tmp_path / "l.md"]
    paths += (tmp_path / "out").glob("*.txt")
    assert [oct(path.stat().st_mode & 0o777) for path in paths] == ["0o640", *["0o600"] * 4]


@pytest.mark.parametrize("command", ["letter", "hustings"])
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--out", ""), "No file is named after --out."),
        (("--out", "a.md", "--format", "html"), "a.md is a name for another form than --format html."),
        (("--out", "a.xyz"), "a.xyz is neither a folder nor a form that"),
    ],
)
def test_a_name_that_fits_no_form_is_refused(
    tmp_path: Path, command: str, words: tuple[str, ...], says: str
) -> None:
    """Before anything is written."""
    refused(run(command, "BS1 5TR", *words, *DAY, cwd=tmp_path), 2, says)
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_names_the_one_file(tmp_path: Path) -> None:
    """And does not make it."""
    result = run("letter", "BS1 5TR", "--out", "a.md", "--dry-run", "--no-input", *DAY, cwd=tmp_path)
    assert result.code == 0
    assert "would write a.md" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_rows_that_fail_leave_the_others_in_the_archive(tmp_path: Path) -> None:
    """Two letters of three rows, and the third is named."""
    words = ("--from", "-", "--office", "council", "--out", "letters.zip", *DAY)
    result = run("letter", *words, stdin="BS1 5TR\nrubbish\nEH1 1YJ\n", cwd=tmp_path)
    assert result.code == 3
    assert "rubbish" in result.stderr
    with ZipFile(tmp_path / "letters.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".txt")]
    assert names == ["000001-bs1-council-e06000023-office.txt", "000003-eh1-council-s12000036-office.txt"]
