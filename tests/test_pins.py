import random

import pytest

from secaudit.pins import has_only_pins, is_common_pin, is_pin
from secaudit.text import Secret


@pytest.mark.parametrize(
    "pin",
    [
        "1111",
        "1212",
        "1122",
        "112233",
        "1221",
        "1234",
        "4321",
        "7890",
        "0987",
        "123456",
        "2580",
        "1397",
        "1987",
        "2039",
        "1900",
        "2512",
        "1225",
        "0229",
        "251287",
        "122587",
        "871225",
        "25121987",
        "19871225",
        "147258",
        "12341234",
    ],
)
def test_patterns_years_dates_and_shapes_are_common(pin):
    assert is_common_pin(pin)


@pytest.mark.parametrize(
    "pin", ["8305", "4817", "2046", "3947", "6180", "839462", "48172653", "3233"]
)
def test_other_digits_are_not(pin):
    assert not is_common_pin(pin)


def test_most_random_pins_are_fine():
    pins = random.Random(1)  # noqa: S311
    assert sum(is_common_pin(f"{pins.randrange(10_000):04}") for _ in range(2000)) < 260


@pytest.mark.parametrize(
    ("password", "fields", "expected"),
    [
        ("8305", {"title": "Bike lock"}, True),
        ("8305", {"site": "192.168.1.1"}, True),
        ("8305", {"site": "bank.example", "title": "Bank card PIN"}, True),
        ("8305", {"site": "shop.example", "title": "Shop"}, False),
        ("8305", {"site": "shop.example", "title": "Spinning wheels"}, False),
        ("830", {"title": "Suitcase"}, False),
        ("830517264", {"title": "Customer number"}, False),
        ("83o5", {"title": "SIM"}, False),
        ("٨٣٠٥", {"title": "SIM"}, False),
    ],
)
def test_a_pin_is_a_few_digits_that_no_public_website_asks_for(login, password, fields, expected):
    assert is_pin(login("a1", password, **fields), Secret(password)) is expected


@pytest.mark.parametrize(
    ("passwords", "expected"),
    [(["8305"], True), (["8305", "1212"], True), (["8305", "p"], False), ([], False)],
)
def test_an_account_has_only_pins_where_each_password_is_one(login, passwords, expected):
    assert has_only_pins(login("a1", *passwords, title="Door")) is expected
