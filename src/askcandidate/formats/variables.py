"""The shipped templates and every variable that each may use; ``templates list`` and ``show`` print it.

A test holds this to what the pages are really handed.
"""

from collections.abc import Mapping

PURPOSES = {
    "letter/body.j2": "the words of a letter, between salutation and sign-off",
    "letter/thanks.j2": "the words of a letter to somebody who said yes",
    "letter/digest.j2": "the words of one letter for many people",
    "letter/page.txt.j2": "a letter as plain text: what stands around its words",
    "letter/page.md.j2": "a letter as Markdown: what stands around its words",
    "hustings/sheet.md.j2": "the question sheet",
    "hustings/script.md.j2": "the chair's script",
    "hustings/grid.md.j2": "the record of who answered what",
    "hustings/card.md.j2": "the card for the audience",
    "hustings/checklist.md.j2": "the organiser's checklist, with the register of who was invited",
    "hustings/invite.md.j2": "the invitation, with its reply",
    "hustings/one.md.j2": "the card with one question, for --one",
    "hustings/cover.md.j2": "the first page of several packs in one document",
    "hustings/safety.md.j2": "the words on safety, part of other pages",
    "hustings/foot.md.j2": "imprint and date, part of other pages",
}
PARTS = ("hustings/safety.md.j2", "hustings/foot.md.j2")

_ROW = {"row": "the row's cells by their columns' names: row.ward, row[\"Any name\"]; empty without rows"}
_WORDS = {
    "home": "where the writer lives, as it stands in a sentence",
    "where": "the same with its preposition",
    "place": "the office's area, as it stands in a sentence",
    "body": 'the council\'s name in a sentence, or "the council"',
    "services": "what that tier of council runs; empty for others",
    "leads": "true for an office that decides, false for a councillor",
    "police": "true if the office holds police powers here",
    "candidate": "true if the letter is to those standing",
    "kind": "the kind of office",
    "topic": "what the campaign is about, as it stands in a sentence",
    "topic_first": "the same with a capital",
    "you": "whom a sentence speaks of: you, or those standing",
    "your": "the word before what is theirs: your, or the",
}
_OPENING = {
    "own_words": "the writer's own words; empty if there are none",
    "opening": "our opening, where there are no own words; else empty",
}
_CLOSING = {"closing": "our last line"}
_BODY = {
    **_WORDS,
    **_OPENING,
    "fact": "the figures asked for, as sentences; may be empty",
    "reason": "why the office can act, or what it was lately seen to do",
    "ask": "the question, or the words before a list of asks",
    "aims": "each ask as a thing wished for, where there are several; else empty",
    "if_so": "what is asked if it is so",
    "if_not": "what is asked if it is not; may be empty",
    "signed": "how many organisations asked for this, if that is wished for; may be empty",
    **_CLOSING,
}
_THANKS = {
    **_WORDS,
    **_OPENING,
    "thanks": "our thanks, which name what they said yes to",
    "how": "what they are asked instead",
    **_CLOSING,
}
_DIGEST = {
    **_BODY,
    "own_words": "empty",
    "opening": "our opening, with how many people there are",
    "quotes": "those quoted: each has words and by, which says who it was",
    "lead": "what stands before the quotations; empty without any",
    "more": "how many more there are than are quoted, in figures; empty if none",
    "rest": "the same as a sentence after the quotations; empty without any",
    "constituents": "how many people there are, as a number",
    "people": 'the same in words: "412 people"',
}
_PAGE = {
    "rule": "a line of equals signs, as wide as the page",
    "thin_rule": "a line of hyphens",
    "heading": "whom the letter is to, and its number if there are several",
    "subject": "the subject line",
    "salutation": "the greeting, with its comma",
    "body": "the words of the letter, lines broken",
    "closing": "the words before the name",
    "sign_off": "the sender's name, address and postcode, or marks to fill in",
    "beside": "lines for the sender, which are no part of the letter",
    "imprint": "who prints and publishes this; may be empty",
    **_ROW,
}
_MEETING = {
    "title": "what the meeting is called",
    "contest": "what it is about",
    "before": "what it comes before: the election of ...",
    "with_holder": "true for a public meeting with whoever holds the office",
    "office": "the office, as it stands in a sentence",
    "alone": "true if one person is expected to speak",
    "statement": "words that a statement read out may have",
    "statement_takes": "how long reading so many takes",
    "statement_rows": "the numbers of the rows to write it on by hand",
    "statement_room": "words that those rows have room for",
    "when": "day and time, as they stand in an English sentence; may be empty",
    "dated": "the same for a line by itself, in the language of the page",
    "venue": "where; may be empty",
    "chair": "who is in the chair; may be empty",
    "polling_day": "the day of the election; may be empty",
    "names": "everybody invited, and lines to write on for those not known",
    "speakers": "those with names: each has name, source and id",
    "blanks": "how many lines to write on there are",
    "others": "those who are standing and not invited",
    "reason": "why not everybody is invited; may be empty",
    "start": "when it begins; may be empty",
    "minutes": "how long the meeting lasts",
    "questions": "each has number, ask, question, then, follow_up and source",
    "so_far": "what is asked of the time up to now: question, and text, publisher, dated and source of what "
    "the office was seen to do, or an empty text; empty if nothing is asked",
    "parts": "of the script: each has kind, clock, when, dated, takes, each, number, question "
    "and order; when is the clock in an English sentence, dated in the language of the page",
    "in_hand": "time that the script leaves over",
    "ends": "when the last word is said",
    "turns": "how long somebody may speak in a part, by its kind: opening, so-far, question, follow-up, "
    "hall, floor, closing; empty for one that the script has not",
    "hall": "true if there is time for questions from the hall",
    "hall_from": "in how many minutes there would be; 0 if there is, or in none",
    "left_out": "what does not fit into the time",
    "drop_first": "what to drop if it runs late, the first first",
    "safety": "what is said before anybody tells a story, line by line",
    "imprint": "who prints and publishes this; may be empty",
    "made_on": "the day of the run",
    "seed": "what the order of speaking was drawn with",
    "audience": "how many people are expected",
    **_ROW,
}
_COVER = {
    "packs": "each has title, when, people and copies, one number for each of kinds",
    "kinds": "the pages of each pack",
    "audience": "how many people are expected",
    "imprint": "who prints and publishes this; may be empty",
    "made_on": "the day of the run",
}
_OF_ONE = {
    "letter/body.j2": _BODY,
    "letter/thanks.j2": _THANKS,
    "letter/digest.j2": _DIGEST,
    "hustings/cover.md.j2": _COVER,
}


def meanings(name: str) -> Mapping[str, str]:
    """Give every variable that a shipped template may use, with what it stands for.

    Args:
        name: of the template, such as ``letter/body.j2``; any other has no variables of its own.
    """
    if name in _OF_ONE:
        return _OF_ONE[name]
    if name not in PURPOSES:
        return {}
    return _PAGE if name.startswith("letter/") else _MEETING
