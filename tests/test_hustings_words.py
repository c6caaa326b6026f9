"""What the pages of a hustings say to chair, candidate and audience, word for word."""

import re
from pathlib import Path

import pytest

from answers import ballot, candidacy, person
from asking import ADA, BEN, HERE, MAYOR_BALLOT, ON, answer_with, one_ward, serve
from cli import run
from server import Service
from test_hustings import DAY, NEW_MAYOR, pack

SEVEN = [word for number in range(1, 8) for word in ("--name", f"Person {number}")]
OF_THE_HALL = "Anyward: questions from the hall do not fit into 60 minutes; they fit into 63 (--minutes 63)."


def test_that_the_hall_has_no_turn_is_said() -> None:
    """To whoever makes the pack, to the chair and to who is invited; nobody in the hall is asked for a question."""
    words = (
        "hustings",
        "--contest",
        "Anyward",
        *SEVEN,
        "--pages",
        "script,card,invite",
        "--format",
        "md",
        *DAY,
    )
    short, long = run(*words), run(*words, "--minutes", "63")
    assert f"askcandidate: {OF_THE_HALL}\n" in short.stderr
    assert (
        "**What does not fit** with 7 people in 60 minutes: questions from the hall. "
        "In 63 minutes the hall has its turn.\n" in short.stdout
    )
    assert "There is no time for questions from the hall." in short.stdout
    assert "A question of your own?" not in short.stdout
    assert "from the hall" not in long.stderr
    assert "| Questions from the hall, 1 minute for an answer |" in long.stdout
    assert "What does not fit" not in long.stdout
    assert "**A question of your own?** One question, half a minute, to everybody." in long.stdout
    assert "from the hall" not in run("hustings", "--contest", "Anyward", *SEVEN, "--one", *DAY).stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            NEW_MAYOR,
            (
                "Everybody has 1 minute for opening words, 90 seconds for the answer to each question, 1 minute for "
                "the answer to each question from the hall and 30 seconds for closing words.\n"
            ),
        ),
        (
            ("--contest", "Anyward", *SEVEN),
            (
                "Everybody has 1 minute for opening words, 90 seconds for the answer to each question and 30 seconds "
                "for closing words. There is no time for questions from the hall.\n"
            ),
        ),
        (
            ("--contest", "Anyward", "--candidates", "24"),
            (
                "Everybody has 30 seconds for opening words and 90 seconds for the answer to each question. "
                "There is no time for questions from the hall.\n"
            ),
        ),
        (
            (HERE, "--office", "pcc"),
            (
                "You would have 4 minutes for the answer to each question, 30 seconds for yes, no or partly with the "
                "reason, 1 minute for the answer to each question from the hall and 2 minutes for closing words.\n"
            ),
        ),
    ],
)
def test_an_invitation_says_how_long_one_speaks(words: tuple[str, ...], told: str) -> None:
    """By the clock that the chair has."""
    assert told in pack(*words, "--pages", "invite", "--chair", "Jo Hill")


def test_namesakes_who_stand_are_said_to_be_two(service: Service) -> None:
    """Their names are all that the sheets say of them."""
    namesakes = [candidacy(person(number, "Sam Lock")) for number in (7, 8)]
    at = serve(service, one_ward(ADA, *namesakes))
    told = run("hustings", HERE, "--live", "--base-url", at, "--on", ON, "--office", "council").stderr
    assert "2 people named Sam Lock stand, and the sheets do not tell them apart;" in told


def test_when_a_statement_is_read_out_and_for_how_long() -> None:
    """On the chair's page and the invitation alike; it has the place of what the others say."""
    text = pack(*NEW_MAYOR, "--pages", "script,invite")
    assert (
        "If they sent a statement of up to 720 words (about 6 minutes), read it out after the last of the "
        "printed questions, word for word: it takes the place of all that person's turns.\n" in text
    )
    assert (
        "If you cannot come, a statement of up to 720 words (about 6 minutes) will be read out, word for word, "
        "in place of your turns.\n" in text
    )
    assert (
        "**If the guest is not here,** a statement that they sent, of up to 600 words (about 5 minutes), is read "
        "out after the welcome, word for word: it takes the place of all their turns.\n"
        in pack(HERE, "--office", "pcc", "--pages", "script")
    )


def test_what_a_chair_reads_is_plain() -> None:
    """What goes first if time runs short, and who begins after the first question from the hall."""
    script = pack(*NEW_MAYOR, "--pages", "script")
    assert (
        "**If time runs short, drop in this order:** questions from the hall; the closing words; question 3, with "
        "its follow-up; the opening words. Never a question for some and not for others.\n" in script
    )
    turn = re.search(r"The first is answered in this order: .*", script)
    assert turn
    second = turn[0].split("; ")[1]
    assert f"For the second, whoever began goes to the end, so that {second} begins; and so on" in turn[0]


@pytest.mark.parametrize(
    ("id_", "title", "post", "heading", "before"),
    [
        (
            *(MAYOR_BALLOT, "Mayor of the West of England election", "West of England"),
            *("Mayor of the West of England", "the election of the Mayor of the West of England"),
        ),
        (
            *("pcc.avon-and-somerset.2027-05-06", "Avon and Somerset Police election", "Avon and Somerset"),
            "Police and Crime Commissioner for Avon and Somerset",
            "the election of the Police and Crime Commissioner for Avon and Somerset",
        ),
        (
            *("local.bristol.central.2027-05-06", "Bristol local election Central", "Central"),
            *("Central, Bristol", "the election in Central, Bristol"),
        ),
        (
            *("local.bristol.central.by.2027-05-06", "Bristol local election Central by-election", "Central"),
            *("Central by-election in Bristol", "the Central by-election in Bristol"),
        ),
        (
            *("parl.bristol-east.by.2027-05-06", "Bristol East by-election", "Bristol East"),
            *(
                "Member of Parliament for Bristol East",
                "the election of the Member of Parliament for Bristol East",
            ),
        ),
        (
            *("gla.a.2027-05-06", "London Assembly elections (Additional)", "Additional"),
            *("London Assembly elections (Additional)", "the London Assembly elections (Additional)"),
        ),
    ],
)
def test_a_listed_contest_is_called_what_people_call_it(
    service: Service, *, id_: str, title: str, post: str, heading: str, before: str
) -> None:
    """In headings and sentences, whatever a service calls it."""
    held = ballot(id_, title=title, post=post, candidates=[ADA, BEN])
    at = serve(service, answer_with(held))
    words = ("hustings", HERE, "--live", "--base-url", at, "--on", ON, "--format", "md")
    text = run(*words, "--pages", "script,invite").stdout
    assert f"# For the chair: Hustings: {heading}\n" in text
    assert f"This is a hustings before {before}. " in text
    assert f"You are invited to a hustings before {before}, on ___" in text


def test_a_branch_has_its_meeting_before_the_same_election(tmp_path: Path) -> None:
    """With its name in the heading."""
    file = tmp_path / "members.csv"
    file.write_text("postcode,branch\nBS1 5TR,North\n", encoding="utf-8")
    words = ("--from", file, "--by", "branch", "--office", "mayor", "--candidates", "3", "--pages", "script")
    script = pack(*words)
    assert "# For the chair: Hustings: Mayor of the West of England, North\n" in script
    assert "This is a hustings before the election of the Mayor of the West of England. " in script


def test_a_record_keeps_the_title_of_the_service(service: Service, tmp_path: Path) -> None:
    """The log knows a contest by it, from slips and letters too; files are named after the ballot."""
    held = ballot(MAYOR_BALLOT, title="Mayor of the West of England election", candidates=[ADA, BEN])
    at = serve(service, answer_with(held))
    words = ("hustings", HERE, "--live", "--base-url", at, "--on", ON, "--office", "mayor")
    assert run(*words, "--out", tmp_path / "packs").code == 0
    (record,) = (tmp_path / "packs").glob("*-record.csv")
    assert record.name == f"{MAYOR_BALLOT.replace('.', '-')}-record.csv"
    assert record.read_text(encoding="utf-8").count("\nMayor of the West of England election,mayor:") == 6
