"""Where the shipped files lie: the one module that knows."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# In a wheel these folders are inside the package; in a checkout, and in an
# editable install, they are at the top of the repository.
_HOME = _PACKAGE if (_PACKAGE / "data").is_dir() else _PACKAGE.parents[1]

DATA = _HOME / "data"
AREAS = DATA / "areas"
CAMPAIGNS = DATA / "campaigns"
POSTCODES = DATA / "postcodes.bin"
TEMPLATES = _HOME / "templates"
LOCALE = _HOME / "locale"
