"""The wording of letters: many ways to say each part, so far apart that no two writers send one text."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands.desk import Desk
from askcandidate.correspondence import Ask, Letter, Sender
from askcandidate.errors import BadData
from askcandidate.formats.templates import Templates
from askcandidate.gazetteer import areas
from askcandidate.model import Office
from askcandidate.places import Finder
from askcandidate.writing.addressees import To
from askcandidate.writing.lengths import count_words
from askcandidate.writing.wishes import Wishes
from askcandidate.writing.wording import NUMBERS, Part, Speaker, compose, number_of
from askcandidate.writing.words import Home, words_about
from cli import run

ON = date(2026, 11, 21)
CAMPAIGN = Campaign()
TEMPLATES = Templates()
SHAPES = ("BS1 5TR", "NG18 2AL", "M27 0JE", "WA7 1BH", "E14 8UE", "EC4M 7AA", "CF10 4UW", "EH1 1YJ")
OWN = "My neighbour keeps being undercut. I would like nobody here to be cheated of their pay, this year or next."
STANDING = "office,kind,asks,dated,third_person,sentence,document,publisher,url\n"


def runs(text: str) -> set[tuple[str, ...]]:
    """Give the runs of five words in a text."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def sameness(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """Give what two texts share of the smaller one's runs."""
    return len(one & other) / min(len(one), len(other))


def test_sameness_is_what_it_should_be() -> None:
    """A test that measures must be able to find something."""
    assert sameness(runs("a b c d e f g"), runs("z a b c d e")) == 0.5


def letters(
    postcode: str,
    *,
    rows: range,
    words: str = "",
    campaign: Campaign = CAMPAIGN,
    seed: str = "",
    **wishes: To,
) -> Iterator[list[Letter]]:
    """Write as the writers of one batch do, each for the same place."""
    desk = Desk(campaign, TEMPLATES, Wishes(seed=seed, **wishes), (), ON)  # type: ignore[arg-type]
    place = Finder(ON).find(postcode)
    for row in rows:
        yield desk.for_place(place, Sender("A. Voter", "1 Hill St", words), row).letters


@pytest.mark.parametrize("postcode", SHAPES)
@pytest.mark.parametrize("to", list(To))
@pytest.mark.parametrize("words", [OWN, ""], ids=["beside own words", "alone"])
def test_set_words_of_64_writers_stay_apart(postcode: str, to: To, words: str) -> None:
    """No two of the first 64 writers to one contest share half of their set words, whatever the office."""
    mails = list(letters(postcode, rows=range(64), words=words, seed="0", to=to))
    for contest in zip(*mails, strict=True):
        ours = [runs(letter.body.removeprefix(words)) for letter in contest]
        assert max(sameness(*pair) for pair in combinations(ours, 2)) < 0.5, contest[0].office.id


def in_threes(ids: list[str]) -> Iterator[tuple[str, str, str]]:
    """Give threes in which each id is at least once."""
    yield from ((ids[at], ids[at - 1], ids[at - 2]) for at in range(2, len(ids) + 2, 3) if at < len(ids))
    yield (ids[-1], ids[0], ids[1])


@pytest.mark.parametrize("postcode", SHAPES)
@pytest.mark.parametrize("to", list(To))
def test_letters_with_three_asks_stay_apart_too(postcode: str, to: To) -> None:
    """Each ask that an office can be asked with two others, in one contest of 64 writers."""
    place = Finder(ON).find(postcode)
    for office in place.offices:
        can = [ask.id for ask in CAMPAIGN.asks.values() if ask.fits(office, place.district.nation, ON)]
        for ids in in_threes(can) if len(can) > 2 else ():
            wishes = Wishes(ask_ids=ids, seed="0", to=to)
            desk = Desk(CAMPAIGN, TEMPLATES, wishes, (office.id,), ON)
            bodies = [desk.for_place(place, Sender("A", "B", OWN), row).letters[0].body for row in range(64)]
            ours = [runs(body.removeprefix(OWN)) for body in bodies]
            assert max(sameness(*pair) for pair in combinations(ours, 2)) < 0.5, (office.id, ids)


def test_letters_with_three_asks_to_a_member_of_parliament_stay_apart_too() -> None:
    """Their seeds are typed, since a letter to a constituency is one by itself."""
    for ids in in_threes(["ge-2", "ge-1", "ge-3", "ge-0b"]):
        bodies = []
        for seed in range(64):
            desk = Desk(CAMPAIGN, TEMPLATES, Wishes(ask_ids=ids, seed=str(seed)), (), ON)
            (letter,) = desk.for_constituency("Bristol Central", Sender("A", "B", OWN)).letters
            bodies.append(letter.body)
        ours = [runs(body.removeprefix(OWN)) for body in bodies]
        assert max(sameness(*pair) for pair in combinations(ours, 2)) < 0.5, ids


def test_aims_can_be_worked_for() -> None:
    """An aim follows "would you work for": never for modern slavery itself, nor for work."""
    for ask in CAMPAIGN.asks.values():
        for aim in ask.aim:
            assert not aim.startswith(("modern slavery", "exploitation", "work ")), (ask.id, aim)


def test_subject_lines_differ_too() -> None:
    """Never one fixed line, and all fit where subjects are cut off, but for the longest names of places."""
    made = [letter for mail in letters("BS1 5TR", rows=range(8), seed="0") for letter in mail]
    assert len({letter.subject for letter in made}) == len(made) == 24
    assert max(len(letter.subject) for letter in made) <= 78


def test_a_letter_is_worded_by_its_writer_and_contest_alone() -> None:
    """Another writer, other words or another office is another number; the same is the same."""
    same = number_of("", 0, "pcc:E23000036", "BS1 5TR", "A. Voter", "", "")
    assert number_of("", 0, "pcc:E23000036", "BS1 5TR", "A. Voter", "", "") == same
    others = {
        number_of("", 0, "mayor:E47000009", "BS1 5TR", "A. Voter", "", ""),
        number_of("", 0, "pcc:E23000036", "BS1 5TR", "B. Voter", "", ""),
        number_of("", 0, "pcc:E23000036", "BS1 5TR", "A. Voter", "", "Words."),
        number_of("", 0, "pcc:E23000036", "BS1 5TS", "A. Voter", "", ""),
        number_of("autumn", 0, "pcc:E23000036", "BS1 5TR", "A. Voter", "", ""),
    }
    assert len(others | {same}) == 6


@given(st.integers(0, NUMBERS - 1), st.integers(0, NUMBERS - 1), st.sampled_from([64, 512, NUMBERS]))
def test_two_numbers_share_few_parts(one: int, other: int, below: int) -> None:
    """Below 64 one part at most, below 512 two, otherwise three of the eight."""
    one, other = one % below, other % below
    eight = [str(n) for n in range(8)]

    def parts(number: int) -> list[str]:
        return [Speaker(number, {}, lambda text, _: text).say(part, eight) for part in Part]

    shared = sum(a == b for a, b in zip(parts(one), parts(other), strict=True))
    assert shared <= {64: 1, 512: 2, NUMBERS: 3}[below] or one == other


@given(st.text(max_size=12), st.integers(0, 9000), st.text(max_size=12))
def test_a_number_is_small_whatever_was_typed(seed: str, row: int, name: str) -> None:
    """Twelve bits say nothing of who wrote; and a number typed gives itself."""
    number = number_of(seed, row, "pcc:E23000036", name)
    assert 0 <= number < NUMBERS
    assert number_of(str(number), 0, "mayor:E47000009") == number


def test_a_seed_from_a_record_gives_the_same_letter_again() -> None:
    """``--seed`` chooses other wordings, and the number in the record brings them back."""
    common = ("letter", "BS1 5TR", "--office", "pcc", "--no-input", "--jsonl", "--on", "2026-11-21")
    (plain,) = run(*common).records
    (first,) = run(*common, "--seed", "autumn").records
    (again,) = run(*common, "--seed", first["seed"], "--name", "Somebody Else").records
    assert first["seed"].isdecimal()
    assert (again["body"], again["subject"], again["seed"]) == (
        first["body"],
        first["subject"],
        first["seed"],
    )
    assert plain["body"] != first["body"]


def test_rows_of_a_batch_have_wordings_of_their_own() -> None:
    """A row's letter follows from its own line; so a batch that goes on where it stopped writes the same."""
    common = ("letter", "-", "--office", "pcc", "--no-input", "--jsonl", "--on", "2026-11-21", "--seed", "7")
    three = run(*common, stdin="BS1 5TR\nBS1 5TR\nBS1 5TR\n").records
    assert len({record["body"] for record in three}) == 3
    (alone,) = run("letter", "BS1 5TR", *common[2:-1], three[2]["seed"]).records
    assert alone["body"] == three[2]["body"]


def long_names() -> Iterator[tuple[Office, Home, Ask]]:
    """Give every office of the country with what can be asked of it."""
    for code in areas.all_districts():
        district = areas.district(code, ON)
        home = Home(district.prose, district.where, None, district.nation, ())
        for office in district.offices:
            for ask in CAMPAIGN.asks_for(office, district.nation, ON):
                yield office, home, ask


def test_our_words_are_few_in_every_combination_of_wordings() -> None:
    """The longest wording of each part together: 80 words beside the writer's own, and 90 alone, in all places."""
    for (office, home, ask), candidate in product(long_names(), (False, True)):
        words = words_about(office, home, CAMPAIGN.topic, candidate=candidate)
        most = dict.fromkeys(("reason", "ask", "if_so", "if_not", "opening", "closing", "closing_alone"), 0)
        for number in range(8):
            speaker = Speaker(number, words, TEMPLATES.fill)
            power = CAMPAIGN.power(office, ask)
            parts = compose(speaker, [ask], None, power, CAMPAIGN.frames, candidate=candidate)
            parts["opening"] = speaker.say(Part.OPENING, CAMPAIGN.frames.opening)
            parts["closing"] = speaker.say(Part.CLOSING, CAMPAIGN.frames.closing)
            parts["closing_alone"] = speaker.say(Part.CLOSING, CAMPAIGN.frames.closing_alone)
            most = {name: max(count, count_words(parts[name])) for name, count in most.items()}
        asked = most["reason"] + most["ask"] + most["if_so"] + most["if_not"]
        assert asked + most["closing"] <= 80, (office.id, home.prose, ask.id, most)
        assert asked + most["opening"] + most["closing_alone"] <= 90, (office.id, home.prose, ask.id, most)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign folder to change."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "mine"))


def test_a_campaign_of_single_wordings_works(folder: Path) -> None:
    """One string where ours has a list, and none of the words around an ask: those are ours then."""
    head = (folder / "campaign.toml").read_text("utf-8")
    head = re.sub(r"^\[frames\]\n.*?(?=^\[\[document)", "", head, flags=re.MULTILINE | re.DOTALL)
    head = re.sub(r'= \[\n  ("[^\n]*"),\n.*?^\]', r"= \1", head, flags=re.MULTILINE | re.DOTALL)
    (folder / "campaign.toml").write_text(head, "utf-8")
    asks = (folder / "asks.toml").read_text("utf-8")
    asks = re.sub(r'= \[\n  ("[^\n]*"),\n.*?^\]', r"= \1", asks, flags=re.MULTILINE | re.DOTALL)
    asks = re.sub(r"^(done|deed|if_not) = .*\n", "", asks, flags=re.MULTILINE)
    (folder / "asks.toml").write_text(asks, "utf-8")
    theirs = Campaign(folder)
    assert theirs.asks["hfj-2"].letter == (CAMPAIGN.asks["hfj-2"].letter[0],)
    bodies = {mail[0].body for mail in letters("BS1 5TR", rows=range(8), seed="0", campaign=theirs)}
    assert len(bodies) == 8
    asked = "Does Bristol City Council have a plan against modern slavery, with money set aside for it?"
    assert all(f"{asked}\n\n" in body for body in bodies)


def test_a_campaign_brings_what_it_has_seen(folder: Path) -> None:
    """Its own row is asked after with its source, until three years have gone by."""
    (folder / "standing.csv").write_text(
        STANDING + "pcc:E23000036,plan,hasc-pcc,2026-03-01,The plan names it.,"
        "In March 2026 your plan named modern slavery. | Your plan of March 2026 names modern slavery.,"
        "Plan,Avon and Somerset PCC,https://example.org/plan\n",
        "utf-8",
    )
    theirs = Campaign(folder)
    (_, commissioner, _) = next(letters("BS1 5TR", rows=range(1), seed="0", campaign=theirs))
    assert "In March 2026 your plan named modern slavery. What has changed since" in commissioner.body
    assert commissioner.sources[-1] == '"Plan" by Avon and Somerset PCC, March 2026, https://example.org/plan'
    late = Desk(theirs, TEMPLATES, Wishes(ask_ids=("nncf-1",), seed="0"), ("pcc",), date(2029, 3, 2))
    (letter,) = late.for_place(Finder(date(2029, 3, 2)).find("BS1 5TR"), Sender()).letters
    assert "March 2026" not in letter.body


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("pcc:E23000036,hope,hasc-pcc,,x,Seen.,Plan,PCC,https://example.org\n", "kind is one of plan"),
        ("pcc:E23000036,plan,gone-1,,x,Seen.,Plan,PCC,https://example.org\n", "ids of the campaign's asks"),
        ("pcc:E23000036,plan,hasc-pcc,March,x,Seen.,Plan,PCC,https://example.org\n", "line 2"),
        ("pcc:E23000036,plan,hasc-pcc,,x,,Plan,PCC,https://example.org\n", "not empty"),
        ("pcc:E23000036,plan\n", "line 2"),
    ],
)
def test_a_broken_row_of_a_campaign_says_where(folder: Path, rows: str, says: str) -> None:
    """The message has the file, the line and what each column takes."""
    (folder / "standing.csv").write_text(STANDING + rows, "utf-8")
    with pytest.raises(BadData, match=re.escape(says)):
        Campaign(folder)
