"""A service that is far away: each answer takes 50 ms on the way, however many are under way.

    python benchmarks/far.py

Prints its port and serves until it is ended. Plain asyncio, so that it is never what is measured.
"""

import asyncio
import json
from typing import Any

AWAY = 0.05  # seconds
_POLL = "2027-05-06"


def answer(postcode: str) -> bytes:
    """Give an answer of the usual size: one ward with six candidates."""
    candidates = [
        {
            "list_position": None,
            "party": {"party_id": f"party:{n}", "party_name": f"Party {n}"},
            "previous_party_affiliations": None,
            "person": {
                "ynr_id": n,
                "name": f"Candidate {n}",
                "absolute_url": f"https://whocanivotefor.co.uk/person/{n}/",
                "email": f"candidate{n}@example.org",
                "photo_url": None,
                "leaflets": None,
            },
        }
        for n in range(1, 7)
    ]
    ballot: dict[str, Any] = {
        "ballot_paper_id": f"local.bristol.central.{_POLL}",
        "ballot_title": "Bristol local election Central",
        "poll_open_date": _POLL,
        "elected_role": "Local Councillor",
        "cancelled": False,
        "candidates_verified": True,
        "post_name": "Central",
        "seats_contested": 2,
        "voting_system": {"slug": "FPTP", "name": "First-past-the-post", "uses_party_lists": False},
        "by_election_reason": "",
        "hustings": None,
        "candidates": candidates,
    }
    told = {
        "address_picker": False,
        "addresses": [],
        "dates": [{"date": _POLL, "notifications": [], "ballots": [ballot]}],
        "electoral_services": {"identifiers": ["E06000023"], "website": "https://bristol.example.org/"},
        "postcode_location": {"properties": {"postcode": postcode}},
    }
    return json.dumps(told).encode()


async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer requests on one connection for as long as they come."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            postcode = head.split(b" ", 2)[1].split(b"?")[0].rstrip(b"/").rpartition(b"/")[2].decode()
            await asyncio.sleep(AWAY)
            body = answer(postcode)
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main() -> None:
    """Serve on a port of the system's choice."""
    server = await asyncio.start_server(serve_one, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
