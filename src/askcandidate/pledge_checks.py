"""What should be looked at in a pledge log whose lines can all be read."""

from collections.abc import Iterable, Iterator, Sequence

from askcandidate.names import fold
from askcandidate.pledges import ANSWERS, Entry, Problem, in_order, settled


def look_over(told: Sequence[tuple[int, Entry]], asks: Iterable[str]) -> list[Problem]:
    """Say what should be looked at in a log whose lines can be read.

    Args:
        told: each entry, and the line it stands on.
        asks: the ids of every ask of the campaign.
    """
    known = set(asks)
    said = [
        Problem(line, f'The ask "{entry.ask}" is none of the campaign\'s.')
        for line, entry in told
        if entry.ask not in known
    ]
    entries = in_order(entry for _, entry in told)
    known_as = dict(zip(entries, settled(entries), strict=True))
    people = [(line, known_as[entry]) for line, entry in told]
    spelled = [(line, entry, known_as[entry]) for line, entry in told]
    return sorted({*said, *_contradictions(people), *_namesakes(people), *_spellings(spelled)})


def _contradictions(told: Iterable[tuple[int, Entry]]) -> Iterator[Problem]:
    """Name each answer that says otherwise than one of the same day."""
    first: dict[object, tuple[int, Entry]] = {}
    for line, entry in told:
        if entry.state in ANSWERS:
            earlier, other = first.setdefault((entry.matter, entry.day), (line, entry))
            if (entry.state, entry.words) != (other.state, other.words):
                yield Problem(
                    line,
                    f"{entry.candidate} gave another answer to {entry.ask} on the same day, {entry.day}, "
                    f"in line {earlier}.",
                )


def _namesakes(told: Iterable[tuple[int, Entry]]) -> Iterator[Problem]:
    """Name people of one name in one contest."""
    names: dict[tuple[str, str], dict[tuple[str, str, str], tuple[int, str, str]]] = {}
    for line, entry in told:
        contest = fold(entry.contest), fold(entry.candidate)
        first = line, entry.candidate_id or "without an id", entry.candidate
        names.setdefault(contest, {}).setdefault(entry.person, first)
    for people in names.values():
        if len(people) > 1:
            lines, ids, spellings = zip(*people.values(), strict=True)
            text = f'"{spellings[0]}" stands for {len(people)} people in one contest ({", ".join(ids)}).'
            yield Problem(lines[1], text)


def _spellings(told: Iterable[tuple[int, Entry, Entry]]) -> Iterator[Problem]:
    """Name each other spelling by which somebody is known whom no id tells apart from another.

    Args:
        told: lines, entries as they stand there, and the same settled.
    """
    first: dict[tuple[str, str, str], tuple[int, Entry]] = {}
    said: set[tuple[tuple[str, str, str], str]] = set()
    for line, entry, known in told:
        earlier, other = first.setdefault(known.person, (line, entry))
        is_new = (known.person, entry.candidate) not in said
        said.add((known.person, entry.candidate))
        by_ids = entry.candidate_id and other.candidate_id
        if is_new and entry.candidate != other.candidate and not by_ids:
            yield Problem(
                line,
                f'"{entry.candidate}" is "{other.candidate}" in line {earlier}, and counts as one person. '
                "If they are two, give each a candidate_id; if not, write the name in one way.",
            )
