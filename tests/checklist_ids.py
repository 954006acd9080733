"""Keep tests/checklist-ids.txt: `python tests/checklist_ids.py --add` appends what is new.

Saved answers point at ids, so a line is never changed and never taken out.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from secaudit import checklists, respond

LIST = Path(__file__).with_name("checklist-ids.txt")


def committed() -> list[str]:
    """Return the ids that may never vanish, a line each."""
    return [line for line in LIST.read_text("utf-8").split("\n") if line and line[0] != "#"]


def shipped() -> list[str]:
    """Return the ids of all checklists, guides, help lines, laws and letters, and of their parts.

    The field of a letter is named after both: `eu-notice/locations`.
    """
    return [*_of_checklists(), *_of_respond()]


def _of_checklists() -> Iterator[str]:
    for platform in checklists.load():
        yield from (platform.id, *(item.id for item in platform.items))


def _of_respond() -> Iterator[str]:
    handbook = respond.load()
    for guide in handbook.guides:
        yield from (guide.id, *(step.id for step in guide.steps))
    yield from (service.id for service in handbook.services)
    yield from (law.id for law in handbook.laws)
    for request in handbook.requests:
        yield from (request.id, *(f"{request.id}/{blank.id}" for blank in request.blanks))


def new() -> list[str]:
    """Return the ids that the list does not hold yet."""
    known = set(committed())
    return [name for name in shipped() if name not in known]


def gone() -> list[str]:
    """Return the ids of the list that no checklist holds any more."""
    there = set(shipped())
    return [name for name in committed() if name not in there]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--add", action="store_true", help="append the new ids to the list")
    if parser.parse_args().add:
        with LIST.open("a", encoding="utf-8") as file:
            file.writelines(f"{name}\n" for name in new())
    else:
        print(*(f"new: {name}" for name in new()), sep="\n")  # noqa: T201  # what it is for
    print(*(f"gone: {name}" for name in gone()), sep="\n")  # noqa: T201
