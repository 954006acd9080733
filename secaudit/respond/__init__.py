"""Help when something happened: guides, people to call, laws, letters and a log; no network.

The files `checklists/schema-*.json` say the same as the forms here, for editors; the tests hold
both together.
"""

from pathlib import Path

from secaudit.checklists import shipped
from secaudit.respond.guides import load_guides
from secaudit.respond.letters import load_laws, load_requests
from secaudit.respond.model import Handbook
from secaudit.respond.support import load_support
from secaudit.respond.translating import translated


def load(folder: Path | None = None, language: str = "en") -> Handbook:
    """Return all there is; `folder` stands in for the checklists that belong to secaudit.

    Texts are in `language` where its folder there, such as `es`, has them, and English elsewhere.

    Raises ChecklistError where a file breaks its form, where an id is used twice, or where an
    entry names a guide, a law or a country that is not there.
    """
    folder = folder or shipped()
    countries, regions, services = load_support(folder / "support.toml")
    known = countries.keys() | regions.keys()
    laws = load_laws(folder / "laws.toml", known)
    handbook = Handbook(
        guides=load_guides(folder / "respond"),
        services=services,
        laws=laws,
        requests=load_requests(folder / "removal.toml", known, {law.id: law for law in laws}),
        countries=countries,
        regions=regions,
    )
    own = folder / language
    return translated(handbook, own) if own.is_dir() else handbook
