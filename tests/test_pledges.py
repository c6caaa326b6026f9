"""The pledge log: what goes in comes out, in whatever order, and two logs lose nothing when they meet."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from askcandidate.pledges import COLUMNS, Entry, State, latest, look_over, merge, read, write

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
NAME = TEXT.filter(lambda text: bool(text.strip()))
ENTRIES = st.builds(
    Entry,
    day=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    contest=NAME,
    office=TEXT,
    ballot=TEXT,
    source=TEXT,
    candidate_id=TEXT,
    candidate=NAME,
    ask=NAME,
    state=st.sampled_from(State),
    words=TEXT,
    link=TEXT,
    recorded_by=TEXT,
    more=st.dictionaries(NAME.filter(lambda name: name not in COLUMNS), NAME, max_size=2).map(
        lambda own: tuple(sorted(own.items()))
    ),
)
LOGS = st.lists(ENTRIES, max_size=6)
ADA = Entry(
    date(2027, 4, 1),
    "Mayor of X",
    "mayor:X",
    "",
    "dc",
    "7",
    "Ada",
    "mayor-1",
    State.ASKED,
    "",
    "",
    "B. Clerk",
)


@given(LOGS)
def test_what_is_written_is_read_back(log: list[Entry]) -> None:
    """Every entry once, in the same bytes each time, and each on a line of its own."""
    text = write(log)
    found = read(text)
    assert not found.problems
    assert set(found.entries) == set(log)
    assert write(reversed(found.entries)) == text
    assert text.count("\n") == 1 + len(set(log))


@given(LOGS, LOGS)
def test_a_merge_neither_loses_nor_invents(ours: list[Entry], theirs: list[Entry]) -> None:
    """All of both and nothing else, whichever comes first."""
    merged = merge(ours, theirs)
    assert set(merged.entries) == {*ours, *theirs}
    assert merged.entries == merge(theirs, ours).entries
    assert read(write(merged.entries)).entries == merged.entries


def test_the_form_of_a_log() -> None:
    """Literal: the header, the order, a guarded cell and a line break in somebody's words."""
    yes = ADA._replace(day=date(2027, 4, 9), state=State.YES, words="=Yes,\nof course")
    assert write([yes, ADA]) == (
        "schema,date,contest,office,ballot,candidate_source,candidate_id,candidate,ask,state,words,link,recorded_by\n"
        "pledge/1,2027-04-01,Mayor of X,mayor:X,,dc,7,Ada,mayor-1,asked,,,B. Clerk\n"
        'pledge/1,2027-04-09,Mayor of X,mayor:X,,dc,7,Ada,mayor-1,yes,"\'=Yes,\\nof course",,B. Clerk\n'
    )
    assert latest([yes, ADA])[ADA.matter] is yes


def test_a_log_that_a_spreadsheet_had() -> None:
    """Columns in another order and a byte order mark are read; dates turned around are named by line."""
    text = (
        "\ufeffstate,candidate,ask,date,contest,notes\r\n"
        "yes,Ada,mayor-1,2027-04-09,Mayor of X,rang twice\r\n"
        "no,Ben,mayor-1,09/04/2027,Mayor of X,\r\n"
        "perhaps,Cy,mayor-1,2027-04-09,Mayor of X,\r\n"
        ",,,,,\r\n"
        "yes,Dee,may"
    )
    found = read(text)
    assert [(entry.candidate, entry.more) for entry in found.entries] == [("Ada", (("notes", "rang twice"),))]
    assert [(problem.line, problem.message.split(".")[0]) for problem in found.problems] == [
        (6, "The last line does not end; it may have been cut"),
        (1, "The file begins with a byte order mark, as spreadsheets write it"),
        (3, '"09/04/2027" is not a day such as 2027-05-06'),
        (4, '"perhaps" is not a state'),
        (6, "It has 3 cells where the header has 6"),
    ]
    assert (
        read("name,answer\nAda,yes\n")
        .problems[0]
        .message.startswith("The header has no column date, contest")
    )


def test_what_contradicts_is_named() -> None:
    """Two answers of one day in two logs; and what a log alone shows: namesakes, unknown asks."""
    yes, no = (ADA._replace(day=date(2027, 4, 9), state=state) for state in (State.YES, State.NO))
    assert merge([ADA, yes], [ADA, no]).conflicts == ((yes, no),)
    assert merge([ADA, yes], [ADA, yes]).conflicts == ()
    assert merge([ADA], [yes]).conflicts == ()
    namesake = ADA._replace(candidate_id="8")
    assert look_over([ADA, namesake], ["mayor-1"]) == ['"ada" stands for 2 people in one contest (7, 8).']
    assert look_over([ADA], []) == ['The ask "mayor-1" is none of the campaign\'s.']
    assert look_over([yes, no], ["mayor-1"]) == ["Ada gave 2 answers to mayor-1 on 2027-04-09."]
