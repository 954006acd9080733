"""Invented people, each with a story of their own, and an invented world around them."""

PEOPLE = {
    "robin": "forty logins, and something of everything",
    "sam": "good passwords, and a text message as the second step everywhere",
    "noor": "one good password everywhere, and a shop that lost it",
    "ilse": "well defended, but for an old mailbox that still resets things",
    "kofi": "well defended, but every second step is on one phone",
}
"""Name → story. Each has a folder of that name here: exports, and answers.toml."""
