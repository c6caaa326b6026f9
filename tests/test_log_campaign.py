"""Three months of a campaign on a fixed calendar, by the command line alone, with every file looked at."""

from pathlib import Path

from cli import in_words, run
from test_log import BALLOT, GRID, HEAD, MAYOR, OFFICE
from test_log_letters import person, snapshot

IMPRINT = "Printed by A. Press, 1 Print Road; promoted by B. Clerk, 2 Clerk Road."
SENDER = ("--name", "B. Clerk", "--address", "2 Clerk Road, BS1 5TR")
START = f"{MAYOR},{OFFICE},{BALLOT},dc"

NAMES = {"1": "Ada Marlpit", "2": "Ben Oatfield", "3": "Cy Reed", "4": "Dee Quill", "5": "Eve Stone"}
STANDING = [person(id_, name, f"{id_}@example.org") for id_, name in NAMES.items()]
CHASE = ("log", "chase", "--after", "14d", "--candidates", "standing-now.jsonl", *SENDER)


class Campaign:
    """A folder and the day; every command is run there and then."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.on = ""

    def __call__(self, *words: str, code: int = 0) -> str:
        result = run(*words, "--on", self.on, cwd=self.folder)
        in_words(result)
        assert result.code == code, result
        return result.stdout

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def lines(self) -> list[str]:
        """The log without its header."""
        return self.read("pledges.csv").removeprefix(HEAD).splitlines()


def look_up_the_dates(campaign: Campaign) -> None:
    """The dates: when to write, when to remind."""
    campaign.on = "2027-02-10"
    dates = campaign("calendar", "BS1 5TR", "--office", "mayor", "--polling-day", "2027-05-06")
    assert [
        line.split("\t")[::2] for line in dates.splitlines() if "\task\t" in line or "\tchase\t" in line
    ] == [
        ["2027-04-10", "ask"],
        ["2027-04-24", "chase"],
    ]


def ask_everybody(campaign: Campaign) -> None:
    """Everybody standing is asked the same, on one day."""
    campaign.on = "2027-04-10"
    campaign.write("standing-april.jsonl", snapshot(STANDING))
    for id_, name in NAMES.items():
        told = ("--contest", MAYOR, "--office", OFFICE, "--ballot", BALLOT, "--source", "dc", "--id", id_)
        campaign(
            "log",
            "add",
            *told,
            "--candidate",
            name,
            "--ask",
            "mayor-1",
            "--state",
            "asked",
            "--by",
            "B. Clerk",
        )
    assert campaign.lines() == [f"pledge/1,2027-04-10,{START},{id_},{name},mayor-1,asked,,,B. Clerk" for id_, name in sorted(NAMES.items())]  # fmt: skip


def hear_the_first_replies(campaign: Campaign) -> None:
    """One slip comes back, quoted; one declines; one letter bounces."""
    campaign.on = "2027-04-15"
    slips = campaign("log", "slip")
    assert slips.count("Reply slip\n") == 5
    ada = (
        slips.split("Reply slip\n")[1]
        .replace("[ ] yes", "[X] yes")
        .replace("own words:", "own words: Yes, within a year.")
    )
    reply = "Dear B. Clerk,\nsee below.\n" + "".join(
        f"> {line}\r\n" for line in ada.replace("Date:", "Date: 15/4/27").splitlines()
    )
    campaign.write("ada.txt", reply)
    campaign("log", "import", "ada.txt", "--by", "B. Clerk")
    for name, state in (("Eve Stone", "declined"), ("Cy Reed", "bounced")):
        campaign("log", "add", "--contest", MAYOR, "--candidate", name, "--ask", "mayor-1", "--state", state)
    assert campaign.lines()[5:] == [
        f"pledge/1,2027-04-15,{START},3,Cy Reed,mayor-1,bounced,,,",
        f"pledge/1,2027-04-15,{START},5,Eve Stone,mayor-1,declined,,,",
        f'pledge/1,2027-04-15,{START},1,Ada Marlpit,mayor-1,yes,"Yes, within a year.",,B. Clerk',
    ]


def hold_a_hustings(campaign: Campaign) -> None:
    """The grid of a hustings has names alone; it is taken in twice."""
    campaign.on = "2027-04-22"
    rows = {
        "Ada Marlpit": "yes,As I wrote",
        "Ben Oatfield": 'Partly,"It depends, truly"',
        "Dee Quill": "not here,",
    }
    grid = GRID + "".join(
        f"{MAYOR},{OFFICE},,,{name},mayor-1,{answer},22/04/2027,Hall\n" for name, answer in rows.items()
    )
    campaign.write("record.csv", grid + f"{MAYOR},{OFFICE},,,Cy Reed,mayor-1,,,,\n")
    campaign("log", "import", "record.csv")
    campaign("log", "import", "record.csv")
    assert campaign.lines()[8:] == [
        f"pledge/1,2027-04-22,{START},4,Dee Quill,mayor-1,not-here,,,Hall",
        f'pledge/1,2027-04-22,{START},2,Ben Oatfield,mayor-1,partly,"It depends, truly",,Hall',
        f"pledge/1,2027-04-22,{START},1,Ada Marlpit,mayor-1,yes,As I wrote,,Hall",
    ]


def remind(campaign: Campaign) -> None:
    """Who stands now, and reminders: one person is left to remind."""
    campaign.on = "2027-04-24"
    now = [
        *STANDING[:2],
        person("3", "Cy Reed", "cy@example.org"),
        STANDING[3],
        person("6", "Fay Vale", None),
    ]
    campaign.write("standing-now.jsonl", snapshot(now))
    changes = run("diff", "standing-april.jsonl", "standing-now.jsonl", "--check", cwd=campaign.folder)
    assert (changes.code, changes.stdout) == (
        11,
        f"{MAYOR} ({BALLOT})\n  Cy Reed has another e-mail address: cy@example.org\n  Eve Stone no longer stands\n  Fay Vale is new, without an e-mail address\n",
    )
    campaign(*CHASE, "--record", "--by", "B. Clerk", "--out", "chased")
    (reminder,) = (campaign.folder / "chased").iterdir()
    assert reminder.name == "000001-follow-up-mayor-e47000009-4.txt"
    assert "Dear Dee Quill,\n\nOn 10 April 2027 I asked you about a plan" in reminder.read_text(
        encoding="utf-8"
    )
    assert "To send this: 4@example.org (their e-mail address)." in reminder.read_text(encoding="utf-8")
    assert campaign.lines()[11:] == [f"pledge/1,2027-04-24,{START},4,Dee Quill,mayor-1,asked,,,B. Clerk"]


def thank_and_publish(campaign: Campaign) -> None:
    """A yes is thanked for; a page is made for the public; a second volunteer's log is merged."""
    campaign.on = "2027-05-01"
    assert campaign(*CHASE) == ""

    campaign("log", "thank", *SENDER, "--record", "--by", "B. Clerk", "--out", "thanks.md")
    assert campaign.read("thanks.md").count("Thank you for saying yes on 22 April 2027") == 1
    assert campaign.lines()[12:] == [f"pledge/1,2027-05-01,{START},1,Ada Marlpit,mayor-1,thanked,,,B. Clerk"]
    assert campaign("log", "thank", *SENDER) == ""

    campaign(
        "log", "summary", "--out", "answers.html", "--imprint", IMPRINT
    )  # for the public, before the poll
    page = campaign.read("answers.html")
    assert [page.count(f'<th scope="row">{name}</th>') for name in NAMES.values()] == [1] * 5
    assert IMPRINT in page
    assert "<tfoot>" not in page

    other = campaign.folder / "other.csv"  # a second volunteer's log
    other.write_text("\n".join([HEAD.strip(), *campaign.lines()[:3], f"pledge/1,2027-04-30,{START},4,Dee Quill,mayor-1,no,Not yet,,C. Clerk", ""]), encoding="utf-8")  # fmt: skip
    merged = run("log", "merge", "pledges.csv", "other.csv", "--out", "both.csv", cwd=campaign.folder)
    assert merged.code == 0, merged
    assert campaign.read("both.csv").count("\n") == campaign.read("pledges.csv").count("\n") + 1


def write_to_the_winners(campaign: Campaign) -> None:
    """The election is over: answers are counted, and those elected are written to."""
    campaign.on = "2027-05-10"
    both = ("--log", "both.csv")
    assert campaign("log", "chase", *both) == campaign("log", "thank", *both) == ""
    campaign("log", "summary", "--totals", "--out", "result.html", *both)
    assert "<td>1 yes, 1 partly, 1 no, 1 declined to answer, 1 not answered</td>" in campaign.read(
        "result.html"
    )
    campaign.write(
        "elected.csv",
        f"contest,office,candidate\n{MAYOR},,Dee Quill\nBristol City Council,council:E06000023,Gus Wren\n",
    )
    winners = ("log", "winners", "--elected", "elected.csv", *SENDER, *both, "--record", "--out", "winners")
    campaign(*winners)
    assert campaign(*winners) == ""
    noted = [line.split(",") for line in campaign.read("both.csv").splitlines() if ",elected," in line]
    assert [(line[1], line[7], line[8]) for line in noted] == [
        ("2027-05-10", "Gus Wren", "hfj-2"),
        ("2027-05-10", "Dee Quill", "mayor-1"),
    ]
    letters = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted((campaign.folder / "winners").iterdir())
    }
    assert list(letters) == [
        "000001-follow-up-mayor-e47000009-4.txt",
        "000002-follow-up-council-e06000023-gus-wren.txt",
    ]
    dee, gus = letters.values()
    assert "On 30 April 2027 you said no to a plan against modern slavery" in dee
    assert "What would you do instead" in dee
    assert "I did not ask you anything before the\nelection" in gus
    assert "Does Bristol City Council have a plan against modern slavery" in gus
    assert run("log", "verify", *both, cwd=campaign.folder).code == 0
    assert sorted(path.name for path in campaign.folder.iterdir()) == [
        *("ada.txt", "answers.html", "both.csv", "chased", "elected.csv", "other.csv", "pledges.csv"),
        *("record.csv", "result.html", "standing-april.jsonl", "standing-now.jsonl", "thanks.md", "winners"),
    ]


def test_a_campaign_from_the_first_date_to_the_day_after(tmp_path: Path) -> None:
    """One folder, one log, from February to May."""
    campaign = Campaign(tmp_path)
    look_up_the_dates(campaign)
    ask_everybody(campaign)
    hear_the_first_replies(campaign)
    hold_a_hustings(campaign)
    remind(campaign)
    thank_and_publish(campaign)
    write_to_the_winners(campaign)
