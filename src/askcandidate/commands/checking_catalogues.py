"""A campaign's own catalogue, looked over: what is broken, what is missing, and what nobody has reviewed."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from askcandidate.campaign import Campaign
from askcandidate.commands.checking import Finding, quoted
from askcandidate.errors import BadData, TemplateFault
from askcandidate.formats.templates import Templates
from askcandidate.gazetteer import areas
from askcandidate.languages import Entry, Language, Untranslated, catalogue, read_catalogue, texts_in
from askcandidate.writing.words import Home, words_in

_GAP = re.compile(r"%\((\w+)\)s|(?<!\{)\{(\w+)\}(?!\})")
_FILLED = ("aim", "deed", "done", "number", "people", "said", "signatories")  # put into some wordings
_OF_AN_ASK = ("subject", "aim", "letter", "done", "deed", "if_not", "question", "follow_up")
_EMPTY = ("services", "you", "your")  # words that are for English sentences alone
_USES_EMPTY = re.compile(rf"\{{\{{[^}}]*\b({'|'.join(_EMPTY)})\b")
_IN_WALES = "W06000015"  # any district would do
_OUR_TOPIC = "modern slavery"  # for which our own catalogue has the Welsh


def entries_of(campaign: Campaign) -> dict[str, Entry]:
    """Give what a campaign's own catalogue has; nothing if there is none that can be read."""
    try:
        return _read(campaign)
    except BadData:
        return {}


def look(campaign: Campaign, on: date) -> Iterator[Finding]:
    """Find what would make a letter fail, or say something else than its English."""
    try:
        entries = _read(campaign)
    except BadData as error:
        path = catalogue(Language.WELSH, campaign.locale)
        line, _, says = error.message.removeprefix(f"{path}:").partition(": ")
        yield Finding(str(path), int(line), "broken-catalogue", says)
        return
    wordings = dict(_wordings(campaign))
    words = _words(campaign, on) if entries else {}
    templates = Templates()
    for ours, entry in entries.items():
        problem = _on_wording(entry, words, templates) if ours in wordings else _on_label(ours, entry)
        if problem:
            yield Finding(str(entry.path), entry.line, "catalogue", problem, quoted(entry.text))


def remarks(campaign: Campaign) -> Iterator[str]:
    """Say what a campaign's own Welsh lacks, what of it nobody has reviewed, and what nothing uses."""
    entries = entries_of(campaign)
    if not entries:
        return
    path = catalogue(Language.WELSH, campaign.locale)
    ours = texts_in(Language.WELSH).entries
    wordings = dict(_wordings(campaign))
    for text, what in wordings.items():
        if text not in entries and text not in ours:
            yield f'{path}: there is no Welsh for {what}: "{quoted(text)}".'
    known = {*wordings, *ours, *_marked(campaign)}
    for text, entry in entries.items():
        if not entry.reviewed:
            yield f'{path}:{entry.line}: no Welsh speaker has reviewed this yet: "{quoted(text)}".'
        if text not in known:
            yield f'{path}:{entry.line}: nothing uses this, to the letter: "{quoted(text)}".'


def _read(campaign: Campaign) -> dict[str, Entry]:
    path = catalogue(Language.WELSH, campaign.locale)
    return read_catalogue(path) if path.exists() else {}


def _wordings(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Give each text of a campaign that another language can have, and what it is."""
    yield campaign.topic, "the topic"
    yield from ((power[0], f"[powers] {name}") for name, power in campaign.powers.items())
    yield from ((frame[0], f"[frames] {name}") for name, frame in campaign.frames._asdict().items())
    for ask in campaign.asks.values():
        for key in _OF_AN_ASK:
            wording = getattr(ask, key)
            first = wording if isinstance(wording, str) else next(iter(wording), "")
            if first:
                yield first, f"{ask.id} {key}"
    yield from ((fact.sentence, f"{fact.id} sentence") for fact in campaign.facts.values() if fact.sentence)
    for seen in campaign.standing:
        yield seen.sentences[0], f"what {seen.office_id} was seen to do"


def _words(campaign: Campaign, on: date) -> Mapping[str, Any]:
    """Give what a wording may use in Welsh; a topic that has none yet is filled in with ours."""
    texts = campaign.texts(Language.WELSH)
    district = areas.district(_IN_WALES, on)
    home = Home(district.prose, district.where, None, district.nation, (), district.welsh_name)
    try:
        words = words_in(texts, district.offices[0], home, campaign.topic, candidate=True)
    except Untranslated:
        words = words_in(texts, district.offices[0], home, _OUR_TOPIC, candidate=True)
    return words | dict.fromkeys(_FILLED, "x")


def _on_wording(entry: Entry, words: Mapping[str, Any], templates: Templates) -> str:
    """Say what is wrong with the translation of a wording, if anything is."""
    try:
        templates.fill(entry.text, words)
    except TemplateFault as fault:
        return fault.message
    found = _USES_EMPTY.search(entry.text)
    return f"`{found[1]}` is empty in another language" if found else ""


def _on_label(ours: str, entry: Entry) -> str:
    """Say what is wrong with the translation of a label or of a template's text, if anything is."""
    theirs, wanted = (sorted("".join(gap) for gap in _GAP.findall(text)) for text in (entry.text, ours))
    return "" if theirs == wanted else f"the English has {', '.join(wanted) or 'nothing'} to be put in"


def _marked(campaign: Campaign) -> Iterator[str]:
    """Give the texts that the campaign's own templates mark for translation."""
    folder = campaign.folder / "templates"
    templates = Templates(folder)
    for path in templates.own_files():
        with suppress(TemplateFault):
            yield from templates.marked(path.relative_to(folder).as_posix())
