"""An invented person and the invented world, as an audit takes in anybody's."""

import tomllib
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from typing import Any

from secaudit import checklists
from secaudit.answers import read_answers
from secaudit.corpus.lookup import Corpus
from secaudit.corpus.small import compact
from secaudit.languages import _
from secaudit.model import Answers, Breach, Offer, Progress, Unchecked, Vault
from secaudit.sources import Sources
from secaudit.sources.common import ranks
from secaudit.sources.corpus import CorpusCounts, describe
from secaudit.text import Secret
from secaudit.vaults import read_vault

_HERE = files("secaudit.demo")
_MOST = 20_000_000
"""How often the most common password of the invented world was seen."""

_EXPORTS = ("export.json", "browser.csv")


def person(name: str) -> tuple[list[Vault], Answers]:
    """Return someone's exports, read by the same readers as anybody's, and their answers.

    `name` is one of PEOPLE.
    """
    folder = _HERE / name
    exports = [folder / export for export in _EXPORTS if (folder / export).is_file()]
    vaults = [read_vault(export.read_bytes(), name=export.name) for export in exports]
    with as_file(folder / "answers.toml") as path:
        return vaults, read_answers(path, checklists.load())


def world(today: date | None = None) -> Sources:
    """Return sources that answer from a file instead of the network.

    Passwords are looked up in a corpus, as anybody's may be: a small one, made here in memory.
    """
    facts = tomllib.loads((_HERE / "world.toml").read_text(encoding="utf-8"))
    everything = _World(facts)
    today = today or datetime.now(UTC).date()
    invented = Corpus(_corpus(facts["passwords"], today))
    return Sources(
        passwords=CorpusCounts(invented),
        catalogue=everything,
        addresses=everything,
        directory=everything,
        corpora=(describe(invented.header, _("a small corpus"), today),),
    )


def _corpus(invented: Mapping[str, int], today: date) -> bytes:
    """Return a corpus of the common passwords, with counts made up by rank, and some more."""
    counts = {digest: _MOST // rank for digest, rank in ranks().items()}
    counts |= {Secret(text).sha1(): count for text, count in invented.items()}
    return compact(counts, source=_("an invented list of leaked passwords"), fetched=today)


class _World:
    """The sources beside the corpus, out of world.toml."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self._facts = facts

    def breaches(self) -> tuple[Breach, ...]:
        return tuple(
            Breach(**{**breach, "data": frozenset(breach["data"])})
            for breach in self._facts["breaches"]
        )

    def breached(
        self, addresses: Collection[str], _progress: Progress
    ) -> Mapping[str, tuple[str, ...] | Unchecked]:
        known = self._facts["addresses"]
        return {address: tuple(known.get(address, ())) for address in addresses}

    def offers(self, sites: Collection[str]) -> Mapping[str, Offer | Unchecked]:
        known = self._facts["offers"]
        return {
            site: _offer(known[site])
            if site in known
            else Unchecked(_("not listed in the directory of the demo"), asked=False)
            for site in sites
        }


def _offer(facts: Mapping[str, Any]) -> Offer:
    return Offer(
        methods=frozenset(facts["methods"]),
        passkey=facts.get("passkey"),
        passwordless=facts.get("passwordless", False),
        source=_("written for the demo"),
    )
