"""The pledge log: what goes in comes out, in whatever order, and two logs lose nothing when they meet."""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from askcandidate.names import fold
from askcandidate.pledge_checks import look_over
from askcandidate.pledge_files import COLUMNS, read, write
from askcandidate.pledges import Entry, Problem, State, in_order, latest, merge, recognise, settled

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


@given(LOGS, st.sampled_from([";", "\t"]))
def test_other_marks_between_cells_are_read(log: list[Entry], mark: str) -> None:
    """As spreadsheets of other countries save it: the same entries, and a notice."""
    rows = csv.reader(io.StringIO(write(log), newline=""))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(rows)
    found = read(out.getvalue())
    assert (set(found.entries), found.problems) == (set(log), ())
    named = {";": "semicolons", "\t": "tabs"}[mark]
    assert f"Cells are parted by {named}, as some spreadsheets write them." in [
        n.message for n in found.notices
    ]


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
        (3, '"09/04/2027" is not a day such as 2027-05-06'),
        (4, '"perhaps" is not a state'),
        (6, "It has 3 cells where the header has 6"),
    ]
    assert [(problem.line, problem.message) for problem in found.notices] == [
        (1, "The file begins with a byte order mark, as spreadsheets write it."),
        (1, "Lines end as spreadsheets write them."),
        (6, "The last line does not end; it may have been cut."),
        (1, "The columns are not all there, or not in the log's order."),
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
    assert look_over([(2, ADA), (3, namesake)], ["mayor-1"]) == [
        Problem(3, '"Ada" stands for 2 people in one contest (7, 8).')
    ]
    bare = ADA._replace(source="", candidate_id="")
    assert look_over([(2, ADA), (3, bare)], ["mayor-1"]) == []
    assert look_over([(2, ADA), (3, namesake), (4, bare)], ["mayor-1"]) == [
        Problem(3, '"Ada" stands for 3 people in one contest (7, 8, without an id).')
    ]
    bare_no = no._replace(source="", candidate_id="", office="")
    assert merge([ADA, yes], [ADA, bare_no]).conflicts == ((yes, bare_no),)
    assert look_over([(2, ADA)], []) == [Problem(2, 'The ask "mayor-1" is none of the campaign\'s.')]
    assert look_over([(2, yes), (5, no), (6, yes)], ["mayor-1"]) == [
        Problem(5, "Ada gave another answer to mayor-1 on the same day, 2027-04-09, in line 2.")
    ]


def test_an_answer_holds_until_the_next_one() -> None:
    """Having asked again, or a bounce, does not undo a yes, nor a reply without one; a later no does."""
    yes = ADA._replace(day=date(2027, 4, 9), state=State.YES)
    again, no = ADA._replace(day=date(2027, 4, 20)), ADA._replace(day=date(2027, 4, 21), state=State.NO)
    assert latest([ADA, again])[ADA.matter] is again
    assert latest([again, yes, ADA])[ADA.matter] is yes
    assert latest([again, yes, no, ADA])[ADA.matter] is no
    reply = ADA._replace(day=date(2027, 4, 5), state=State.ACKNOWLEDGED)
    assert latest([ADA, reply, again])[ADA.matter] is reply
    assert latest([ADA, reply, yes, reply._replace(day=date(2027, 4, 30))])[ADA.matter] is yes


def test_a_name_is_recognised_in_its_contest() -> None:
    """With the ids that the log has; two of one name are both given; elsewhere it is somebody new."""
    told = ADA._replace(office="", source="", candidate_id="", candidate="ADA", contest="mayor of x")
    namesake = ADA._replace(candidate_id="8")
    assert recognise(told, [ADA, ADA._replace(ask="mayor-2")]) == (ADA,)
    assert {found.candidate_id for found in recognise(told, [ADA, namesake])} == {"7", "8"}
    assert recognise(told._replace(candidate_id="8"), [ADA, namesake]) == (namesake,)
    assert recognise(told._replace(contest="Mayor of Y"), [ADA]) == (told._replace(contest="Mayor of Y"),)
    assert recognise(ADA._replace(ballot="mayor.x.2027-05-06"), [ADA])[0].person == ADA.person


def test_a_row_that_a_spreadsheet_broke_over_lines_is_one_entry() -> None:
    """Line numbers stay those of the file; a quotation never closed takes no other line with it."""
    head = "date,contest,candidate,ask,state,words\n"
    found = read(f'{head}2027-04-09,X,Ada,mayor-1,yes,"Yes,\nof ""course"""\n2027-04-10,X,Ben,mayor-1,no,\n')
    assert [entry.words for entry in found.entries] == ['Yes,\nof "course"', ""]
    assert found.lines == (2, 4)
    cut = read(f'{head}2027-04-09,X,Ada,mayor-1,yes,"Yes,\n2027-04-10,X,Ben,mayor-1,no,\n')
    assert [entry.candidate for entry in cut.entries] == ["Ben"]
    assert [problem.line for problem in cut.problems] == [2]
    twice = read("date,date,contest,candidate,ask,state\n")
    assert twice.problems == (Problem(1, "The header has two columns named date."),)


def test_lines_without_ids_belong_to_the_contest_and_the_person_they_name() -> None:
    """Where only one fits; where two do, nobody is guessed."""
    bare = ADA._replace(office="", source="", candidate_id="", day=date(2027, 4, 2), ask="mayor-2")
    ballot = ADA._replace(ballot="mayor.x.2027-05-06")
    assert {entry.person for entry in settled([bare, ballot])} == {ballot.person}
    eve = bare._replace(candidate="Eve")
    assert {entry.person[0] for entry in settled([eve, ballot])} == {"mayor.x.2027-05-06"}
    later = ballot._replace(ballot="mayor.x.2031-05-01")
    assert settled([eve, ballot, later])[-1].ballot == ""
    namesake = ballot._replace(candidate_id="8")
    assert settled([bare, ballot, namesake])[-1].candidate_id == ""


@given(LOGS)
def test_settling_changes_no_answer(log: list[Entry]) -> None:
    """Ids are filled in, and one spelling for each person, which somebody wrote; twice is as once."""
    once = settled(log)
    again = [entry[:2] + entry[6:] for entry in settled(once)]
    assert again == [entry[:2] + entry[6:] for entry in in_order(once)]
    assert sorted(entry[7:] for entry in once) == sorted(entry[7:] for entry in set(log))
    for before, entry in zip(in_order(log), once, strict=True):
        assert fold(entry.candidate) == fold(before.candidate) or entry.candidate_id == before.candidate_id
        assert entry.candidate in {each.candidate for each in log}


SPELLINGS = [
    "Siân O\u2019Brien-Ní Ó",
    "Sian O'Brien-Ni O",
    "SIAN O\u02bcBRIEN\u2011NI O",
    "Sia\u0302n  O'Brien\u2013Ni\u00a0O ",
]


@given(st.lists(st.builds(ADA._replace, candidate=st.sampled_from(SPELLINGS), state=st.sampled_from(State))))
def test_spellings_of_one_name_are_one_person(log: list[Entry]) -> None:
    """Without ids, or where one line has one; no answer goes and none comes, and the newest spelling is shown."""
    bare = [entry._replace(source="", candidate_id="") for entry in log]
    once = settled(bare)
    assert len({entry.person for entry in once}) <= 1
    assert {entry.candidate for entry in once} <= {entry.candidate for entry in in_order(bare)[-1:]}
    assert sorted(entry[7:] for entry in once) == sorted(entry[7:] for entry in in_order(bare))
    with_id = settled([ADA._replace(candidate=SPELLINGS[0], day=date(2027, 3, 1)), *bare])
    assert {(entry.candidate_id, entry.candidate) for entry in with_id} == {("7", SPELLINGS[0])}


def test_ids_that_contradict_keep_one_name_apart() -> None:
    """Two people may have one name; a name with no id that fits both is nobody's; other names stay other names."""
    sian, other = (ADA._replace(candidate=SPELLINGS[each], candidate_id=str(each)) for each in (0, 1))
    bare = ADA._replace(candidate=SPELLINGS[2], source="", candidate_id="")
    assert len({entry.person for entry in settled([sian, other, bare])}) == 3
    assert {found.candidate_id for found in recognise(bare, [sian, other])} == {"0", "1"}
    for one, two in [("Ann Lee", "Anne Lee"), ("Anne-Marie", "Anne Marie"), ("O'Dea", "ODea"), ("ß", "sz")]:
        assert fold(one) != fold(two)


@given(st.text(max_size=400), st.sampled_from(["", "date,contest,candidate,ask,state,words\n"]))
def test_any_text_is_read_without_a_fault(text: str, head: str) -> None:
    """Every row is an entry or a problem on its own line, whatever was done to the file."""
    found = read(head + text)
    lines = [*found.lines, *(problem.line for problem in found.problems)]
    assert len(lines) == len(set(lines))
    assert all(1 <= line <= (head + text).count("\n") + 1 for line in lines)
