"""Invented people, each with a story of their own, and an invented world around them."""

from secaudit.languages import N_

PEOPLE = {
    "robin": N_("forty logins, and something of everything"),
    "sam": N_("good passwords, and a text message as the second step everywhere"),
    "noor": N_("one good password everywhere, and a shop that lost it"),
    "ilse": N_("well defended, but for an old mailbox that still resets things"),
    "kofi": N_("well defended, but every second step is on one phone"),
}
"""Name → story. Each has a folder of that name here: exports, and answers.toml."""
