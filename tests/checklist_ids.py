"""Keep tests/checklist-ids.txt: `python tests/checklist_ids.py --add` appends what is new.

Saved answers point at ids, so a line is never changed and never taken out.
"""

import argparse
from pathlib import Path

from secaudit.checklists import load

LIST = Path(__file__).with_name("checklist-ids.txt")


def committed() -> list[str]:
    """Return the ids that may never vanish, a line each."""
    return [line for line in LIST.read_text("utf-8").split("\n") if line and line[0] != "#"]


def shipped() -> list[str]:
    """Return the ids of the checklists and of their items."""
    return [name for p in load() for name in (p.id, *(item.id for item in p.items))]


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
