"""secaudit: see how someone would get into your accounts, and the few things to do about it."""

__version__ = "0.1.0"
