import pytest

from secaudit.checks.url_insecure import judge
from secaudit.model import Confidence, Finding, Severity


def test_a_plain_address_is_a_finding(evidence, login):
    account = login("a1", site="shop.example", urls=("http://www.shop.example/in",))
    assert list(judge.run(evidence(account))) == [
        Finding(
            check="url-insecure",
            title="A saved address is not encrypted",
            severity=Severity.MEDIUM,
            confidence=Confidence.CERTAIN,
            accounts=("a1",),
            why="It begins with http:// (www.shop.example): others on the way can read along, or "
            "answer in the site's place.",
            advice="Write https:// instead of http:// in your password manager, then see that it "
            "opens.",
            references=(
                "https://developer.mozilla.org/docs/Web/Security/Transport_Layer_Security",
            ),
        )
    ]


@pytest.mark.parametrize(
    ("urls", "severity"),
    [
        (("HTTP://shop.example", "https://shop.example/in"), "low"),
        (("http://shop.example", "https://other.example"), "medium"),
        (("http://shop.example", "http://forum.example", "https://shop.example"), "medium"),
        (("http://8.8.8.8/",), "medium"),
    ],
)
def test_a_leftover_is_low(evidence, login, verdicts, urls, severity):
    known = evidence(login("a1", urls=urls))
    assert verdicts(judge, known) == ([("a1", severity, "certain")], [])


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example",
        "shop.example",
        "http://192.168.1.1/",
        "http://10.0.0.7:8080",
        "http://nas.local",
        "http://localhost:3000",
        "http://[::1]/",
        "ftp://shop.example",
        "http://",
        "nonsense",
    ],
)
def test_encrypted_and_private_addresses_are_fine(evidence, login, verdicts, url):
    assert verdicts(judge, evidence(login("a1", urls=(url,)))) == ([], [])


def test_only_public_addresses_concern_it(evidence, login):
    urls = (("https://shop.example",), ("http://nas.local",), ())
    assert [judge.concerns(evidence(), login("a1", urls=some)) for some in urls] == [
        *(True, False, False)
    ]
