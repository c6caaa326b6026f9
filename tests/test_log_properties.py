"""The log's promise as a property: what is taken in, written out and merged is what was said, and no more.

Names, contests and days come from small pools, so that namesakes, answers twice over and answers that
contradict each other come about all the time.
"""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from askcandidate import pledge_files
from askcandidate.commands import importing
from askcandidate.commands.log_options import Horizon
from askcandidate.commands.logbook import Changing
from askcandidate.pledges import ANSWERS, Entry, State, latest, merge, settled

PEOPLE = st.sampled_from(
    [("dc", "7", "Ada"), ("dc", "8", "Ada"), ("", "", "Ada"), ("", "", "Ben"), ("dc", "9", "Ben")]
)
CONTESTS = st.sampled_from(
    [("Mayor of X", "", ""), ("Mayor of X", "mayor:X", ""), ("Ward Y", "", "local.x.y.2027-05-06")]
)
WORDS = st.sampled_from(["", "Yes, by May", "=1+1", "two\nlines", 'a "quotation"', "-", "'tis so"])
DAYS = st.dates(date(2027, 4, 1), date(2027, 4, 3))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Give a line of a log."""
    ids = (draw(DAYS), *draw(CONTESTS), *draw(PEOPLE))
    return Entry(
        *ids, draw(st.sampled_from(["a-1", "a-2"])), draw(st.sampled_from(State)), draw(WORDS), "", ""
    )


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    """Give a row of a hustings' record, as a person fills it in; blank where nobody answered."""
    contest, office, _ = draw(CONTESTS)
    source, id_, name = draw(PEOPLE)
    answer = draw(st.sampled_from(["", "", "yes", "Partly", "NO", "not here", "would rather not say"]))
    return {
        "contest": contest,
        "office": office,
        "candidate_source": source,
        "candidate_id": id_,
        "candidate": name,
        "ask": draw(st.sampled_from(["a-1", "a-2"])),
        "answer": answer,
        "words": draw(WORDS.filter(lambda text: "\n" not in text)) if answer else "",
        "date": draw(st.sampled_from(["2027-04-22", "22/04/2027", "22 April 2027"])),
        "recorded_by": "",
    }


LOGS = st.lists(entries(), max_size=8)
GRIDS = st.lists(rows(), min_size=1, max_size=8)


ONE_ASK = st.builds(
    Entry,
    day=st.sampled_from([date(2027, 4, 1), date(2027, 4, 2)]),
    contest=st.just("Mayor of X"),
    office=st.just(""),
    ballot=st.just(""),
    source=st.just(""),
    candidate_id=st.sampled_from(["", "7", "8"]),
    candidate=st.just("Ada"),
    ask=st.just("a-1"),
    state=st.sampled_from([State.YES, State.NO, State.ASKED]),
    words=st.sampled_from(["", "Yes"]),
    link=st.just(""),
    recorded_by=st.sampled_from(["", "B. Clerk"]),
)


def table(grid: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(grid[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(grid)
    return out.getvalue().encode()


def told(entry: Entry) -> tuple[str, str, State, str]:
    """Give what an entry says, but for whom of one name it is about."""
    return entry.candidate, entry.ask, entry.state, entry.words


@given(LOGS, GRIDS)
def test_a_grid_gives_what_stands_in_it_and_no_more(log: list[Entry], grid: list[dict[str, str]]) -> None:
    """Each filled cell is one entry, or is named by its line; a blank one is neither."""
    found = importing.read(
        table(grid), "record.csv", importing.Given({}, {}, Horizon(date.max, date.max)), Changing(log)
    )
    filled = {line: row for line, row in enumerate(grid, 2) if row["answer"]}
    assert {line for line, _ in found.entries} | {each.line for each in found.problems} == set(filled)
    for line, entry in found.entries:
        row = filled[line]
        said = State(row["answer"].lower().replace(" ", "-"))
        words = row["words"].removeprefix("'") if row["words"].startswith(("'=", "'-")) else row["words"]
        assert told(entry) == (row["candidate"], row["ask"], said, words)
        assert entry.day == date(2027, 4, 22)
        assert row["candidate_id"] in ("", entry.candidate_id)


@given(LOGS, LOGS, GRIDS)
def test_taken_in_written_out_and_merged(
    ours: list[Entry], theirs: list[Entry], grid: list[dict[str, str]]
) -> None:
    """A log and a grid are taken in, written, read and merged with another log, in any order, twice over."""
    book = Changing(ours)
    for data in (pledge_files.write(theirs).encode(), table(grid), table(grid)):
        found = importing.read(data, "some.csv", importing.Given({}, {}, Horizon(date.max, date.max)), book)
        before = set(book.entries)
        for _, entry in found.entries:
            book.add(entry)
        assert book.entries == before | {entry for _, entry in found.entries}
    out = pledge_files.read(pledge_files.write(book.entries))
    assert (set(out.entries), out.problems) == (book.entries, ())
    merged = merge(out.entries, theirs)
    assert set(merged.entries) == book.entries >= {*ours, *theirs}
    assert merge(theirs, out.entries).entries == merged.entries
    assert merge(merged.entries, ours).entries == merged.entries


@given(st.lists(ONE_ASK, max_size=5), st.lists(ONE_ASK, max_size=5))
def test_a_merge_names_every_contradiction(ours: list[Entry], theirs: list[Entry]) -> None:
    """Each answer of ours that one of theirs, of the same day, tells otherwise; and no other."""
    merged = merge(ours, theirs)
    about = dict(zip(merged.entries, settled(merged.entries), strict=True))

    def contradict(mine: Entry, yours: Entry) -> bool:
        same = (about[mine].matter, mine.day) == (about[yours].matter, yours.day)
        are_answers = {mine.state, yours.state} <= ANSWERS
        return same and are_answers and (mine.state, mine.words) != (yours.state, yours.words)

    new_ours, new_theirs = set(ours) - set(theirs), set(theirs) - set(ours)
    wanted = {(mine, yours) for mine in new_ours for yours in new_theirs if contradict(mine, yours)}
    assert set(merged.conflicts) == wanted
    assert len(merged.conflicts) == len(wanted)


@given(LOGS)
def test_silence_is_never_an_answer(log: list[Entry]) -> None:
    """What holds of an ask is something that somebody said, wherever anybody said anything."""
    for matter, holds in latest(log).items():
        said = [entry for entry in log if entry.matter == matter and entry.state in ANSWERS]
        assert (holds.state in ANSWERS) is bool(said)
        assert not said or holds.day == max(entry.day for entry in said)
