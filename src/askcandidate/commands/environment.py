"""The environment variables that the tool looks at, for people; a test holds the list to the source."""

OURS = {
    "ASKCANDIDATE_DATA": "a postcode file of your own, as --data",
    "ASKCANDIDATE_CAMPAIGN": "a campaign folder of your own, as --campaign",
    "ASKCANDIDATE_TEMPLATES": "a folder of templates of your own, as --templates",
    "ASKCANDIDATE_LIVE": "yes or no: whether services are asked, as --live",
    "ASKCANDIDATE_CONTACT": "how a service's keepers can reach you; it goes out with every request",
    "ASKCANDIDATE_IMPRINT": "who prints and publishes your pages, as --imprint",
    "ASKCANDIDATE_ORGANISATION": "the organisation that publishes; then pages need an imprint",
    "ASKCANDIDATE_CONFIG_DIR": "the folder of your settings and keys",
    "ASKCANDIDATE_CACHE_DIR": "the folder of kept answers",
    "ASKCANDIDATE_TOKEN": "a key to a service; askcandidate auth set keeps it safer",
    "ASKCANDIDATE_TOKEN_HOST": "the host that this key is for, if not Democracy Club's",
    "ASKCANDIDATE_DEBUG": "if set, a fault of the tool shows where it happened",
}
COMMON = {
    "NO_COLOR": "if set, no colour",
    "TERM": "dumb or unknown means no colour and no moving bars",
    "COLUMNS": "how wide a table is drawn",
    "XDG_CONFIG_HOME": "where settings folders are, on Linux",
    "XDG_CACHE_HOME": "where caches are, on Linux",
    "LOCALAPPDATA": "where both are, on Windows",
    "HTTPS_PROXY": "a proxy on the way to services (also ALL_PROXY, NO_PROXY and in small letters)",
    "SSL_CERT_FILE": "certificates of your network's own (also SSL_CERT_DIR)",
    "CI": "if set, a batch warns where others could read what it writes",
}


def lines() -> list[str]:
    """Give the list as lines."""
    listed = {**OURS, **COMMON}
    return [f"{name:<25} {meaning}\n" for name, meaning in listed.items()]
