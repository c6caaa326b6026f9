"""The questions put to a writer at a terminal."""

import typer

from askcandidate.campaign import Campaign
from askcandidate.commands.streams import questions, say
from askcandidate.model import Sender
from askcandidate.writing.letters import OWN_WORDS_WANTED, count_words


def safety_lines(campaign: Campaign) -> str:
    """Give what is said before anybody tells a story."""
    safety = campaign.safety
    return f"{safety.before_you_write.strip()}\n{safety.in_danger}\n{safety.helpline}"


def ask_the_writer(campaign: Campaign, sender: Sender) -> Sender:
    """Ask for the writer's own words, and for a name and address not given yet.

    Everything may be left empty. The words are shown and may be changed before they are used.

    Raises:
        KeyboardInterrupt: the writer pressed Ctrl-C, or closed the terminal's input.
    """
    with questions():
        return _ask(campaign, sender)


def _ask(campaign: Campaign, sender: Sender) -> Sender:
    say("")
    say(safety_lines(campaign))
    say("")
    say(f"Two questions, a sentence or two each ({OWN_WORDS_WANTED} words in all is good); Enter skips one.")
    words = _own_words(campaign)
    while words:
        say(f"\nYour letter will begin:\n\n{words}\n\n({count_words(words)} words)")
        if not typer.confirm("Change your words?", default=False, err=True):
            break
        words = _own_words(campaign)
    name = sender.name or _line("Your name (Enter to fill it in later)")
    address = sender.address or _line("Your address (Enter to fill it in later)")
    say("")
    return Sender(name, address, words)


def _own_words(campaign: Campaign) -> str:
    answers = [_line(campaign.questions.why), _line(campaign.questions.hope)]
    return " ".join(answer for answer in answers if answer)


def _line(question: str) -> str:
    answer: str = typer.prompt(question, default="", show_default=False, err=True)
    return answer.strip()
