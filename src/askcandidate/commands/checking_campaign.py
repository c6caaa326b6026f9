"""A campaign's folder, looked over: what is broken, too long, past, or takes a side."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from askcandidate.campaign import Campaign, role
from askcandidate.commands import checking_catalogues
from askcandidate.commands.checking import Finding, Rules, quoted
from askcandidate.correspondence import Ask, Fact
from askcandidate.errors import BadData, TemplateFault
from askcandidate.formats.templates import Templates
from askcandidate.gazetteer import areas
from askcandidate.gazetteer.offices import member_of_parliament
from askcandidate.model import Office, day_in_words
from askcandidate.writing import proofreading as proof
from askcandidate.writing.identifying import Remark
from askcandidate.writing.lengths import count_words
from askcandidate.writing.words import Home, words_about

MOST_IN_A_SUBJECT = 100  # characters, with the longest names there are
_IN_LETTERS = ("aim", "letter")
_AT_HUSTINGS = {"question": proof.MOST_IN_A_QUESTION, "follow_up": proof.MOST_IN_A_FOLLOW_UP}
_ENDS = "yes, no or partly?"
_ID = re.compile(r"""\s*id\s*=\s*["']([\w-]+)["']""")
_FILES = ("campaign.toml", "asks.toml", "facts.toml", "signatories.csv")


class Shape(NamedTuple):
    """An office that stands for all of its shape, and where somebody lives who writes to it."""

    office: Office
    home: Home


def look(folder: Path, rules: Rules) -> list[Finding]:
    """Find what is to be looked at in a campaign's folder; one that cannot be read is one finding."""
    try:
        campaign = Campaign(folder)
        _ = campaign.signatories
    except BadData as error:
        return [_broken(folder, error)]
    shapes = _shapes(rules.on)
    found = [finding for ask in campaign.asks.values() for finding in _ask(campaign, ask, shapes, rules)]
    found += _powers(campaign, shapes, rules)
    found += checking_catalogues.look(campaign, rules.on)
    found += [finding for fact in campaign.facts.values() for finding in _fact(campaign, fact, rules)]
    return list({(each.path, each.line, each.says): each for each in reversed(found)}.values())[::-1]


def remarks(folder: Path, on: date) -> list[str]:
    """Say of a readable campaign what is no finding: asks that are past, and the state of its own Welsh."""
    try:
        campaign = Campaign(folder)
    except BadData:
        return []
    past = [ask.id for ask in campaign.asks.values() if ask.valid_to and ask.valid_to < on]
    about_past = [f"past, and so in no letter: {', '.join(past)}."] if past else []
    return [*about_past, *checking_catalogues.remarks(campaign)]


def _broken(folder: Path, error: BadData) -> Finding:
    """Tell what is broken in its file: the message of a campaign begins with a path, or names an id."""
    for path in (folder / name for name in _FILES):
        if error.message.startswith(str(path)):
            says = error.message.removeprefix(str(path)).lstrip(": ")
            return Finding(str(path), _broken_line(path, says), "broken-campaign", says)
    says = error.message.removeprefix(f"{folder}: ")
    for path in filter(Path.exists, (folder / "asks.toml", folder / "facts.toml")):
        for line, text in reversed(list(enumerate(path.read_text(encoding="utf-8").splitlines(), 1))):
            item = _ID.match(text)
            if item and item[1] in re.findall(r"[\w-]+", says):
                return Finding(str(path), line, "broken-campaign", says)
    return Finding(str(folder / "campaign.toml"), 1, "broken-campaign", says)


def _broken_line(path: Path, says: str) -> int:
    """Give the line that a message speaks of, by its number or as the n-th table of its name."""
    line = re.search(r"at line (\d+)", says)
    if line:
        return int(line[1])
    table = re.match(r"(\w+)\.(\d+)", says)
    if not table or path.suffix != ".toml":
        return 1
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    starts = [n for n, text in lines if text.strip() == f"[[{table[1]}]]"]
    return starts[int(table[2])] if int(table[2]) < len(starts) else 1


def _shapes(on: date) -> list[Shape]:
    """Give one office of every shape that wording can tell apart: the one with the longest names."""
    longest: dict[tuple[object, ...], Shape] = {}
    for gss in areas.all_districts():
        district = areas.district(gss, on)
        for office in district.offices:
            key = (office.kind, office.tier, office.police_powers, district.nation)
            home = Home(district.prose, district.where, None, district.nation, ())
            if key not in longest or _names(office, home) > _names(*longest[key]):
                longest[key] = Shape(office, home)
    seat = member_of_parliament("Birmingham Perry Barr")
    return [*longest.values(), Shape(seat, Home(seat.area.prose, f"in {seat.area.prose}", None, None, ()))]


def _names(office: Office, home: Home) -> int:
    return len(office.area.prose) + len(home.prose)


def _ask(campaign: Campaign, ask: Ask, shapes: list[Shape], rules: Rules) -> Iterator[Finding]:
    day = ask.valid_to or rules.on  # a past ask is still held to what it was to be
    fitting = [shape for shape in shapes if ask.fits(shape.office, shape.home.nation, day)]
    where = _Place(campaign.folder / "asks.toml", ask.id)
    if not fitting and ask.stands(rules.on):
        yield where.finding("wording", f"{ask.id} fits no office there is; see offices, tiers and nations")
    for key in ("subject", *_IN_LETTERS, *_AT_HUSTINGS):
        for text in _rendered(getattr(ask, key), campaign.topic, fitting, where, key):
            if isinstance(text, Finding):
                yield text
            else:
                yield from where.findings(key, text, _on_wording(key, text, rules))
    for text in _rendered(ask.title, campaign.topic, fitting[:1], where, "title"):
        if not isinstance(text, Finding):
            yield from where.findings("title", text, proof.sides(text, rules.vocabulary.groups, ours=True))


def _powers(campaign: Campaign, shapes: list[Shape], rules: Rules) -> Iterator[Finding]:
    """Look at the sentences on why offices can act, and for offices that have none."""
    where = _Place(campaign.folder / "campaign.toml", "")
    asked = (s.office for s in shapes if campaign.asks_for(s.office, s.home.nation, rules.on))
    roles = {role(office) for office in asked}
    for name in sorted(roles - campaign.powers.keys()):
        yield where.finding("wording", f"[powers] has no sentence for {name}, an office that can be asked")
    for name, wording in campaign.powers.items():
        theirs = [shape for shape in shapes if role(shape.office) == name]
        for text in _rendered(wording, campaign.topic, theirs, where, name):
            if isinstance(text, Finding):
                yield text
            else:
                yield from where.findings(name, text, _on_wording("letter", text, rules))


def _rendered(
    given: str | Sequence[str], topic: str, shapes: list[Shape], where: "_Place", key: str
) -> Iterator[str | Finding]:
    """Give each wording as each office, candidate or not, would read it; or why it cannot be rendered."""
    for wording in [given] if isinstance(given, str) else given:
        yield from _read_by_each(wording, topic, shapes, where, key)


def _read_by_each(
    wording: str, topic: str, shapes: list[Shape], where: "_Place", key: str
) -> Iterator[str | Finding]:
    for office, home in shapes:
        for candidate in (False, True):
            words = words_about(office, home, topic, candidate=candidate)
            try:
                yield _FILL(wording, words)
            except TemplateFault as error:
                yield where.finding("wording", f"{where.item} {key}: {error.message}".strip(), key)
                return


_FILL: Callable[[str, Mapping[str, Any]], str] = Templates().fill


def _on_wording(key: str, text: str, rules: Rules) -> Iterator[Remark]:
    """Hold one wording to what docs/campaigns.md says of its key."""
    yield from proof.sides(text, rules.vocabulary.groups, ours=True)
    yield from proof.absences(text, rules.vocabulary.absence)
    yield from proof.to_fill_in(text)
    if key == "subject":
        if len(text) > MOST_IN_A_SUBJECT:
            yield _all_of(text, f"a subject has more than {MOST_IN_A_SUBJECT} characters; shorten it")
        return
    if key == "aim":
        if text[:1].isupper() or text.startswith("to ") or text.rstrip()[-1:] in tuple(".?!"):
            says = 'an aim is words that follow "to see": no capital before it, no full stop after it'
            yield _all_of(text, says)
        return
    yield from (remark for remark in proof.lengths(text) if remark.code == "long-sentence")
    most = _AT_HUSTINGS.get(key)
    if most and count_words(text) > most:
        yield _all_of(text, f"a {key.replace('_', '-')} has more than {most} words; shorten it")
    if key == "question" and text.count("?") != 1:
        yield _all_of(text, "a hustings question asks one thing: it has one question mark")
    if key == "follow_up" and not text.rstrip().endswith(_ENDS):
        yield _all_of(text, f'a follow-up ends "{_ENDS}"')


def _all_of(text: str, says: str) -> Remark:
    return Remark("wording", says, 0, len(text))


def _fact(campaign: Campaign, fact: Fact, rules: Rules) -> Iterator[Finding]:
    where = _Place(campaign.folder / "facts.toml", fact.id)
    if not fact.sentence and not fact.unprinted:
        yield where.finding(
            "fact", f"{fact.id} has neither a sentence to print nor, under unprinted, why not"
        )
    if fact.sentence and not (fact.document or (fact.publisher and fact.published)):
        yield where.finding("fact", f"{fact.id} is printed, so it needs a publisher and a day published")
    if fact.superseded_by and fact.superseded_by not in campaign.facts:
        yield where.finding("fact", f'{fact.id} is superseded by "{fact.superseded_by}", which is not there')
    if fact in campaign.due(rules.on) and fact.valid_to:
        until = day_in_words(fact.valid_to)
        yield where.finding(
            "past-fact", f"{fact.id} was good until {until}; renew it, or say why it is unprinted"
        )
    yield from where.findings(
        "sentence", fact.sentence, proof.sides(fact.sentence, rules.vocabulary.groups, ours=True)
    )


class _Place:
    """Where an ask or a fact stands in its file.

    Args:
        path: the file.
        item: its id; empty for what stands under no id.
    """

    def __init__(self, path: Path, item: str) -> None:
        self.item = item
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines()
        ids = ((n, _ID.match(line)) for n, line in enumerate(lines, 1))
        start = next((n for n, known in ids if known and known[1] == item), 1)
        end = next(
            (n for n, line in enumerate(lines, 1) if n > start and line.startswith("[[")), len(lines) + 1
        )
        self._lines = {
            line.partition("=")[0].strip(): n
            for n, line in reversed(list(enumerate(lines, 1)))
            if not item or start <= n < end
        }
        self._start = start

    def finding(self, code: str, says: str, key: str = "") -> Finding:
        """Say something of it, or of a key of it."""
        return Finding(str(self._path), self._lines.get(key, self._start), code, says)

    def findings(self, key: str, text: str, remarks: Iterator[Remark]) -> Iterator[Finding]:
        """Say where each remark on a key's text is."""
        for remark in remarks:
            says = f"{remark.says} ({self.item} {key})" if self.item else f"{remark.says} ({key})"
            yield self.finding(remark.code, says, key)._replace(quote=quoted(text[remark.start : remark.end]))
