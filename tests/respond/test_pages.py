"""What a person sees, where, and in which order."""

import html
from datetime import date

import pytest
from markdown_it import MarkdownIt

from secaudit.respond import directory, load, pages
from secaudit.respond.document import Block, Kind, plain, write
from secaudit.respond.pages import View

TODAY = date(2026, 11, 22)
FORMS = {"Forum": "https://forum.example/report", "abc": "https://abc.example/report"}


@pytest.fixture
def view(handbook):
    def make(country="", today=TODAY):
        return View(handbook, country, FORMS, today)

    return make


def names(services):
    return [service.id for service in services]


# ── Who helps ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("us", "US"),
        (" US ", "US"),
        ("uk", "GB"),
        ("germany", "DE"),
        ("JP", "JP"),
        ("any", None),
        ("U1", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_named_by_its_code_or_its_name(handbook, text, code):
    assert directory.country_of(text, handbook) == code


def test_those_of_the_country_come_first_and_the_best_fit_before_others(handbook):
    assert names(directory.services(handbook, "US")) == [
        "us-web",
        "us-line",
        "us-young",
        "any-listen",
    ]
    assert names(directory.services(handbook, "US", ("image",))) == ["us-line", "any-listen"]
    assert names(directory.services(handbook, "DE", ("image",))) == ["eu-victims", "any-listen"]
    assert names(directory.services(handbook, "JP", ("image",))) == ["any-listen"]
    assert names(directory.emergency(handbook, "US")) == ["us-police"]
    assert names(directory.emergency(handbook, "")) == []


def test_in_a_hurry_there_is_one_for_each_country_with_a_number_if_there_is_one(handbook):
    assert [(code, service.id) for code, _, service in directory.hurried(handbook)] == [
        ("any", "any-listen"),
        ("AU", "au-web"),
        ("DE", "eu-victims"),
        ("US", "us-line"),
    ]
    young = {code: s.id for code, _, s in directory.hurried(handbook, ("under-18",))}
    assert young["US"] == "us-young"


def test_a_country_with_nothing_but_an_emergency_number_is_not_in_that_list(folder):
    handbook = load(folder(**{"support.toml": ('topics = ["image"]', 'topics = ["emergency"]')}))
    assert [code for code, _, _ in directory.hurried(handbook)] == ["any", "DE", "US"]


def test_laws_and_letters_are_those_of_the_country_and_its_region(handbook):
    assert [law.id for law in directory.laws(handbook, "DE")] == ["eu-notice"]
    assert [law.id for law in directory.laws(handbook)] == ["us-act", "eu-notice"]
    assert [letter.id for letter in directory.requests(handbook, "DE")] == [
        "eu-letter",
        "us-letter",
    ]


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_where_someone_may_be_under_18_that_nothing_is_saved_comes_first(handbook, view, form):
    page = html.unescape(write(pages.whole(handbook.guides[1], view()), form))
    loud = page.index("IMPORTANT")
    assert loud < page.index("This is not your fault") < page.index("Call someone")
    assert "not even as proof" in " ".join(page.split())


@pytest.mark.parametrize("country", ["", "US", "JP"])
@pytest.mark.parametrize("few", [None, 3])
def test_the_first_screen_says_not_your_fault_are_you_safe_and_who_helps(
    handbook, view, country, few
):
    for guide in handbook.guides:
        screen = plain(pages.first_screen(guide, view(country), few=few))
        fault, safe, people = map(screen.index, (pages.NO_FAULT, pages.SAFE, pages.PEOPLE))
        assert fault < safe < people < screen.index("https://listen.example/")


def test_a_whole_guide_has_every_step_and_every_line(handbook, view):
    guide = handbook.guides[0]
    page = plain(pages.whole(guide, view("US")))
    for step in guide.steps:
        assert step.title in page
        for sentence in step.text:
            assert sentence in page
    for line in (
        "Step 1 of 4: Write down where it is (about 10 minutes)",
        "  To write down addresses and dates, never images: secaudit respond --log FILE",
        "  Hash list: https://hash.example/",
        "  Last checked 4 August 2025. That is over a year ago, so it may have changed.",
        "  abc: https://abc.example/report\n  Forum: https://forum.example/report",
        "United States: Removal Act",
        "  In force from 19 May 2026.",
        "  To complain: https://complain.example/",
        "- Do not pay.",
    ):
        assert line in page
    assert "Notice Act" not in page
    assert pages.ABOVE in plain(pages.whole(handbook.guides[1], view("US")))
    assert "secaudit respond --removal us-letter" in page
    assert "Notice Act" in plain(pages.whole(guide, view()))


def test_a_service_says_all_there_is_its_number_first(handbook):
    line = next(s for s in handbook.services if s.id == "us-line")
    assert plain(pages.service_page(line, TODAY)) == (
        "Picture Line\n"
        "  Phone: 555-0100\n"
        "  Text HOME to 55501\n"
        "  Hours: Day and night\n"
        "  Languages: English, Spanish\n"
        "  For: Images shared without consent\n"
        "  For whom: Adults\n"
        "  Web: https://line.example/\n"
        "  Last checked 4 August 2026.\n"
    )


def test_what_is_over_a_year_old_or_unsure_says_so_with_its_date(handbook):
    by_id = {service.id: service for service in handbook.services}
    assert pages.brief(by_id["us-young"], TODAY) == (
        "555-0118, Young Line. Checked 4 August 2025, over a year ago."
    )
    assert "over a year ago" not in pages.brief(by_id["us-young"], date(2026, 8, 4))
    assert "Not confirmed" in plain(pages.service_page(by_id["au-web"], TODAY))
    assert "older copy" in plain(pages.service_page(by_id["any-listen"], TODAY))


def test_a_line_that_is_called_what_it_is_dialled_says_so_once(folder):
    handbook = load(folder(**{"support.toml": ('name = "Victims Line"', 'name = "116 006"')}))
    victims = next(s for s in handbook.services if s.id == "eu-victims")
    assert pages.brief(victims, TODAY) == "116 006."


def test_a_country_with_nobody_says_so_and_names_those_who_answer_from_anywhere(view):
    page = plain(pages.people(view("JP")))
    assert page.startswith(pages.NO_SERVICE)
    assert "Listeners" in page
    assert next(pages.laws_page(view("JP"))).text == pages.NO_LAW


def test_a_page_of_text_fits_80_columns(handbook, view):
    for guide in handbook.guides:
        for country in ("", "US"):
            lines = plain(pages.whole(guide, view(country))).splitlines()
            assert max(map(len, lines)) < 80


def test_long_addresses_stand_on_a_line_of_their_own_and_are_not_broken():
    url = "https://forum.example/" + "a" * 90
    page = plain([Block(Kind.ADDRESS, "The form", url)])
    assert page == f"  The form:\n  {url}\n"


def test_hostile_text_is_only_text():
    nasty = '<script>alert(1)</script> [x](javascript:y) **b** "q"'
    blocks = [Block(kind, nasty) for kind in Kind]
    blocks.append(Block(Kind.ADDRESS, "A", "javascript:alert(1)"))
    page = write(blocks, "html")
    assert "<script" not in page
    assert 'href="javascript' not in page
    shown = MarkdownIt("commonmark").render(write(blocks, "markdown"))
    assert "<script" not in shown
    assert "<a " not in shown


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_printed_pages_hold_what_the_text_holds(handbook, view, form):
    page = html.unescape(write(pages.whole(handbook.guides[0], view("US")), form))
    for words in ("555-0100", "Step 4 of 4", "https://forum.example/report", "over a year ago"):
        assert words in page.replace("\\", "")
    if form == "html":
        assert "http-equiv" not in page
        assert "src=" not in page  # nothing is fetched
        assert "<link" not in page


def test_a_log_with_nothing_in_it_says_so():
    assert "There is nothing in it yet." in plain(pages.log_page([]))


def test_a_guide_without_such_a_part_says_nothing_of_what_does_not_help(handbook, view):
    assert list(pages.avoid_page(handbook.guides[1], view())) == []
