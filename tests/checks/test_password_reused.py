from secaudit.checks.password_reused import judge
from secaudit.model import Confidence, Finding, Severity


def test_logins_that_share_a_password_are_named(evidence, login):
    known = evidence(
        login("a1", "p", site="shop.example", username="mira"),
        login("a2", "q", site="alone.example"),
        login("a3", "p", site="forum.example"),
    )
    assert list(judge.run(known)) == [
        Finding(
            check="password-reused",
            title="The same password opens 2 logins",
            severity=Severity.HIGH,
            confidence=Confidence.CERTAIN,
            accounts=("a1", "a3"),
            why="Shop (mira) and Forum share it. "
            "Whoever learns it at one can sign in to the others.",
            advice="Give each a password of its own; begin with Shop (mira).",
            references=("https://owasp.org/www-community/attacks/Credential_stuffing",),
        )
    ]


def test_what_matters_most_is_named_first_and_makes_it_critical(evidence, login, verdicts):
    known = evidence(
        login("a1", "p", site="shop.example"), login("a2", "p", site="mail.example", critical=True)
    )
    assert verdicts(judge, known) == ([("a2 a1", "critical", "certain")], [])


def test_one_site_twice_is_no_reuse(evidence, login, verdicts):
    known = evidence(
        login("a1", "p", site="google.com", username="mira"),
        login("a2", "p", site="youtube.com", username="max"),
        login("a3", "p", title="Google"),
        login("a4", "p", "p", site="google.com"),
    )
    assert verdicts(judge, known) == ([], [])


def test_rivals_join_what_they_share_in_one_finding(evidence, login, verdicts):
    known = evidence(
        login("a1", "p", "q", site="one.example"),
        login("a2", "p", site="two.example"),
        login("a3", "q", site="three.example"),
    )
    assert verdicts(judge, known) == ([("a1 a2 a3", "high", "certain")], [])


def test_shared_pins_are_medium(evidence, login, verdicts):
    known = evidence(login("a1", "8305", title="Door"), login("a2", "8305", title="Bike"))
    assert verdicts(judge, known) == ([("a1 a2", "medium", "certain")], [])
