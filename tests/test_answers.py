from datetime import date
from pathlib import Path

import pytest

from secaudit.answers import MAX_BYTES, ignore_rule, read_answers
from secaudit.checklists import load
from secaudit.errors import ExitCode, UsageError
from secaudit.model import (
    Account,
    Answer,
    Answers,
    Ignore,
    Item,
    Platform,
    Recovery,
    Severity,
)
from secaudit.sites import Importance
from secaudit.text import Secret

DOCS = Path(__file__).parents[1] / "docs"


def platform(name: str, *items: str) -> Platform:
    return Platform(
        id=name,
        name=name.title(),
        domains=frozenset({f"{name}.example"}),
        items=tuple(
            Item(
                id=item,
                question="Is it safe?",
                action="Make it safe",
                why="It matters.",
                where="Settings",
                steps=("Look.",),
                url=None,
                severity=Severity.LOW,
                minutes=1,
                sources=("a page",),
                checked=date(2026, 8, 4),
            )
            for item in items
        ),
    )


PLATFORMS = (
    platform("mail", "mail-recovery-phone-current", "mail-devices-recognised"),
    platform("chat", "chat-second-factor-on"),
)


def read(text: str | bytes, folder: Path) -> Answers:
    path = folder / "answers.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_answers(path, PLATFORMS)


def refusal(text: str | bytes, folder: Path) -> UsageError:
    with pytest.raises(UsageError) as error:
        read(text, folder)
    assert error.value.exit_code == ExitCode.USAGE
    assert error.value.__cause__ is None
    return error.value


def test_every_part_is_read(tmp_path: Path) -> None:
    assert read(
        """
        personal = ["Luna", " 1987-03-14 "]
        platforms = ["mail", "chat", "mail"]

        [[accounts]]
        site = "https://accounts.github.com/login"
        username = "Ana"
        second-factor = ["sms", "passkey", "totp"]

        [[accounts]]
        site = "shop.example.com"
        second-factor = "none"

        [[accounts]]
        site = "bank.example.co.uk"
        username = "ana"
        second-factor = "custom-hardware"

        [[accounts]]
        site = "bank.example.co.uk"
        username = "ben"
        second-factor = ["none"]

        [items]
        mail-recovery-phone-current = "yes"
        mail-devices-recognised = "could not check now"
        chat-second-factor-on = "does not apply"
        """,
        tmp_path,
    ) == Answers(
        second_factors={
            ("github.com", "ana"): ("passkey", "totp", "sms"),
            ("example.com", ""): (),
            ("example.co.uk", "ana"): ("custom-hardware",),
            ("example.co.uk", "ben"): (),
        },
        items={
            "mail-recovery-phone-current": Answer.YES,
            "mail-devices-recognised": Answer.UNKNOWN,
            "chat-second-factor-on": Answer.NOT_APPLICABLE,
        },
        personal=(Secret("Luna"), Secret("1987-03-14")),
        platforms=("mail", "chat"),
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", b"\xef\xbb\xbf# with a byte order mark\n"])
def test_every_part_may_be_left_out(text: str | bytes, tmp_path: Path) -> None:
    assert read(text, tmp_path) == Answers()


def test_how_accounts_are_had_back_and_what_hangs_on_them_is_read(tmp_path: Path) -> None:
    answers = read(
        """
        spare = ["security key", "phone", "phone"]
        audiences = ["teens", "known-risk"]

        [[accounts]]
        site = "bank.com"
        username = "Ana"
        second-factor = ["totp"]
        recovery-email = ["Ana@Mail.example", "ben@mail.example", "ana@mail.example"]
        recovery-phone = true
        backup-codes = "paper"
        importance = "high"

        [[accounts]]
        site = "mail.com"
        recovery-email = " ben@mail.example "

        [[accounts]]
        site = "shop.com"
        recovery-email = []
        recovery-phone = false
        sign-in-with = "https://accounts.google.com/"

        [[accounts]]
        site = "forum.com"
        importance = "normal"
        """,
        tmp_path,
    )
    assert answers == Answers(
        second_factors={("bank.com", "ana"): ("totp",)},
        recovery={
            ("bank.com", "ana"): Recovery(
                mail=("ana@mail.example", "ben@mail.example"), phone=True, backup_codes="paper"
            ),
            ("mail.com", ""): Recovery(mail=("ben@mail.example",)),
            ("shop.com", ""): Recovery(mail=(), phone=False, sign_in_with="google.com"),
        },
        importance={("bank.com", "ana"): Importance.HIGH, ("forum.com", ""): Importance.NORMAL},
        spare=frozenset({"security key", "phone"}),
        audiences=frozenset({"known-risk", "teens"}),
    )


def test_what_to_ignore_is_read_with_its_reason_and_its_end(tmp_path: Path) -> None:
    text = """
        [[ignore]]
        check = "password-weak"
        account = " club*\t"
        reason = "Chosen by\tthe club."
        until = 2027-03-31

        [[ignore]]
        check = "mail-devices-recognised"
        account = "*"
        reason = "One device only"
        """
    assert read(text, tmp_path).ignored == (
        Ignore("password-weak", "club*", "Chosen by the club.", date(2027, 3, 31)),
        Ignore("mail-devices-recognised", "*", "One device only"),
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("password-weak:club.example", Ignore("password-weak", "club.example")),
        (" * : Club: a ", Ignore("*", "Club: a")),
        ("chat-second-factor-on:*", Ignore("chat-second-factor-on", "*")),
    ],
)
def test_a_rule_on_the_command_line_is_a_check_and_a_pattern(text: str, rule: Ignore) -> None:
    assert ignore_rule(text, PLATFORMS) == rule


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("password-weak", "should be a check, a colon and an account", "For example: --ignore"),
        ("password-weak:", "should be a check, a colon and an account", "For example: --ignore"),
        (":club", "should be a check, a colon and an account", "For example: --ignore"),
        (
            "pasword-weak:club",
            "--ignore, `pasword-weak`: not a known",
            "Did you mean password-weak?",
        ),
        ("zzz:club", "--ignore, `zzz`: not a known word", "There are: password-weak"),
        ("checklist-items:club", "not a known word", "There are: password-weak"),
    ],
)
def test_a_rule_that_is_not_understood_says_what_is_known(
    text: str, message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as error:
        ignore_rule(text, PLATFORMS)
    assert message in error.value.message
    assert hint in error.value.hint


def test_an_answer_finds_its_account_whatever_the_case_of_the_name(tmp_path: Path) -> None:
    text = '[[accounts]]\nsite = "GitHub.com"\nusername = "ANA\\t"\nsecond-factor = ["u2f"]\n'
    answers = read(text, tmp_path)
    assert answers.second_factor(Account("G", "ana", site="github.com")) == ("u2f",)
    assert answers.second_factor(Account("G", "ben", site="github.com")) is None


def test_the_example_in_the_docs_works() -> None:
    answers = read_answers(DOCS / "answers.example.toml", load())
    assert answers.platforms == ("google", "instagram")
    assert set(answers.items.values()) == set(Answer)
    assert answers.second_factors == {
        ("github.com", "ana"): ("u2f", "totp"),
        ("example.com", ""): (),
    }
    assert answers.recovery == {
        ("github.com", "ana"): Recovery(backup_codes="paper"),
        ("google.com", ""): Recovery(mail=("ana@mailbox.example",), phone=True),
        ("pinboard.example", ""): Recovery(sign_in_with="google.com"),
    }
    assert answers.importance == {("pinboard.example", ""): Importance.HIGH}
    assert answers.spare == {"security key"}
    assert len(answers.personal) == 3
    assert [rule.until for rule in answers.ignored] == [date(2027, 3, 31)]


def test_the_docs_name_every_key_word_and_answer() -> None:
    from secaudit import answers  # noqa: PLC0415  # its private tables, for this one test
    from secaudit.model import BACKUP_CODES, SECOND_FACTORS, SPARE  # noqa: PLC0415

    text = (DOCS / "answers.md").read_text("utf-8")
    for word in (
        *answers._KEYS,
        *answers._ACCOUNT_KEYS,
        *answers._IGNORE_KEYS,
        *SECOND_FACTORS,
        *BACKUP_CODES,
        *SPARE,
        *Importance,
        *Answer,
    ):
        assert word in text


TWICE = """
[[accounts]]
site = "github.com"
second-factor = "sms"
[[accounts]]
site = "www.github.com"
second-factor = "none"
"""


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('platform = ["mail"]', "`platform` is not a known key", "Did you mean platforms?"),
        (
            "zzz = 1",
            "`zzz` is not a known key",
            "There are: personal, platforms, spare, audiences, accounts, items, ignore.",
        ),
        ('platforms = ["mial"]', "`platforms`, number 1: not a known word", "Did you mean mail?"),
        (
            'platforms = ["zzz"]',
            "`platforms`, number 1: not a known word",
            "There are: mail, chat.",
        ),
        ("platforms = [3]", "`platforms`, number 1: should be words in quotes", "There are: mail"),
        ('platforms = "mail"', "`platforms` should be a list", "docs/answers.md"),
        (
            '[items]\nmail-recovery-fone-current = "yes"',
            "`items`: `mail-recovery-fone-current` is not a known key",
            "Did you mean mail-recovery-phone-current?",
        ),
        (
            '[items]\nmail-devices-recognised = "ja"',
            "`items`, mail-devices-recognised: not a known word",
            "There are: yes, no, does not apply, could not check now.",
        ),
        (
            '[items]\nmail-devices-recognised = "YES "',
            "`items`, mail-devices-recognised: not a known word",
            "There are: yes, no",
        ),
        (
            "[items]\nmail-devices-recognised = true",
            "`items`, mail-devices-recognised: should be words in quotes",
            "There are: yes, no",
        ),
        (
            '[items]\nplatforms = ["mail"]',
            "`items`: `platforms` is not a known key",
            "Move `platforms` to the top of the file",
        ),
        ('items = ["yes"]', "`items` should be a table", "docs/answers.md"),
        ('accounts = "github.com"', "`accounts` should be a list", "docs/answers.md"),
        ('accounts = ["github.com"]', "`accounts`, number 1: should be a table", "docs/answers"),
        (
            '[[accounts]]\nsite = "github.com"\nsecond_factor = "totp"',
            "`accounts`, number 1: `second_factor` is not a known key",
            "Did you mean second-factor?",
        ),
        (
            '[[accounts]]\nsecond-factor = "totp"',
            "`accounts`, number 1: `site` should be an address such as github.com",
            "docs/answers.md",
        ),
        ('[[accounts]]\nsite = "git hub"', "`accounts`, number 1: `site` should be", "docs"),
        ("[[accounts]]\nsite = 3", "`accounts`, number 1: `site` should be an address", "docs"),
        (
            '[[accounts]]\nsite = "github.com"\nusername = 3\nsecond-factor = "totp"',
            "`accounts`, number 1: `username` should be text in quotes",
            "docs/answers.md",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nusername = "ana"',
            "`accounts`, number 1: says nothing yet",
            "Add one of: second-factor, recovery-email, recovery-phone, backup-codes",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nsecond-factor = 3',
            "`accounts`, number 1, `second-factor`: should be a list of methods, or none",
            "There are: passkey, u2f",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nrecovery-email = "none"',
            "`accounts`, number 1, `recovery-email`: should be a mail address, or a list of them",
            "For none: recovery-email = []",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nrecovery-email = ["ana@mail.example", 3]',
            "`accounts`, number 1, `recovery-email`: should be a mail address, or a list of them",
            "For none: recovery-email = []",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nrecovery-email = false',
            "`accounts`, number 1, `recovery-email`: should be a mail address, or a list of them",
            "For none: recovery-email = []",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nrecovery-phone = "+49 30 5550"',
            "`accounts`, number 1, `recovery-phone`: should be true or false",
            "docs/answers.md",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nbackup-codes = "papre"',
            "`accounts`, number 1, `backup-codes`: not a known word",
            "Did you mean paper?",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nbackup-codes = true',
            "`accounts`, number 1, `backup-codes`: should be words in quotes",
            "There are: paper, manager, none.",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nsign-in-with = "Google"',
            "`accounts`, number 1, `sign-in-with`: should be an address such as github.com",
            "docs/answers.md",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nimportance = "very"',
            "`accounts`, number 1, `importance`: not a known word",
            "There are: critical, high, normal.",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nspare = ["phone"]',
            "`accounts`, number 1: `spare` is not a known key",
            "Move `spare` to the top of the file",
        ),
        ('audiences = ["teen"]', "`audiences`, number 1: not a known word", "teens"),
        ('spare = "phone"', "`spare` should be a list", "docs/answers.md"),
        (
            'spare = ["phone", "key"]',
            "`spare`, number 2: not a known word",
            "There are: phone, authenticator, security key.",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nsecond-factor = []',
            "`accounts`, number 1, `second-factor`: should be a list of methods, or none",
            'For example: second-factor = ["totp"].',
        ),
        (
            '[[accounts]]\nsite = "github.com"\nsecond-factor = ["topt"]',
            "`accounts`, number 1, `second-factor`: not a known word",
            "Did you mean totp?",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nsecond-factor = [true]',
            "`accounts`, number 1, `second-factor`: should be words in quotes",
            "There are: passkey",
        ),
        (
            '[[accounts]]\nsite = "github.com"\nsecond-factor = ["none", "totp"]',
            "`accounts`, number 1, `second-factor`: says none and names a method too",
            "docs/answers.md",
        ),
        (
            TWICE,
            "`accounts`, number 2: this site and username were answered above",
            "docs/answers.md",
        ),
        ("platforms = [", "answers.toml is not valid TOML, at its end", "docs/answers.md"),
        ("a = 1\nb = = 2", "answers.toml is not valid TOML, line 2", "docs/answers.md"),
        (
            '[[ignore]]\ncheck = "password-weka"\naccount = "a"\nreason = "r"',
            "`ignore`, number 1, `check`: not a known word",
            "Did you mean password-weak?",
        ),
        (
            '[[ignore]]\ncheck = "mail-devices-recognized"\naccount = "a"\nreason = "r"',
            "`ignore`, number 1, `check`: not a known word",
            "Did you mean mail-devices-recognised?",
        ),
        (
            '[[ignore]]\ncheck = "zzz"\naccount = "a"\nreason = "r"',
            "`ignore`, number 1, `check`: not a known word",
            "There are: password-weak, password-pwned",
        ),
        (
            '[[ignore]]\naccount = "a"\nreason = "r"',
            "`ignore`, number 1, `check`: should be words in quotes",
            "There are: password-weak, password-pwned",
        ),
        (
            '[[ignore]]\ncheck = "*"\nreason = "r"',
            "`ignore`, number 1: `account` should be words in quotes",
            "docs/answers.md",
        ),
        (
            '[[ignore]]\ncheck = "*"\naccount = "a"\nreason = " "',
            "`ignore`, number 1: `reason` should be words in quotes",
            "docs/answers.md",
        ),
        (
            '[[ignore]]\ncheck = "*"\naccount = "a"\nreason = "r"\nuntil = "2027-03-31"',
            "`ignore`, number 1: `until` should be a day, without quotes",
            "until = 2027-03-31",
        ),
        (
            '[[ignore]]\ncheck = "*"\naccount = "a"\nreason = "r"\nuntil = 2027-03-31T10:00:00',
            "`ignore`, number 1: `until` should be a day, without quotes",
            "until = 2027-03-31",
        ),
        (
            '[[ignore]]\ncheck = "*"\nacount = "a"\nreason = "r"',
            "`ignore`, number 1: `acount` is not a known key",
            "Did you mean account?",
        ),
        ('ignore = ["*:a"]', "`ignore`, number 1: should be a table: [[ignore]]", "docs"),
        (b"personal = ['\xff']", "answers.toml is not UTF-8 text", "docs/answers.md"),
        (b"#" * (MAX_BYTES + 1), "answers.toml is too large to be an answers file", "docs"),
    ],
)
def test_what_is_not_understood_is_named_with_the_nearest_that_is(
    text: str | bytes, message: str, hint: str, tmp_path: Path
) -> None:
    error = refusal(text, tmp_path)
    assert message in error.message
    assert hint in error.hint


def test_where_many_words_are_known_the_hint_says_where_they_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('[items]\nzzz = "yes"', "utf-8")
    with pytest.raises(UsageError) as error:
        read_answers(path, load())
    assert error.value.hint == "`secaudit checklist --list` shows them all."


def test_a_file_that_is_not_there_is_a_matter_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        read_answers(tmp_path / "answers.toml", PLATFORMS)


def test_a_folder_is_a_matter_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="could not be read"):
        read_answers(tmp_path, PLATFORMS)


CANARY = "kestrel-4471-plum"


@pytest.mark.parametrize(
    "text",
    [
        f'personal = "{CANARY}"',
        f'personal = ["Luna", {{ name = "{CANARY}" }}]',
        f'personal = ["{CANARY}", ""]',
        f'personal = ["{CANARY}", 1987-03-14]',
        f'personal = ["{CANARY}',
        f'personal = ["{CANARY}"] x',
        f"personal = [{CANARY}]",
        f'personal = ["\\{CANARY}"]',
        f'personal = ["{CANARY}"]\npersonal = ["{CANARY}"]',
        f'[items]\npersonal = ["{CANARY}"]',
        f'platforms = ["{CANARY}"]',
        f'[[accounts]]\nsite = "{CANARY}"\nusername = "{CANARY}"',
        f'[[accounts]]\nsite = "github.com"\nsecond-factor = "{CANARY}"',
        f'[[accounts]]\nsite = "github.com"\nusername = "{CANARY}"',
        f'[[accounts]]\nsite = "github.com"\nrecovery-email = "{CANARY}"',
        f'[[accounts]]\nsite = "github.com"\nrecovery-phone = "{CANARY}"',
        f'[[accounts]]\nsite = "github.com"\nbackup-codes = "{CANARY}"',
        f'[[accounts]]\nsite = "github.com"\nsign-in-with = "{CANARY}"',
        f'[[accounts]]\nsite = "github.com"\nimportance = "{CANARY}"',
        f'spare = ["{CANARY}"]',
    ],
)
def test_no_message_holds_a_value_of_the_file(text: str, tmp_path: Path) -> None:
    error = refusal(text, tmp_path)
    assert CANARY not in f"{error!r} {error} {error.message} {error.hint}"


def test_words_about_the_person_do_not_show_in_what_was_read(tmp_path: Path) -> None:
    answers = read(f'personal = ["{CANARY}"]', tmp_path)
    assert answers.personal[0].reveal() == CANARY
    assert CANARY not in repr(answers)
