"""Audits to come back to: what is kept of one, and how it goes into the sealed store and out."""

from secaudit.saving.history import (
    Entry,
    Forgotten,
    History,
    Listing,
    forget_everything,
    kept_in,
)

__all__ = ["Entry", "Forgotten", "History", "Listing", "forget_everything", "kept_in"]
