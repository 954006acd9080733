"""What a download has got so far: one line for each pack that lies whole on the disk.

A line is written after its pack, never before. What happened in between (a kill, a power cut)
leaves a pack that the journal does not know, or knows with another size: its ranges are asked for
again.
"""

import json
import os
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from secaudit.corpus.packs import RANGES, packs_in
from secaudit.errors import CorpusError
from secaudit.files import write_whole
from secaudit.languages import _

NAME = "download.log"
_VERSION = 1
_LINE = re.compile(r"([0-9A-F]{3}) ([0-9]+)((?: [0-9A-F]{5})*)")
_END = re.compile(r"complete ([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack of which every range was asked for in this round."""

    size: int
    missing: frozenset[int]
    """Prefixes that gave no answer; an older one may be in the pack."""


@dataclass(slots=True)
class Journal:
    """One round of downloading: from the first range to the last."""

    folder: Path
    kind: str
    """`sha1` or `ntlm`."""
    url: str
    ranges: int
    """How many there are to get."""
    began: date
    before: date | None = None
    """The day the round before it was complete."""
    checked: dict[int, Checked] = field(default_factory=dict)
    complete: date | None = None
    """Where nothing is missing: the day this round began, so that all is at least as new."""

    @property
    def there(self) -> int:
        """How many ranges gave an answer in this round."""
        return sum(len(self.ranges_of(n)) - len(one.missing) for n, one in self.checked.items())

    def ranges_of(self, pack: int) -> range:
        """Return the prefixes that belong to a pack."""
        begin = pack * RANGES
        return range(begin, min(begin + RANGES, self.ranges))

    def start(self) -> None:
        """Write the journal anew, without lines that were cut off. Raises OutputError."""
        head = {
            "secaudit download": _VERSION,
            "kind": self.kind,
            "url": self.url,
            "ranges": self.ranges,
            "began": self.began.isoformat(),
            "before": self.before and self.before.isoformat(),
        }
        lines = [json.dumps(head), *(_line(n, one) for n, one in sorted(self.checked.items()))]
        write_whole(self.folder / NAME, "".join(f"{line}\n" for line in lines).encode(), force=True)

    def add(self, pack: int, size: int, missing: Collection[int]) -> None:
        """Note that a pack is there. Raises OSError."""
        self.checked[pack] = Checked(size, frozenset(missing))
        self._append(_line(pack, self.checked[pack]))

    def finish(self) -> None:
        """Note that nothing is missing. Raises OSError."""
        self.complete = self.began
        self._append(f"complete {self.began.isoformat()}")

    def _append(self, line: str) -> None:
        # One write each; opened each time, as it is never more than one a second.
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        file = os.open(self.folder / NAME, flags)
        try:
            os.write(file, f"{line}\n".encode())
            os.fsync(file)
        finally:
            os.close(file)


def _line(pack: int, checked: Checked) -> str:
    return " ".join(
        [f"{pack:03X} {checked.size}", *(f"{one:05X}" for one in sorted(checked.missing))]
    )


def load(folder: Path) -> Journal | None:
    """Return the journal of a folder, None where it has none.

    Packs that are not on the disk as they were written are left out, and then it is not complete,
    whatever it says. Raises CorpusError for a
    journal of another version, or that cannot be read.
    """
    path = folder / NAME
    try:
        head, *lines = path.read_text("ascii").split("\n")[:-1]  # what has no end was cut off
        said = json.loads(head)
        if said["secaudit download"] != _VERSION:
            raise CorpusError(
                _("{path} is written by another version of secaudit").format(path=path),
                _("Update secaudit, or download into another folder."),
            )
        before = said["before"] and date.fromisoformat(said["before"])
        journal = Journal(
            folder,
            str(said["kind"]),
            str(said["url"]),
            int(said["ranges"]),
            date.fromisoformat(said["began"]),
            before,
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise CorpusError(
            _("{path} cannot be read or is damaged").format(path=path),
            _(
                "Delete that file: the download then asks again for all ranges, and fetches what "
                "has changed."
            ),
        ) from None
    for line in lines:
        if found := _LINE.fullmatch(line):
            missing = frozenset(int(one, 16) for one in found[3].split())
            journal.checked[int(found[1], 16)] = Checked(int(found[2]), missing)
        elif ended := _END.fullmatch(line):
            journal.complete = date.fromisoformat(ended[1])
    sizes = packs_in(folder)
    journal.checked = {n: pack for n, pack in journal.checked.items() if sizes.get(n) == pack.size}
    packs = -(-journal.ranges // RANGES)
    if len(journal.checked) < packs or any(pack.missing for pack in journal.checked.values()):
        journal.complete = None
    return journal
