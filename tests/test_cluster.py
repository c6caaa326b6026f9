"""A batch on a Dask cluster: a scheduler and two workers, each a process of its own; one of them is killed."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from cli import LONG, command, in_words, refused, run

pytest.importorskip("distributed", reason="Dask is not installed")

DAY = ("--on", "2026-11-21")
ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "data/postcodes_sample.csv"


class Cluster(NamedTuple):
    """A scheduler's address, and the workers."""

    address: str
    workers: list[subprocess.Popen[str]]


def _started(*words: str, until: str, env: Mapping[str, str]) -> tuple[subprocess.Popen[str], str]:
    """Start a part of the cluster; give it and the line by which it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{words[0]}", *words[1:], "--no-dashboard"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **env},
    )
    assert process.stderr
    return process, next(line for line in process.stderr if until in line)


@contextmanager
def _cluster(**env: str) -> Iterator[Cluster]:
    """Run a cluster of two workers on loopback, with these variables beside those of the test."""
    words = ("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
    scheduler, said = _started(*words, until="Scheduler at:", env=env)
    processes = [scheduler]
    try:
        address = said.split()[-1]
        for _ in range(2):
            worker, _ = _started(
                *("dask_worker", address, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1"),
                until="Registered to:",
                env=env,
            )
            processes.append(worker)
        yield Cluster(address, processes[1:])
    finally:
        for process in processes:
            process.kill()
            process.communicate()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with _cluster() as running:
        yield running


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Give a file of some thousand rows, with what no council answers for among them."""
    path = tmp_path / "rows.csv"
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        postcodes = [row["postcode"] for row in csv.DictReader(file)] + ["rubbish"]
    path.write_text("postcode\n" + "\n".join(postcodes * 20) + "\n", encoding="utf-8")
    return path


def test_a_worker_is_killed_on_the_way(cluster: Cluster, rows: Path) -> None:
    """Its chunks are done again by the other: the same bytes, order and count as on one machine."""
    words = ("lookup", "--from", rows, "--csv", *DAY)
    here = run(*words)
    process = subprocess.Popen(
        command(*words, "--engine", "dask", "--scheduler", cluster.address),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    first = [next(process.stdout) for _ in range(300)]
    cluster.workers[0].kill()
    # Not communicate(): it would pass over what these lines were read ahead with.
    assert "".join(first) + process.stdout.read() == here.stdout
    assert process.wait(LONG) == here.code == 3
    assert process.stderr
    assert here.stderr in process.stderr.read()
    process.stderr.close()
    process.stdout.close()


def test_letters_of_a_cluster_are_those_of_one_machine(cluster: Cluster, rows: Path, tmp_path: Path) -> None:
    """Files, rejects and report, to the byte."""
    words = ("letter", "--from", rows, "--limit", "450", "--office", "council", *DAY)
    kept = {}
    for name in ("here", "there"):
        folder = tmp_path / name
        folder.mkdir()
        far = ("--engine", "dask", "--scheduler", cluster.address) if name == "there" else ()
        books = ("--out", folder / "letters", "--rejects", folder / "r.csv", "--report", folder / "p.csv")
        result = run(*words, *books, *far)
        in_words(result)
        assert result.code == 3
        kept[name] = {
            path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }
    assert len(kept["here"]) > 400
    assert kept["here"] == kept["there"]


def test_workers_with_another_catalogue_are_refused(tmp_path: Path) -> None:
    """Their Welsh would not be ours, though version, tables and templates are the same."""
    theirs = shutil.copytree(ROOT / "src/askcandidate", tmp_path / "askcandidate")
    shutil.copytree(ROOT / "locale", theirs / "locale")
    for folder in ("data", "templates"):
        (theirs / folder).symlink_to(ROOT / folder)
    words = ("letter", "--from", "-", "--lang", "cy", *DAY, "--engine", "dask")
    with _cluster(PYTHONPATH=str(tmp_path)) as cluster:
        alike = run(*words, "--scheduler", cluster.address, stdin="CF10 4UW\n")
        assert (alike.code, alike.stdout.count("Annwyl")) == (0, 2), alike
    with next(theirs.glob("locale/**/*.po")).open("a", encoding="utf-8") as catalogue:
        catalogue.write("\n# Another.\n")
    with _cluster(PYTHONPATH=str(tmp_path)) as cluster:
        other = run(*words, "--scheduler", cluster.address, stdin="CF10 4UW\n")
        refused(other, 8, "another version, or other data")


def test_a_cluster_that_is_not_there(tmp_path: Path) -> None:
    """No scheduler, no address, an online service, one document: each said before any work."""
    file = tmp_path / "rows.txt"
    file.write_text("BS1 5TR\n", encoding="utf-8")
    words = ("letter", "--from", file, *DAY)
    dask = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    refused(run("lookup", "--from", file, "--engine", "dask"), 2, "go together")
    refused(run("lookup", "--from", file, "--scheduler", "tcp://127.0.0.1:1"), 2, "go together")
    refused(run(*words, *dask, "--live"), 2, "asks no online service")
    refused(run(*words, *dask, "--out", tmp_path / "all.html"), 2, "made in one place")
    refused(
        run("lookup", "--from", file, "--engine", "dask", "--scheduler", "nonsense"), 5, "No Dask scheduler"
    )
