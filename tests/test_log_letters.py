"""Letters that follow up: to whom, in which words, and to whom never."""

import json
from datetime import date
from pathlib import Path

import pytest

from askcandidate import vocabulary
from askcandidate.campaign import Campaign
from askcandidate.correspondence import Letter, Sender
from askcandidate.formats.templates import Templates
from askcandidate.gazetteer import ballots
from askcandidate.pledges import Entry, State
from askcandidate.writing.due import FollowUp, Occasion
from askcandidate.writing.following_up import Wording, write
from askcandidate.writing.proofreading import absences, lengths, sides
from cli import Result, in_words, refused, run
from test_log import BALLOT, MAYOR, OFFICE, add, log, text_of

IDS = ("--office", OFFICE, "--ballot", BALLOT)
SENDER = ("--name", "A. Voter", "--address", "1 Some Road\nBS1 5TR")
BESIDE = "\n------------------------------------------------------------------------\nTo send this: the way you wrote to them before.\n"


def letters(folder: Path, *words: str) -> Result:
    result = log(folder, *words, *SENDER)
    assert result.code == 0, result
    return result


def pages(result: Result) -> list[str]:
    """Give each letter from its subject to what stands beside it."""
    return [f"Subject: {page.split(BESIDE)[0]}" for page in result.stdout.split("Subject: ")[1:]]


def ask(folder: Path, name: str, *asks: str, on: str = "2027-04-01", words: tuple[str, ...] = IDS) -> None:
    for each in asks or ("mayor-1",):
        add(folder, name, each, "asked", on, *words)


def pages_to_each(folder: Path, *names: str) -> list[str]:
    """Give the letters to people who were elected, each by a file of their own: the office is one person's."""
    found = []
    for name in names:
        (folder / "elected.txt").write_text(name, encoding="utf-8")
        found += pages(letters(folder, "winners", "--elected", "elected.txt", "--on", "2027-05-10"))
    return found


def test_a_reminder_names_what_was_asked_and_when_once(tmp_path: Path) -> None:
    """Literal: one ask, and several; in the order of the log."""
    ask(tmp_path, "Ada Marlpit")
    ask(tmp_path, "Ben Oatfield", "mayor-1", "mayor-2")
    one, two = pages(letters(tmp_path, "chase", "--on", "2027-04-15"))
    assert (
        one
        == f"""Subject: {MAYOR}: what I asked on 1 April 2027

Dear Ada Marlpit,

On 1 April 2027 I asked you about a plan against modern slavery for the
whole area, written with people who have been exploited. I have not seen
an answer yet. If one is on its way, thank you.

A yes, a no or a line will do. If you would rather not say, that is an
answer too, and I will not ask again.

Yours sincerely,

A. Voter
1 Some Road
BS1 5TR
"""
    )
    assert (
        two
        == f"""Subject: {MAYOR}: what I asked on 1 April 2027

Dear Ben Oatfield,

On 1 April 2027 I asked you about these, and have not seen your answers
yet:

- a plan against modern slavery for the whole area, written with
  people who have been exploited
- a safe way to report exploitation that puts the person first

If they are on their way, thank you.

A yes, a no or a line will do for each. If you would rather not say,
that is an answer too, and I will not ask again.

Yours sincerely,

A. Voter
1 Some Road
BS1 5TR
"""
    )


def body(page: str) -> str:
    """Give what stands between the salutation and the sign-off."""
    return page.split(",\n\n", 1)[1].split("\n\nYours", maxsplit=1)[0]


def test_whoever_replied_is_thanked_for_it_and_asked_what_their_answer_is(tmp_path: Path) -> None:
    """Literal, one ask and several; the period counts from the reply, and having been asked again hides none."""
    ask(tmp_path, "Ada Marlpit")
    add(tmp_path, "Ada Marlpit", "mayor-1", "acknowledged", "2027-04-12", "--words", "I shall look into it.")
    ask(tmp_path, "Ben Oatfield", "mayor-1", "mayor-2")
    add(tmp_path, "Ben Oatfield", "mayor-2", "acknowledged", "2027-04-03")
    add(tmp_path, "Cy Reed", "mayor-1", "acknowledged", "2027-04-03", *IDS)
    early = letters(tmp_path, "chase", "--on", "2027-04-25")
    assert "Ada Marlpit" not in early.stdout
    one, two, three = pages(letters(tmp_path, "chase", "--on", "2027-04-26"))
    assert one.startswith(f"Subject: {MAYOR}: your reply of 12 April 2027\n")
    assert (
        body(one)
        == """Thank you for your reply of 12 April 2027 about a plan against modern
slavery for the whole area, written with people who have been exploited.
May I ask what your answer is? If it is on its way already, thank you.

A yes, a no or a line will do. If you would rather not say, that is an
answer too, and I will not ask again."""
    )
    assert (
        body(two)
        == """Thank you for your reply of 3 April 2027. May I ask what your answer is
to each of these?

- a plan against modern slavery for the whole area, written with
  people who have been exploited
- a safe way to report exploitation that puts the person first

If your answers are on their way already, thank you.

A yes, a no or a line will do for each. If you would rather not say,
that is an answer too, and I will not ask again."""
    )
    assert body(three).startswith("Thank you for your reply of 3 April 2027 about")
    ask(tmp_path, "Ada Marlpit", on="2027-04-26")
    later = letters(tmp_path, "chase", "--on", "2027-05-11", "--after", "2w", "--polling-day", "2027-06-01")
    assert later.stdout == ""  # the ballot's id names the day
    summed = log(tmp_path, "summary", "--on", "2027-04-30").stdout
    assert f"{MAYOR}\tAda Marlpit\tmayor-1\treplied, no answer yet\t2027-04-12\n" in summed


def test_a_reminder_names_the_day_on_which_it_reached_them(tmp_path: Path) -> None:
    """Not that of the letter that came back; what only came back is not spoken of."""
    ask(tmp_path, "Back Bob", "mayor-1", "mayor-2")
    for each in ("mayor-1", "mayor-2"):
        add(tmp_path, "Back Bob", each, "bounced", "2027-04-02")
    ask(tmp_path, "Back Bob", on="2027-04-03")
    (one,) = pages(letters(tmp_path, "chase", "--on", "2027-04-20"))
    assert body(one).startswith("On 3 April 2027 I asked you about a plan")


def test_no_letter_to_somebody_elected_denies_what_happened(tmp_path: Path) -> None:
    """Literal: a reply, a meeting they missed, a letter that came back; alone and in a list."""
    for name, state in [("Ada", "acknowledged"), ("Ben", "not-here"), ("Cy", "bounced"), ("Dee", "silent")]:
        ask(tmp_path, name)
        ask(tmp_path, f"{name} Two", "mayor-1", "mayor-2")
        for who in (name, f"{name} Two"):
            add(tmp_path, who, "mayor-1", state, "2027-04-12")
    names = [f"{name}{more}" for name in ("Ada", "Ben", "Cy", "Dee") for more in ("", " Two")]
    found = pages_to_each(tmp_path, *names)
    told = {
        page.split("Dear ")[1].split(",\n")[0]: " ".join(body(page).split("\n\nWhat")[0].split())
        for page in found
    }
    plan = "a plan against modern slavery for the whole area, written with people who have been exploited"
    way = "- a safe way to report exploitation that puts the person first: no answer"
    hello = "Congratulations on being elected."
    asked = f"{hello} Before the election I asked you about"
    missed = f"{hello} Before the election I had questions for you about these, and noted what came of them:"
    assert told == {
        "Ada": f"{hello} Thank you for your reply of 12 April 2027 about {plan}. "
        "I do not have your answer yet.",
        "Ada Two": f"{asked} these, and noted what I heard: "
        f"- {plan}: you replied on 12 April 2027, and I do not have your answer yet {way}",
        "Ben": f"{hello} At a meeting on 12 April 2027 there was a question about {plan}. "
        "By my notes you were not there, so I am asking you now.",
        "Ben Two": f"{missed} - {plan}: you were not at the meeting on 12 April 2027 {way}",
        "Cy": f"{hello} Before the election I wrote to you about {plan}. "
        "My letter came back, so I am asking you now.",
        "Cy Two": f"{missed} - {plan}: my letter to you came back {way}",
        "Dee": f"{asked} {plan}. I have no answer from you.",
        "Dee Two": f"{asked} these, and noted what I heard: - {plan}: no answer {way}",
    }


def test_nobody_is_chased_who_answered_declined_or_cannot_be_reached(tmp_path: Path) -> None:
    """Nor before the period is over; who bounced and was asked elsewhere is asked."""
    ask(tmp_path, "Silent Sam")
    for name, state in [
        ("Yes Yan", "yes"),
        ("Not Nia", "would-rather-not-say"),
        ("No Ned", "declined"),
        ("Gone Gus", "bounced"),
    ]:
        ask(tmp_path, name)
        add(tmp_path, name, "mayor-1", state, "2027-04-02")
    for name, state in [("Away Abe", "not-here"), ("Thanks Tia", "acknowledged"), ("Back Bob", "bounced")]:
        ask(tmp_path, name)
        add(tmp_path, name, "mayor-1", state, "2027-04-02")
    ask(tmp_path, "Back Bob", on="2027-04-03")
    ask(tmp_path, "Late Lou", on="2027-04-10")
    written = letters(tmp_path, "chase", "--on", "2027-04-20", "--after", "2w").stdout
    assert [line for line in written.splitlines() if line.startswith("Dear ")] == [
        "Dear Away Abe,",
        "Dear Back Bob,",
        "Dear Silent Sam,",
        "Dear Thanks Tia,",
    ]
    none = letters(tmp_path, "chase", "--on", "2027-04-14")
    assert (none.stdout, none.stderr) == ("", "askcandidate: Nobody has to be chased.\n")


def test_nobody_is_chased_twice_within_the_period(tmp_path: Path) -> None:
    """Once it is noted; without, it is said how. The bytes of the log are otherwise the same."""
    ask(tmp_path, "Ada Marlpit")
    before = text_of(tmp_path)
    again = letters(tmp_path, "chase", "--on", "2027-04-20")
    assert "the same command with --record" in again.stderr
    assert text_of(tmp_path) == before
    letters(tmp_path, "chase", "--on", "2027-04-20", "--record", "--by", "B. Clerk", "--out", "chased")
    assert (
        text_of(tmp_path)
        == before + f"pledge/1,2027-04-20,{MAYOR},{OFFICE},{BALLOT},,,Ada Marlpit,mayor-1,asked,,,B. Clerk\n"
    )
    assert [path.name for path in (tmp_path / "chased").iterdir()] == [
        "000001-follow-up-mayor-e47000009-ada-marlpit.txt"
    ]
    assert letters(tmp_path, "chase", "--on", "2027-05-03").stdout == ""
    (second,) = pages(letters(tmp_path, "chase", "--on", "2027-05-04"))
    assert (
        " ".join(second.split()).count("On 1 April 2027 and again on 20 April 2027 I asked you about a plan")
        == 1
    )
    over = letters(tmp_path, "chase", "--on", "2027-05-07")
    assert over.stdout == ""
    assert f"over, so nobody is written to: {MAYOR}. askcandidate log winners" in over.stderr


@pytest.mark.parametrize(
    ("asked", "opening"),
    [
        (
            [("mayor-1", "2027-04-01"), ("mayor-2", "2027-04-01")],
            "On 1 April 2027 and again on 20 April 2027 I asked you about these, and have not seen",
        ),
        (
            [("mayor-1", "2027-04-01"), ("mayor-2", "2027-04-05")],
            "I asked you about these, all of them again on 20 April 2027, and have not seen",
        ),
        (
            [("mayor-1", "2027-04-01"), ("mayor-2", "2027-04-20")],
            "I asked you about these, and have not seen",
        ),
    ],
)
def test_a_second_reminder_names_the_first_where_it_was_of_all(
    tmp_path: Path, asked: list[tuple[str, str]], opening: str
) -> None:
    """Asked together, asked on two days, and one that was not asked again."""
    for each, on in asked:
        ask(tmp_path, "Ada Marlpit", each, on=on)
    for each, on in asked:
        if on < "2027-04-20":
            ask(tmp_path, "Ada Marlpit", each, on="2027-04-20")
    (page,) = pages(letters(tmp_path, "chase", "--on", "2027-05-04"))
    assert " ".join(body(page).split()).startswith(opening)


def test_a_reminder_that_cannot_be_written_is_not_noted(tmp_path: Path) -> None:
    """The log says asked only of what was written; a period that is none is refused."""
    ask(tmp_path, "Ada Marlpit")
    before = text_of(tmp_path)
    (tmp_path / "out.txt").write_text("mine", encoding="utf-8")
    words = ("chase", "--on", "2027-04-20", "--record", "--out", "out.txt")
    refused(log(tmp_path, *words), 73, "out.txt exists already")
    assert text_of(tmp_path) == before
    for period in ("soon", "0d", "400d", "-1d"):
        refused(log(tmp_path, "chase", "--after", period), 2, "not a period")
    refused(log(tmp_path, "chase", "--contest", "Mayor of Y"), 4, f"It has: {MAYOR}.")
    refused(log(tmp_path, "chase", "--log", "none.csv"), 2, "There is no log none.csv")


def test_addresses_come_from_a_list_and_who_withdrew_is_left_alone(tmp_path: Path) -> None:
    """What candidates --jsonl wrote says how each is reached, and who is no longer there."""
    for id_, name in (("7", "Ada Marlpit"), ("8", "Ben Oatfield")):
        ask(tmp_path, name, words=(*IDS, "--source", "dc", "--id", id_))
    (tmp_path / "standing.jsonl").write_text(
        snapshot([person("7", "Ada Marlpit", "ada@marlpit.example.org")]), encoding="utf-8"
    )
    result = letters(tmp_path, "chase", "--on", "2027-04-20", "--candidates", "standing.jsonl")
    assert "To send this: ada@marlpit.example.org (their e-mail address)." in result.stdout
    assert "Ben Oatfield" not in result.stdout
    assert "No letter to Ben Oatfield, who is not on the list of those standing." in result.stderr


def test_a_yes_is_thanked_for_and_asked_how(tmp_path: Path) -> None:
    """Literal, with their words and the writer's own; a no is not thanked for."""
    ask(tmp_path, "Ada Marlpit")
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-09", "--words", "Yes, within the first year.")
    add(tmp_path, "Ben Oatfield", "mayor-1", "no", "2027-04-09")
    why = ("--why", "I worked in kitchens for ten years, and have seen people go unpaid.")
    (one,) = pages(letters(tmp_path, "thank", "--on", "2027-04-20", *why))
    assert (
        one
        == f"""Subject: {MAYOR}: thank you for your answer

Dear Ada Marlpit,

I worked in kitchens for ten years, and have seen people go unpaid.

Thank you for saying yes on 9 April 2027 to a plan against modern
slavery for the whole area, written with people who have been exploited.
In your words: “Yes, within the first year.”

If you are elected, how will you go about it, and what would people here
see first? A line or a link will do.

Yours sincerely,

A. Voter
1 Some Road
BS1 5TR
"""
    )
    assert letters(tmp_path, "thank", "--on", "2027-04-20", "--since", "2027-04-10").stdout == ""


def test_those_elected_are_held_to_what_they_said(tmp_path: Path) -> None:
    """Literal: a yes, a no, no answer, several; somebody new is asked; who lost or declined is left alone."""
    for name in ("Yes Yan", "No Ned", "Silent Sam", "Lost Lou", "Declined Dee"):
        ask(tmp_path, name)
    ask(tmp_path, "Yes Yan", "mayor-2")
    add(tmp_path, "Yes Yan", "mayor-1", "yes", "2027-04-09", "--words", "Yes.")
    add(tmp_path, "No Ned", "mayor-1", "no", "2027-04-10")
    add(tmp_path, "Lost Lou", "mayor-1", "yes", "2027-04-10")
    add(tmp_path, "Declined Dee", "mayor-1", "declined", "2027-04-10")
    found = pages_to_each(tmp_path, "Yes Yan", "No Ned", "Silent Sam", "Declined Dee", "New Nia")
    bodies = {
        page.split("Dear ")[1].split(",\n")[0]: page.split(",\n\n", 1)[1].split("\n\nYours")[0]
        for page in found
    }
    assert bodies == {
        "Yes Yan": """Congratulations on being elected.

Before the election I asked you about these, and noted what I heard:

- a plan against modern slavery for the whole area, written with
  people who have been exploited: you said yes on 9 April 2027 (“Yes.”)
- a safe way to report exploitation that puts the person first: no
  answer

What will you do first, and by when could people here see it? If you see
any of it differently now, please tell me that too.

A line or a link will do.""",
        "No Ned": """Congratulations on being elected.

On 10 April 2027 you said no to a plan against modern slavery for the
whole area, written with people who have been exploited.

What would you do instead, and by when could people here see it? If you
see it differently now, please tell me that too.

A line or a link will do.""",
        "Silent Sam": """Congratulations on being elected.

Before the election I asked you about a plan against modern slavery for
the whole area, written with people who have been exploited. I have no
answer from you.

What would you do, and by when could people here see it?

A line or a link will do.""",
        "New Nia": """Congratulations on being elected. I did not ask you anything before the
election, so I am asking now.

Is there a plan against modern slavery for the whole area? If so, where
can I read what is in it? If not, will you start one with people who
have been exploited, and by when?

A yes, a no or a link will do.""",
    }


def test_who_was_elected_is_read_with_line_numbers(tmp_path: Path) -> None:
    """Two of one name, a contest that is not told, a file that is not there."""
    for id_ in ("7", "8"):
        ask(tmp_path, "Ada Marlpit", words=("--source", "dc", "--id", id_))
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-02", "--id", "7")
    (tmp_path / "elected.csv").write_text("candidate,contest\nAda Marlpit,\n,X\n", encoding="utf-8")
    after = ("--on", "2027-05-10", "--polling-day", "2027-05-06")
    refused(
        log(tmp_path, "winners", "--elected", "elected.csv", *after),
        8,
        "elected.csv:2: The log knows 2 people called Ada Marlpit there; give candidate_id.",
        "elected.csv:3: It has no candidate",
    )
    (tmp_path / "elected.csv").write_text(
        "candidate,candidate_id,candidate_source\nAda Marlpit,7,dc\n", encoding="utf-8"
    )
    assert letters(tmp_path, "winners", "--elected", "elected.csv", *after).stdout.count("Dear ") == 1
    refused(log(tmp_path, "winners", "--elected", "none.csv"), 2, "none.csv cannot be read")
    (tmp_path / "elected.csv").write_text("candidate,contest\nZed New,Mayor of Z\n", encoding="utf-8")
    unknown = letters(tmp_path, "winners", "--elected", "elected.csv", "--on", "2027-05-10")
    assert unknown.stdout == ""
    assert "No letter to Zed New, who was never asked" in unknown.stderr


def test_who_withdrew_is_left_alone_and_said_to_stand_no_longer(tmp_path: Path) -> None:
    """Neither chased, thanked nor given a slip; an answer of theirs stays; asked again, they stand again."""
    ask(tmp_path, "Ada Marlpit", "mayor-1", "mayor-2")
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-02")
    ask(tmp_path, "Ben Oatfield")
    for name in ("Ada Marlpit", "Ben Oatfield"):
        add(tmp_path, name, "mayor-1", "withdrew", "2027-04-05")
    for words in (("chase", "--on", "2027-04-25"), ("thank", "--on", "2027-04-06")):
        assert letters(tmp_path, *words).stdout == ""
    refused(log(tmp_path, "slip"), 4, "nobody to write a slip for")
    assert log(tmp_path, "summary", "--on", "2027-04-06").stdout.splitlines() == [
        f"{MAYOR}\tAda Marlpit\tmayor-1\tyes\t2027-04-02",
        f"{MAYOR}\tAda Marlpit\tmayor-2\tno longer stands\t2027-04-05",
        f"{MAYOR}\tBen Oatfield\tmayor-1\tno longer stands\t2027-04-05",
        f"{MAYOR}\tBen Oatfield\tmayor-2\twas not asked\t",
    ]
    ask(tmp_path, "Ben Oatfield", on="2027-04-06")
    assert "Dear Ben Oatfield," in letters(tmp_path, "chase", "--on", "2027-04-25").stdout


@pytest.mark.parametrize("form", ["md", "jsonl"])
def test_letters_take_the_forms_of_all_letters(tmp_path: Path, form: str) -> None:
    """And an ask that the campaign no longer has is said, not invented."""
    ask(tmp_path, "Ada Marlpit")
    result = letters(tmp_path, "chase", "--on", "2027-04-20", "--format", form)
    assert "Ada Marlpit" in result.stdout
    gone = text_of(tmp_path).replace("mayor-1", "old-1")
    (tmp_path / "old.csv").write_text(gone, encoding="utf-8")
    old = letters(tmp_path, "chase", "--on", "2027-04-20", "--log", "old.csv")
    assert old.stdout == ""
    assert "No letter to Ada Marlpit: none of the campaign's asks is called old-1." in old.stderr
    in_words(old)


def person(id_: str, name: str, email: str | None) -> dict[str, object]:
    routes = [{"kind": "email", "what": "their e-mail address", "address": email}] if email else []
    return {
        "source": "dc",
        "id": id_,
        "name": name,
        "party": "",
        "email": email,
        "routes": routes,
        "flags": [],
    }


def snapshot(people: list[dict[str, object]], ballot: str = BALLOT, **more: object) -> str:
    """Give a contest as candidates --jsonl writes it, as far as it is read back."""
    about = {"id": ballot, "date": ballot[-10:], "cancelled": False, **more}
    reach = {"email": sum(bool(each["email"]) for each in people), "total": len(people)}
    record = {
        "schema": "askcandidate.contest/1",
        "title": MAYOR,
        "ballot": about,
        "candidates": people,
        "reach": reach,
    }
    return json.dumps(record) + "\n"


def test_a_snapshot_of_the_real_command_can_be_read(tmp_path: Path) -> None:
    """The list that diff and chase read is what candidates --jsonl writes, without an election too."""
    (tmp_path / "none.jsonl").write_text(
        json.dumps({"schema": "askcandidate.contest/1", "ballot": None}) + "\n", encoding="utf-8"
    )
    result = run("diff", tmp_path / "none.jsonl", tmp_path / "none.jsonl")
    assert (result.code, result.stdout, result.stderr) == (0, "", "askcandidate: nothing changed.\n")


ANY = [State.YES, State.PARTLY, State.NO, State.ASKED]
OCCASIONS = [
    (Occasion.CHASE, State.ASKED),
    (Occasion.THANK, State.YES),
    (Occasion.NEVER_ASKED, State.ASKED),
    *((Occasion.ELECTED, state) for state in ANY),
]


@pytest.mark.parametrize(("occasion", "state"), OCCASIONS)
def test_every_ask_can_be_followed_up_in_few_words_and_without_a_side(
    occasion: Occasion, state: State
) -> None:
    """Each ask of each kind of office: at most 80 words of ours, short sentences, no party, no push."""
    campaign, templates, words = Campaign(), Templates(), vocabulary.shipped()
    wording = Wording(
        *(campaign.asks, campaign.documents, campaign.frames, campaign.topic),
        *(templates.fill, templates.page),
    )
    on = date(2024, 4, 20)
    written = 0
    for office_id in ("council:E06000023", "council-mayor:E09000030", "pcc:E23000036", "mayor:E47000009"):
        office = ballots.office(office_id, on)
        assert office
        for ask in campaign.asks_for(office, None, on):
            told = Entry(date(2024, 4, 22), office.title, office_id, "", "", "", "Ada Marlpit", ask.id, state)
            letter = write(FollowUp(occasion, (told,)), office, (), Sender(), on, wording)
            assert isinstance(letter, Letter)
            assert letter.set_word_count <= 80, (ask.id, letter.body)
            assert list(sides(letter.body, words.groups, ours=True)) == []
            assert list(absences(letter.body, words.absence)) == []
            long = [letter.body[each.start : each.end] for each in lengths(letter.body)]
            assert long == [], long
            assert "{" not in letter.body
            written += 1
    assert written > 20
