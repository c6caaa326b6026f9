"""Rows 8 to 10: what the books of a batch cost, and the packs of a whole country."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from measuring import OURS, Result, Run, alternate, clock, megabytes, timed

LETTERS = 30_000
LETTER_ROUNDS = 1  # a file each is a minute of waiting for the disk
FEW = 10_000
PACK_ROUNDS = 3
_KINDS = ("pcc", "mayor", "council", "county")


def batches(postcodes: list[str], folder: Path, passed: list[str]) -> Iterator[Result]:
    """Measure batches that keep books, each a whole process.

    Args:
        postcodes: a million that are answered.
        folder: where there is room for all of it.
        passed: the day asked about, as options.
    """
    yield _letters(_listed(postcodes[:LETTERS], folder / "letters.txt"), folder, passed)
    yield _memory(postcodes, folder, passed)
    yield _packs(folder, passed)


def _letters(rows: Path, folder: Path, passed: list[str]) -> Result:
    """Row 8: the same letters as lines of one file, and as files."""
    words = [str(OURS), "letter", "--from", str(rows), "--office", "council", "-q", *passed]
    line, files = folder / "lines.jsonl", folder / "files"
    took = alternate({"lines": _into(line, [*words, "--jsonl"]), "files": _into(files, words)}, LETTER_ROUNDS)
    with line.open("rb") as written:
        count = sum(1 for _ in written)
    if not count == sum(1 for _ in files.glob("*.txt")) == LETTERS:
        raise SystemExit("Not as many letters as rows.")
    ratio = took["files"] / took["lines"]
    return Result(
        f"8. `askcandidate letter --jsonl --out FILE`, {LETTERS:,} letters, whole process",
        f"{LETTERS / took['lines']:,.0f} a second",
        f"{LETTERS / took['files']:,.0f} a second, a file each",
        f"{ratio:.2f}x as fast",
        "at least 2.5x",
        ratio >= 2.5,
    )


def _memory(postcodes: list[str], folder: Path, passed: list[str]) -> Result:
    """Row 9: a long run takes no more memory than a short one, whatever books it keeps."""
    peaks = []
    for name, count in (("few", FEW), ("many", len(postcodes))):
        rows, out = _listed(postcodes[:count], folder / f"{name}.txt"), folder / f"{name}.csv"
        books = [
            "--rejects",
            str(folder / f"{name}-rejects.csv"),
            "--report",
            str(folder / f"{name}-report.csv"),
        ]
        words = [str(OURS), "lookup", "--from", str(rows), "--csv", "--out", str(out), *books, *passed]
        peaks.append(clock(Path("/dev/null"), Path("/dev/null"), words)[1])
    few, many = peaks
    return Result(
        f"9. `askcandidate lookup --out --rejects --report`, {len(postcodes):,} rows, peak memory",
        megabytes(many),
        f"{megabytes(few)}, {FEW:,} rows",
        f"{many / few:.2f}x",
        "at most 1.2x",
        many <= 1.2 * few,
    )


def _packs(folder: Path, passed: list[str]) -> Result:
    """Row 10: a pack for every office of these kinds."""
    out = folder / "packs"
    every = [word for kind in _KINDS for word in ("--all", kind)]
    took = alternate({"ours": _into(out, [str(OURS), "hustings", *every, "-q", *passed])}, PACK_ROUNDS)
    count = sum(1 for _ in out.glob("*.html"))
    return Result(
        f"10. `askcandidate hustings {' '.join(every)} --out packs`, {count:,} packs, whole process",
        f"{took['ours']:.1f} s",
        "",
        "",
    )


def _into(target: Path, command: list[str]) -> Run:
    """Make a run that writes to a file or a folder that is not there yet."""

    def clean() -> list[str]:
        shutil.rmtree(target, ignore_errors=True)
        target.unlink(missing_ok=True)
        return [*command, "--out", str(target)]

    return timed(lambda words: subprocess.run(words, check=True), clean)


def _listed(postcodes: list[str], path: Path) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{postcode}\n" for postcode in postcodes)
    return path
