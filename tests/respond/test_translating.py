"""A handbook in another language, text by text, and every way in which a file can be wrong."""

from datetime import date

import pytest

from secaudit.errors import ChecklistError
from secaudit.respond import load
from secaudit.respond.model import Link
from secaudit.respond.removal import fill_in

FILES = {
    "support.toml": """machine-assisted = true

[countries]
DE = "Alemania"

[texts]
"Day and night" = "Día y noche"
"English" = "inglés"
""",
    "laws.toml": """machine-assisted = false

[laws.us-act]
title = "Ley de retirada"
""",
    "removal.toml": """machine-assisted = false

[requests.us-letter]
choose = "Estados Unidos"
says = ["Que la retiren."]

[requests.us-letter.fields.who]
choices = ["la persona que aparece", "alguien en su nombre"]

[requests.us-letter.fields.good-faith]
text = "Creo de buena fe que se publicó sin consentimiento."

[requests.eu-letter.fields.true]
text = "Lo que escribo es verdad."

[requests.eu-letter.own]
choose = "En español"
letter = ["Aviso del {sent}", "{locations}", "{true}", "Soy {who}."]
""",
    "respond/image-shared.toml": """machine-assisted = false
title = "Cuando se compartió una imagen tuya"
avoid = ["No pagues."]

[steps.image-shared-forms]
text = ["Usa el formulario."]
links = ["Lista de huellas"]
""",
}


@pytest.fixture
def spanish(folder):
    """Write the small handbook with its Spanish texts; `spanish(path=(old, new))` changes one."""

    def write(**changes):
        root = folder()
        for name, text in FILES.items():
            old, new = changes.get(name, ("", ""))
            assert old in text
            path = root / "es" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return root

    return write


def test_what_is_not_translated_stays_english(spanish):
    english, there = load(spanish()), load(spanish(), "es")
    guide, other = there.guides
    assert guide.title == "Cuando se compartió una imagen tuya"
    assert guide.choose == english.guides[0].choose
    assert guide.first == english.guides[0].first
    assert [each.text for each in guide.avoid] == ["No pagues."]
    assert guide.steps[0] == english.guides[0].steps[0]
    assert guide.steps[1].title == "Report it"
    assert guide.steps[1].text == ("Usa el formulario.",)
    assert guide.steps[1].links == (Link("Lista de huellas", "https://hash.example/"),)
    assert other == english.guides[1]
    assert there.countries == {"AU": "Australia", "DE": "Alemania", "US": "United States"}
    line = next(service for service in there.services if service.id == "us-line")
    assert (line.hours, line.languages, line.name) == (
        "Día y noche",
        ("inglés", "Spanish"),
        "Picture Line",
    )
    assert there.laws[0].title == "Ley de retirada"
    assert there.laws[0].text == english.laws[0].text
    assert there.requests[0].law is there.laws[0]


def test_a_language_without_files_or_without_a_folder_is_english(folder):
    root = folder()
    assert load(root, "es") == load(root)
    (root / "es").mkdir()
    assert load(root, "es") == load(root)


def test_whether_a_native_reader_has_checked_it_all_is_known(spanish):
    checked = ("machine-assisted = true", "machine-assisted = false")
    assert load(spanish(), "es").machine_assisted
    assert not load(spanish(**{"support.toml": checked}), "es").machine_assisted
    assert not load(spanish()).machine_assisted


def test_a_letter_stays_in_the_language_of_its_law_and_says_what_goes_into_it(spanish):
    english, there = load(spanish()), load(spanish(), "es")
    request = there.requests[0]
    assert request.choose == "Estados Unidos"
    assert request.says == ("Que la retiren.",)
    assert (request.letter, request.language) == (english.requests[0].letter, "en")
    who, faith = (b for b in request.blanks if b.id in {"who", "good-faith"})
    assert who.choices == ("the person shown", "someone acting for the person shown")
    assert who.choices_mean == ("la persona que aparece", "alguien en su nombre")
    assert faith.text == "I believe in good faith that it was published without consent."
    assert faith.text_means == "Creo de buena fe que se publicó sin consentimiento."


def test_a_letter_in_the_readers_language_is_one_more(spanish):
    there = load(spanish(), "es")
    assert [request.id for request in there.requests] == ["us-letter", "eu-letter", "eu-letter-es"]
    request = there.requests[-1]
    answers = {
        "locations": ("https://forum.example/1",),
        "true": (request.blanks[1].text,),
        "who": ("la persona",),
    }
    assert fill_in(request, answers, date(2026, 11, 22)).paragraphs == (
        ("Aviso del 22 de noviembre de 2026",),
        ("https://forum.example/1",),
        ("Lo que escribo es verdad.",),
        ("Soy la persona.",),
    )


WRONG = [
    ("support.toml", 'DE = "', 'FR = "', "es/support.toml line 4, countries: `FR` is not a known"),
    ("support.toml", '"English"', '"Elvish"', "line 8, texts: `Elvish` is not a known key"),
    ("support.toml", '"inglés"', "5", "line 8, texts: `English` should be one line of text"),
    ("laws.toml", "us-act", "us-law", "es/laws.toml line 1, laws: `us-law` is not a known key"),
    ("laws.toml", "title", "name", "es/laws.toml line 4, laws.us-act: `name` is not a known key"),
    ("laws.toml", 'title = "Ley de retirada"', 'text = ["A"]', "`text` should be 2, as in Engl"),
    ("removal.toml", "machine-assisted = false", "", "`machine-assisted` is missing"),
    ("removal.toml", ', "alguien en su nombre"', "", "`choices` should be 2, as in English"),
    ("removal.toml", 'text = "Creo', 'choices = "Creo', "`choices` is not a known key"),
    ("removal.toml", '"Soy {who}."', '"Soy yo."', "`{who}` is missing in the letter"),
    ("removal.toml", "{true}", "{verdad}", "`{verdad}` is not a field"),
    (
        "respond/image-shared.toml",
        "shared-forms",
        "shared-farms",
        "es/image-shared.toml line 1, steps: `image-shared-farms` is not a known key",
    ),
    (
        "respond/image-shared.toml",
        '"No pagues."',
        '"No pagues.", "Nunca."',
        "es/image-shared.toml line 3: `avoid` should be 1, as in English",
    ),
    ("respond/image-shared.toml", '["Lista', '["A", "Lista', "`links` should be 1, as in English"),
]


@pytest.mark.parametrize(("name", "old", "new", "says"), WRONG)
def test_a_mistake_is_named_with_its_file_and_line(spanish, name, old, new, says):
    with pytest.raises(ChecklistError) as caught:
        load(spanish(**{name: (old, new)}), "es")
    assert says in caught.value.message


def test_a_guide_that_is_not_there_cannot_be_translated(spanish):
    root = spanish()
    (root / "es" / "respond" / "image-lost.toml").write_text("machine-assisted = true\n")
    with pytest.raises(ChecklistError, match=r"^es/respond/image-lost.toml translates no guide"):
        load(root, "es")
