"""``python -m askcandidate``."""

from askcandidate.cli import main

if __name__ == "__main__":
    main()
