"""What time it is where the person is: a report is of their day, not of Greenwich's."""

from datetime import datetime


def now() -> datetime:
    """Return the moment, with the zone of this system."""
    return datetime.now().astimezone()
