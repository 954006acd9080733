"""Reading XML that others wrote: which root it has, and its tree, without entities."""

import re
from typing import TYPE_CHECKING

from secaudit.errors import VaultError
from secaudit.languages import _
from secaudit.vaults.base import Document

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Possessive, so that no file makes it look for an end twice.
_ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*+<([\w:.-]++)", re.DOTALL
)


def root_of(document: Document) -> str:
    """Return the name of the root element, "" where the document is no XML."""
    root = _ROOT.match(document.start)
    return root[1] if root else ""


def tree_of(document: Document) -> "Element":
    """Return the root element; raises VaultError for damage, and for entities of its own.

    Entities make a small file a very large one, or bring in other files. No program exports them.
    """
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415  # its error only

    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        root: Element = fromstring(document.data.lstrip(), forbid_dtd=True)
    except DefusedXmlException:
        raise VaultError(
            _(
                "{name} declares a document type or entities of its own, which is not safe to read"
            ).format(name=document.name),
            _("Make the export again with the program itself."),
        ) from None
    except (ParseError, ValueError, LookupError):  # of a text encoding that there is not
        raise VaultError(
            _("{name} looks like XML, but is damaged or not complete").format(name=document.name),
            _("Make the export again, and try with the new file."),
        ) from None
    return root
