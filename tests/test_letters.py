"""Letters: to whom, with which ask, in which words. Expected letters stand here word for word."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askcandidate import vocabulary
from askcandidate.campaign import Campaign
from askcandidate.commands.desk import Desk, Mail
from askcandidate.correspondence import Letter, Sender
from askcandidate.errors import NotFound, WrongUse
from askcandidate.formats.letter_forms import LetterFormat, write_letters
from askcandidate.formats.letters import Look, print_letters
from askcandidate.formats.templates import Templates
from askcandidate.model import OfficeKind
from askcandidate.places import Finder
from askcandidate.writing.addressees import To
from askcandidate.writing.lengths import count_words
from askcandidate.writing.wishes import Wishes

ON = date(2026, 11, 21)
CAMPAIGN = Campaign()
TEMPLATES = Templates()
OWN = (
    "My neighbour runs a small cleaning firm and keeps being undercut by others. I would like honest firms "
    "to have a chance here, and nobody who works in this town to be cheated of their pay."
)
# One postcode for each shape that a place can have.
SHAPES = [
    *("BS1 5TR", "NG18 2AL", "M27 0JE", "WA7 1BH", "E14 8UE", "EC4M 7AA", "CF10 4UW", "EH1 1YJ"),
    *("DH1 4NP", "PR3 1TS", "CA1 1AA", "LE16 8XB", "TR22 0PL", "L9 9EN"),
]


def mail(postcode: str, *offices: str, on: date = ON, sender: Sender | None = None, **wishes: object) -> Mail:
    """Write to the offices of a postcode."""
    wishes = {"seed": "0", **wishes}  # the first of all wordings
    desk = Desk(CAMPAIGN, TEMPLATES, Wishes(**wishes), offices, on)  # type: ignore[arg-type]
    return desk.for_place(Finder(on).find(postcode), sender or Sender())


def one(postcode: str, office: str, **more: object) -> Letter:
    """Write the one letter to an office."""
    (letter,) = mail(postcode, office, **more).letters  # type: ignore[arg-type]
    return letter


def written(letters: list[Letter], form: LetterFormat) -> str:
    """Write letters into one document."""
    return "".join(map(str, write_letters(print_letters(letters), form, Look(TEMPLATES))))


def test_the_letter_to_a_councillor_of_a_unitary_council() -> None:
    """Bristol: the plan and its money, which a councillor can ask about."""
    letter = one("BS1 5TR", "council")
    assert letter.subject == "Bristol: is there a plan against modern slavery?"
    assert letter.salutation == "Dear Councillor,"
    assert letter.body == (
        "I live in Bristol and I am writing about modern slavery.\n\n"
        "Your council runs licensing, housing and social care, and you can ask it for a report. Does Bristol City "
        "Council have a plan against modern slavery, with money set aside for it? If so, where can I read what "
        "came of it? If not, will you ask for one, and by when?\n\n"
        "A line or a link will do."
    )


def test_the_letter_to_a_commissioner() -> None:
    """Avon and Somerset: the police and crime plan, which can be varied at any time."""
    letter = one("BS1 5TR", "pcc")
    assert letter.subject == "Bristol: is modern slavery in your police and crime plan?"
    assert letter.salutation == "Dear Commissioner,"
    assert letter.body == (
        "I live in Bristol and I am writing about modern slavery.\n\n"
        "Your police and crime plan sets what the force puts first, and you can vary it at any time. Does your "
        "plan name modern slavery as a priority? If so, where can I read what has been done? If not, will you "
        "change it before your term ends in May 2028?\n\n"
        "A line or a link will do."
    )


def test_the_letter_to_a_mayor_without_police_powers() -> None:
    """West of England: a plan for the whole area, opened by the writer's own words."""
    letter = one("BS1 5TR", "mayor", sender=Sender(words=OWN))
    assert letter.subject == "Bristol: is there a plan against modern slavery for the West of England?"
    assert letter.salutation == "Dear Mayor,"
    assert letter.body == (
        f"{OWN}\n\n"
        "You can bring councils, the police and employers together across the West of England. Is there a plan "
        "against modern slavery for the whole area? If so, where can I read what is in it? If not, will you "
        "start one with people who have been exploited, and by when?\n\n"
        "I live in Bristol, and a line would help."
    )
    assert (letter.own_word_count, letter.set_word_count) == (36, 59)


def test_a_page_of_plain_text() -> None:
    """Heading, subject, letter, sign-off; outside the page how to send it, what is missing, what it rests on."""
    letter = one("BS1 5TR", "pcc", sender=Sender(name="Ann Voter"))
    assert written([letter], LetterFormat.TEXT) == (
        "========================================================================\n"
        "Police and Crime Commissioner for Avon and Somerset\n"
        "========================================================================\n"
        "\n"
        "Subject: Bristol: is modern slavery in your police and crime plan?\n"
        "\n"
        "Dear Commissioner,\n"
        "\n"
        "I live in Bristol and I am writing about modern slavery.\n"
        "\n"
        "Your police and crime plan sets what the force puts first, and you can\n"
        "vary it at any time. Does your plan name modern slavery as a priority?\n"
        "If so, where can I read what has been done? If not, will you change it\n"
        "before your term ends in May 2028?\n"
        "\n"
        "A line or a link will do.\n"
        "\n"
        "Yours sincerely,\n"
        "\n"
        "Ann Voter\n"
        "[your address]\n"
        "BS1 5TR\n"
        "\n"
        "------------------------------------------------------------------------\n"
        "To send this: https://www.apccs.police.uk/find-your-pcc/ (lists every\n"
        "commissioner with a contact page).\n"
        "Still to fill in: [your address]. People without an address are often\n"
        "not answered.\n"
        "This rests on: hasc-pcc (fourth paragraph, quoting the Home Affairs\n"
        "Committee's 2023 report; also quoted by Causeway), after \"Using your\n"
        'voice and your vote" by The Clewer Initiative, 24 April 2024.\n'
        "\n"
    )


def test_a_page_of_markdown_takes_marks_literally() -> None:
    """A writer's asterisks and brackets stay what they typed."""
    letter = one(
        "BS1 5TR",
        "pcc",
        sender=Sender("Ann *Voter*", "Flat 1\n1 High Street", "See [this](javascript:x) <b>now</b>."),
    )
    page = written([letter], LetterFormat.MARKDOWN)
    assert page.startswith("# Police and Crime Commissioner for Avon and Somerset\n\n**Subject:** Bristol:")
    assert "See \\[this\\](javascript:x) \\<b\\>now\\</b\\>." in page
    assert "Yours sincerely,\n\nAnn \\*Voter\\*\\\nFlat 1\\\n1 High Street\\\nBS1 5TR\n\n---\n" in page


@pytest.mark.parametrize(
    ("postcode", "office", "dear", "asks"),
    [
        ("NG18 2AL", "council", "Dear Councillor,", "lga-4"),
        ("NG18 2AL", "county", "Dear Councillor,", "lga-4"),
        ("NG18 2AL", "council-mayor", "Dear Mayor,", "hfj-1"),
        ("M27 0JE", "mayor", "Dear Mayor,", "mayor-6"),
        ("E14 8UE", "mayor", "Dear Mayor,", "nncf-1"),
        ("EC4M 7AA", "mayor", "Dear Mayor,", "mayor-1"),
        ("EC4M 7AA", "council", "Dear Common Councillor,", "hfj-2"),
        ("CF10 4UW", "pcc", "Dear Commissioner,", "hasc-pcc"),
        ("EH1 1YJ", "council", "Dear Councillor,", "hfj-2"),
        ("LE16 8XB", "pcc", "Dear Commissioner,", "hasc-pcc"),
    ],
)
def test_each_kind_of_office_is_greeted_and_asked_in_its_own_way(
    postcode: str, office: str, dear: str, asks: str
) -> None:
    """A district is not asked about social care, nor the Mayor of London about the City's police."""
    letter = one(postcode, office)
    assert (letter.salutation, [ask.id for ask in letter.asks]) == (dear, [asks])


def test_tiers_are_asked_about_their_own_services() -> None:
    """Licensing and housing are the district's; social care is the county's; never the other's."""
    district, county = one("NG18 2AL", "council").body, one("NG18 2AL", "county").body
    assert "licensing" in district
    assert "social care" not in district
    assert "social care" in county
    assert "licensing" not in county
    assert "housing" not in county


def test_what_an_office_was_seen_to_do_is_asked_after_not_asked_for() -> None:
    """Durham said in January 2026 that its plan covers this: the letter asks what has come of it."""
    letter = one("DH1 4NP", "pcc")
    assert letter.subject == "County Durham: what has come of the work on modern slavery?"
    assert letter.body == (
        "I live in County Durham and I am writing about modern slavery.\n\n"
        "Your police and crime plan sets what the force puts first, and you can vary it at any time. In January "
        "2026 your office said that your plan commits to reducing the harm of modern slavery. What has changed "
        "since, and what comes next? Where can I read about it?\n\n"
        "A line or a link will do."
    )
    assert "durham-pcc.gov.uk" in " ".join(letter.sources)


def test_what_was_seen_three_years_ago_no_longer_counts() -> None:
    """Warwickshire's rows are of October 2023: asked after in 2026 until then, and no longer in November."""
    assert "Advocate" in one("CV22 7YF", "pcc", on=date(2026, 10, 1)).body
    assert "Does your plan name modern slavery as a priority?" in one("CV22 7YF", "pcc").body


def test_an_ask_chosen_by_hand_is_only_replaced_by_its_own_follow_up() -> None:
    """Greater Manchester's step is about working together: another ask stays as it is."""
    assert "University of Manchester" in one("M27 0JE", "mayor", ask_ids=("mayor-6",)).body
    assert "report it safely" in one("M27 0JE", "mayor", ask_ids=("mayor-2",)).body


def test_three_asks_end_in_one_question() -> None:
    """Wishes in a list, then which would come first, and no other question."""
    letter = one("BS1 5TR", "mayor", ask_ids=("mayor-1", "mayor-6", "mayor-3"))
    assert letter.body.count("?") == 1
    assert "I would like to see three things here:\n\n- a plan against modern slavery" in letter.body
    assert "\n\nWhich would you do first, and by when?\n\n" in letter.body
    assert letter.subject == "Bristol: what would you do first about modern slavery?"


def test_candidates_are_written_to_when_an_election_is_near() -> None:
    """Within 90 days of a known election the letter is to everyone standing, and says if you are elected."""
    near = one("CA1 1AA", "mayor", on=date(2027, 2, 5))
    assert near.address_as is To.CANDIDATES
    assert near.salutation == "To everyone standing to be Mayor of Cumbria,"
    assert "If you are elected, would you work for a plan against modern slavery" in near.body
    assert near.to.contacts[0].url == "https://whocanivotefor.co.uk/"


def test_nobody_is_written_to_before_anybody_stands() -> None:
    """A first election further off gives no letter but a line on when names are published."""
    with pytest.raises(NotFound) as caught:
        mail("CA1 1AA", "mayor", on=date(2027, 2, 4))
    assert caught.value.message == (
        "No letter to the Mayor of Cumbria yet: the first election is on 6 May 2027, and the names of those "
        "standing are published about four weeks before."
    )


def test_the_writer_can_decide_whom_to_address() -> None:
    """--to overrules the calendar, both ways, and the letter knows why."""
    letter = one("BS1 5TR", "council", to=To.CANDIDATES)
    assert letter.salutation == "To everyone standing for Bristol City Council,"
    assert letter.why_so_addressed == "as asked"
    with pytest.raises(NotFound, match="No letter to the Mayor of Cumbria yet"):
        mail("CA1 1AA", "mayor", on=date(2027, 5, 1), to=To.OFFICE_HOLDERS)


def test_a_letter_to_parliament_names_the_constituency_and_no_postcode() -> None:
    """The joint statement's asks go to the member of parliament."""
    desk = Desk(CAMPAIGN, TEMPLATES, Wishes(seed="0"), (), ON)
    (letter,) = desk.for_constituency("Bristol Central", Sender()).letters
    assert letter.postcode is None
    assert letter.salutation == "Dear Member of Parliament,"
    assert letter.body == (
        "I live in Bristol Central and I am writing about modern slavery.\n\n"
        "You can write to ministers or put a written question to them. Will you ask how the "
        "government makes sure that people who have been exploited get safe housing, legal advice and lasting "
        "support? Could you send me the answer?\n\n"
        "A line or a link will do."
    )


@pytest.mark.parametrize("fact", ["f-nrm", "f-highest", "f-25bn", "nonsense"])
def test_a_fact_that_is_overtaken_or_unsourced_is_never_printed(fact: str) -> None:
    """The refusal says why and what can be printed."""
    with pytest.raises(WrongUse) as caught:
        mail("BS1 5TR", fact_ids=(fact,))
    assert fact in caught.value.message
    assert caught.value.hint == "A letter can print: f-nrm-2025, coalition."


def test_a_figure_is_printed_only_on_request_with_its_year_and_source_and_not_past_its_time() -> None:
    """The referral figure stands until February 2027."""
    assert not re.search(r"\d{2},\d{3}|55", "".join(letter.body for letter in mail("BS1 5TR").letters))
    body = one("BS1 5TR", "pcc", fact_ids=("f-nrm-2025",)).body
    assert (
        "In 2025, 23,411 people were referred as possible victims across the UK (Home Office, February 2026)."
        in body
    )
    with pytest.raises(WrongUse, match="good until 28 February 2027"):
        mail("BS1 5TR", on=date(2027, 3, 1), fact_ids=("f-nrm-2025",))


def test_the_coalition_is_counted_to_mayors_and_parliament_alone() -> None:
    """55 organisations asked mayoral candidates; no other letter names them."""
    bodies = {x.office.kind: x.body for x in mail("BS1 5TR", fact_ids=("coalition",)).letters}
    assert "In April 2024, 55 organisations asked mayoral candidates for this." in bodies[OfficeKind.MAYOR]
    assert "organisations" not in bodies[OfficeKind.COUNCIL] + bodies[OfficeKind.PCC]


@pytest.mark.parametrize(
    ("asks", "error", "says"),
    [
        (("nncf-2",), WrongUse, "was good until 2 May 2024"),
        (("ge-0a",), WrongUse, "was good until 4 July 2024"),
        (("mayor-5",), WrongUse, "is not in the power of the offices here"),
        (("ge-1",), WrongUse, "is not in the power of the offices here"),
        (("nothing",), NotFound, "There is no ask"),
        (("mayor-1", "mayor-2", "mayor-3", "mayor-4"), WrongUse, "at most 3"),
    ],
)
def test_asks_that_do_not_fit_are_refused(asks: tuple[str, ...], error: type[Exception], says: str) -> None:
    """Bristol: expired, for offices not there, unknown, too many; the message names those that fit."""
    with pytest.raises(error, match=says) as caught:
        mail("BS1 5TR", ask_ids=asks)
    assert len(asks) > 3 or "These fit here: hfj-2, hfj-1, lga-4, hfj-3" in caught.value.hint  # type: ignore[attr-defined]
    assert "ge-2" not in caught.value.hint  # type: ignore[attr-defined]


def test_expired_asks_come_back_on_the_day_they_stood() -> None:
    """Replaying April 2024 finds the pledge of that spring."""
    assert one("BS1 5TR", "pcc", on=date(2024, 4, 24), ask_ids=("nncf-2",)).asks[0].id == "nncf-2"


def test_commissioners_are_not_asked_beyond_their_term() -> None:
    """From June 2028 the plan is nobody's to change that we know of; the lasting ask is left."""
    assert [a.id for a in one("BS1 5TR", "pcc", on=date(2028, 6, 1)).asks] == ["nncf-1"]


def test_scotland_is_asked_only_what_fits_there() -> None:
    """The guidance and the six points written for councils of England and Wales stay there."""
    place = Finder(ON).find("EH1 1YJ")
    fitting = {ask.id for ask in CAMPAIGN.asks_for(place.offices[0], place.district.nation, ON)}
    assert fitting == {"hfj-1", "hfj-2", "hfj-5", "hfj-6"}


def test_no_letter_where_no_office_is_known() -> None:
    """Northern Ireland offline: not found, with the two ways to the council."""
    with pytest.raises(NotFound, match="BT1 5GS") as caught:
        mail("BT1 5GS")
    assert "--data FILE" in caught.value.hint


def every_letter(words: str) -> Iterator[Letter]:
    """Write every ask to every office it fits at every shape of place, to both kinds of addressee.

    Eight times: the first eight seeds take each wording of each part in turn.
    """
    asked = [
        (place, office.id, ask.id)
        for place in map(Finder(ON).find, SHAPES)
        for office in place.offices
        for ask in CAMPAIGN.asks_for(office, place.district.nation, ON)
    ]
    for seed in map(str, range(8)):
        for place, office_id, ask_id in asked:
            for to in To:
                desk = Desk(CAMPAIGN, TEMPLATES, Wishes((ask_id,), (), to, seed=seed), (office_id,), ON)
                with suppress(NotFound):  # nobody holds it yet, or no election is due
                    yield from desk.for_place(place, Sender(words=words)).letters
        for ask_id in ("ge-1", "ge-2", "ge-3", "ge-0b"):
            desk = Desk(CAMPAIGN, TEMPLATES, Wishes((ask_id,), seed=seed), (), ON)
            yield from desk.for_constituency(
                "Newcastle upon Tyne Central and West", Sender(words=words)
            ).letters


@pytest.mark.parametrize(("words", "most"), [(OWN, 80), ("", 90)])
def test_our_words_are_few_in_every_letter(words: str, most: int) -> None:
    """At most 80 beside the writer's and 90 alone; with own words 85 to 160 in all."""
    for letter in every_letter(words):
        assert letter.set_word_count <= most, (letter.office.id, letter.asks[0].id, letter.body)
        assert letter.set_word_count + letter.own_word_count == count_words(letter.body)


def test_our_sentences_are_short_and_plain_in_every_letter() -> None:
    """None over 28 words, under 18 on average; no word of the trade, no horror, no party."""
    loaded = re.compile(
        r"\b(slaves?|victims?|heinous|traffick\w*|survivors?|multi-agency|stakeholders?|NRM|unprecedented|record|"
        r"Labour|Conservatives?|Lib(eral)? Dem\w*|Green Party|Reform UK|vote|urge|demand|fail\w*)\b"
    )
    for letter in every_letter(""):
        sentences = [len(s.split()) for s in re.split(r"(?<=[.?!])\s+", letter.body)]
        assert max(sentences) <= 28, letter.body
        assert sum(sentences) / len(sentences) < 18, letter.body
        plain = letter.body.replace("identifying victims", "")
        assert not loaded.search(plain), (loaded.search(plain), letter.body)


def test_no_letter_says_that_an_office_does_not_do_something() -> None:
    """The absence of a row in our tables says nothing."""
    for letter in every_letter(""):
        assert not vocabulary.shipped().absence.phrases.search(letter.body)
        assert not re.search(
            r"\b(does not|do not|has not|have not|is not|are not|doesn't|hasn't|lacks?|no plan|nobody|nothing|never"
            r"|without a plan|too little|still no)\b",
            letter.body,
        )


@pytest.mark.parametrize(
    "claim", ["does not", "do not", "has not", "have not", "lack", "lacks", "no plan", "without a plan"]
)
def test_the_list_knows_how_such_a_claim_is_told(claim: str) -> None:
    """A test that finds nothing must be able to find something."""
    assert vocabulary.shipped().absence.phrases.search(f"Your council, it is said, {claim} it.")


def test_own_words_are_never_taken_for_a_template() -> None:
    """Braces are what the writer typed."""
    assert one(
        "BS1 5TR", "pcc", sender=Sender(words="{{ 7*7 }} {% x %} {{ home.__class__ }}")
    ).body.startswith("{{ 7*7 }} {% x %} {{ home.__class__ }}\n\n")


def test_the_same_letter_each_time() -> None:
    """Same input, data and date give the same bytes."""
    texts = {written(mail("NG18 2AL").letters, LetterFormat.JSONL) for _ in range(2)}
    assert len(texts) == 1


@given(st.lists(st.text("abc -.é", min_size=1, max_size=90), max_size=12).map(" ".join))
def test_a_page_keeps_every_word_within_its_width(words: str) -> None:
    """No line over 72 characters but for a single longer word; nothing lost, nothing moved."""
    letter = one("BS1 5TR", "pcc")._replace(body=words)
    page = written([letter], LetterFormat.TEXT)
    body = page.partition("Dear Commissioner,\n\n")[2].partition("\n\nYours sincerely,")[0]
    assert body.split() == words.split()
    assert all(len(line) <= 72 or " " not in line.strip() for line in body.splitlines())


def test_every_letter_names_what_it_is_about_in_our_own_words() -> None:
    """Whatever the writer wrote, the reader learns what the question is about."""
    for letter in every_letter(OWN):
        ours = letter.body.removeprefix(OWN)
        assert re.search(r"slavery|exploit", ours, re.IGNORECASE), ours


def test_a_letter_carries_what_is_to_be_said_of_place_and_day() -> None:
    """A day outside the tables and a council about to be replaced are said with the letter, too."""
    made = mail("NG18 2AL", "pcc", on=date(2030, 1, 1))
    codes = [notice.code for notice in made.letters[0].notices]
    assert codes[:2] == ["old-tables", "new-council-decided"]
    assert "after-term" in codes
    assert [n.code for n in made.notices][: len(codes)] == codes


def test_an_ask_that_an_office_already_meets_is_left_out_of_a_list() -> None:
    """Durham's plan covers it: neither of the two asks about the plan is made, and that is said."""
    letter = one("DH1 4NP", "pcc", ask_ids=("hasc-pcc", "nncf-1"))
    assert "your plan commits to reducing the harm" in letter.body
    assert "names modern slavery as a priority" not in letter.body
    assert [(n.code, n.message.split()[0]) for n in letter.notices] == [("ask-left-out", "nncf-1")]


def test_no_letter_to_candidates_of_an_election_that_is_not_due() -> None:
    """Commissioners are to end with their term: nobody stands."""
    with pytest.raises(NotFound, match="no election for the Police and Crime Commissioner"):
        mail("BS1 5TR", "pcc", to=To.CANDIDATES)


def test_places_keep_their_article_in_a_subject() -> None:
    """Whatever the wording: from the Isle of Wight, never from Isle of Wight."""
    for postcode, place in (("PO30 1UD", "the Isle of Wight"), ("EC4M 7AA", "the City of London")):
        subjects = {one(postcode, "council", seed=str(seed)).subject for seed in range(40)}
        assert len(subjects) > 2
        for subject in subjects:
            assert place in subject.replace("The ", "the ")
            assert "in the Isle" not in subject


def test_places_take_their_own_preposition() -> None:
    """On an island, in a town."""
    assert one("PO30 1UD", "council").body.startswith("I live on the Isle of Wight and")
    assert one("TR22 0PL", "council").body.startswith("I live on the Isles of Scilly and")
    assert "Does the Council of the Isles of Scilly have" in one("TR22 0PL", "council").body
