"""For someone who helps: no username and no mail address, but which account it is."""

from dataclasses import replace

from secaudit.languages import N_, _
from secaudit.model import Reader, Report
from secaudit.sharing.former import former_names, title_and_user
from secaudit.sharing.texts import MAIL, changed, replacing

LEFT_OUT = N_("(left out)")


def for_helper(report: Report) -> Report:
    """Return a report in which each username is `user 1`, `user 2` … in all texts.

    Other mail addresses are left out. So are patterns of rules, entries of authenticator apps that
    fit no login and answers that fit none: nobody can tell what in them is a username.
    """
    users: dict[str, str] = {}
    usernames = [account.username for account in report.accounts]
    usernames += [title_and_user(name)[1] for name in former_names(report)]
    for username in filter(None, usernames):
        if username.casefold() not in map(str.casefold, users):
            users[username] = _("user {number}").format(number=len(users) + 1)
    named = replacing(users)
    address = _("an address")
    whole = {user.casefold(): instead for user, instead in users.items()}

    def change(text: str) -> str:
        return whole.get(text.casefold()) or MAIL.sub(address, named(text))

    bare = replace(
        report,
        ignored=tuple(
            replace(each, rule=replace(each.rule, account=_(LEFT_OUT))) for each in report.ignored
        ),
        unmatched=tuple(_(LEFT_OUT) for _entry in report.unmatched),
        not_checked=tuple(
            replace(gap, why=_("An answer fits no login.")) if gap.check == "answers" else gap
            for gap in report.not_checked
        ),
    )
    return replace(changed(bare, change), reader=Reader.HELPER)
