"""The questions put to a writer at a terminal."""

import shutil
import textwrap

from askcandidate import vocabulary
from askcandidate.campaign import Campaign
from askcandidate.commands.asking import ask, ask_at_length
from askcandidate.commands.streams import say
from askcandidate.commands.typed import one_line
from askcandidate.correspondence import Sender
from askcandidate.formats.blocks import NO_BREAK, unbroken
from askcandidate.writing import proofreading
from askcandidate.writing.lengths import OWN_WORDS_WANTED, count_words

_WIDTH = 72


def safety_lines(campaign: Campaign) -> str:
    """Give what is said before anybody tells a story."""
    safety = campaign.safety
    lines = (safety.before_you_write, safety.in_danger, safety.helpline)
    width = min(_WIDTH, max(20, shutil.get_terminal_size().columns - 1))
    return "\n".join(textwrap.fill(unbroken(line), width) for line in lines).replace(NO_BREAK, " ")


def tell_about(words: str, campaign: Campaign) -> None:
    """Say what is to be left out of a story, and what in these words could identify somebody or takes a side.

    Args:
        words: the writer's own; nothing is said where there are none.
        campaign: whose safety lines are said.
    """
    if words:
        say(safety_lines(campaign))
        _tell_remarks(words)


def _tell_remarks(words: str) -> None:
    for remark in proofreading.own_words(words, vocabulary.shipped()):
        say(f'askcandidate: your words, "{one_line(words[remark.start : remark.end])}": {remark.says}.')


def ask_the_writer(campaign: Campaign, sender: Sender) -> Sender:
    """Ask for the writer's own words, and for a name and address not given yet.

    Everything may be left empty. The words are shown and may be changed before they are used; if the writer
    leaves, they are shown once more, so that they are not lost.

    Raises:
        KeyboardInterrupt: the writer pressed Ctrl-C, or ended the input.
    """
    say("")
    say(safety_lines(campaign))
    say("")
    say(f"Two questions, a sentence or two each; {OWN_WORDS_WANTED} words in all is good.")
    say("An empty line ends an answer, or leaves the question out.")
    typed: list[str] = []
    try:
        return _asked(campaign, sender, typed)
    except KeyboardInterrupt:
        if typed:
            say("Nothing was written. What you typed, to keep for --why @FILE:\n")
            say("\n".join(typed))
        raise


def _asked(campaign: Campaign, sender: Sender, typed: list[str]) -> Sender:
    """Ask, and take every line of own words down as it comes."""
    words = _own_words(campaign, typed)
    while words:
        say(f"\nYour letter will begin:\n\n{textwrap.fill(words, _WIDTH)}\n\n({count_words(words)} words)")
        _tell_remarks(words)
        if not ask("Change your words? (y or n)").lower().startswith("y"):
            break
        say("Leave both out to keep what you wrote.")
        words = _own_words(campaign, typed) or words
    name = sender.name or ask("Your name (Enter to fill it in later)")
    address = sender.address or ask("Your address (Enter to fill it in later)")
    say("")
    return Sender(name, address, words)


def _own_words(campaign: Campaign, typed: list[str]) -> str:
    begin = len(typed)
    for question in (campaign.questions.why, campaign.questions.hope):
        for line in ask_at_length(question):
            typed.append(line)  # noqa: PERF402  (each line is kept, even if the next never comes)
    return " ".join(typed[begin:])
