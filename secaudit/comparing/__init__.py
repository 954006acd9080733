"""Two audits side by side: which account is which, and what became of every finding."""

from secaudit.comparing.accounts import Roll, login, same_accounts
from secaudit.comparing.turns import ORDER, Became, became, headway, point

__all__ = ["ORDER", "Became", "Roll", "became", "headway", "login", "point", "same_accounts"]
