"""`secaudit respond` in Spanish: whole, in the terminal and on paper."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from secaudit import checklists
from secaudit.languages import speaking
from secaudit.respond import load, pages
from secaudit.respond.document import Kind
from secaudit.respond.removal import fill_in
from tests.terminal import Terminal

ENGLISH = load()
SPANISH = load(language="es")
TODAY = date(2026, 11, 22)
FORMS = {p.name: p.links["report-image"] for p in checklists.load() if "report-image" in p.links}
LONGEST = 27
"""Words of a sentence: Spanish takes more of them than English for the same."""


def test_every_text_of_the_guides_is_there():
    missing = []
    for one, other in zip(ENGLISH.guides, SPANISH.guides, strict=True):
        texts = {"choose": (one.choose, other.choose), "title": (one.title, other.title)}
        texts |= {
            f"first {n}": pair for n, pair in enumerate(zip(one.first, other.first, strict=True), 1)
        }
        avoid = zip(one.avoid, other.avoid, strict=True)
        texts |= {f"avoid {n}": (a.text, b.text) for n, (a, b) in enumerate(avoid, 1)}
        for step, into in zip(one.steps, other.steps, strict=True):
            texts[f"{step.id} title"] = step.title, into.title
            lines = zip(step.text, into.text, strict=True)
            texts |= {f"{step.id} text {n}": pair for n, pair in enumerate(lines, 1)}
        missing += [f"{one.id}: {where}" for where, (a, b) in texts.items() if a == b]
    assert missing == []


def test_every_text_about_people_who_help_is_there():
    """A proper name and an account of a messenger are the same in every language."""
    missing = [
        f"{one.id}: {text}"
        for one, other in zip(ENGLISH.services, SPANISH.services, strict=True)
        for text, into in zip(
            (one.what_for, one.who_for, one.hours, one.text, *one.languages),
            (other.what_for, other.who_for, other.hours, other.text, *other.languages),
            strict=True,
        )
        if text and text == into and not re.fullmatch(r"WhatsApp [\d ]+", text)
    ]
    assert missing == []
    described = re.compile(
        r"emergency|when|option|number|before|\bauthority|\bwith\b", re.IGNORECASE
    )
    assert [s.name for s in SPANISH.services if described.search(s.name)] == []
    assert SPANISH.countries.keys() == ENGLISH.countries.keys()
    same = {"AT", "AU", "IN"}  # Austria, Australia, India
    assert {c for c, name in SPANISH.countries.items() if name == ENGLISH.countries[c]} <= same


def test_every_text_of_the_laws_and_letters_is_there():
    missing = []
    for law, into in zip(ENGLISH.laws, SPANISH.laws, strict=True):
        pairs = zip((law.title, *law.text), (into.title, *into.text), strict=True)
        missing += [f"{law.id}: {a}" for a, b in pairs if a == b]
    explained = {request.id: request for request in SPANISH.requests}
    for request in ENGLISH.requests:
        other = explained[request.id]
        pairs = zip((request.choose, *request.before), (other.choose, *other.before), strict=True)
        missing += [f"{request.id}: {a}" for a, b in pairs if a == b]
        missing += [f"{request.id}: says"] * (not other.says)
        for blank, known in zip(request.blanks, other.blanks, strict=True):
            asked = [(blank.question, known.question), (blank.why, known.why)]
            missing += [f"{request.id}, {blank.id}: {a}" for a, b in asked if a == b]
            missing += [f"{request.id}, {blank.id}: text"] * (
                bool(blank.text) > bool(known.text_means)
            )
            missing += [f"{request.id}, {blank.id}: choices"] * (
                len(blank.choices) != len(known.choices_mean)
            )
    assert missing == []


def every_page(handbook, country=""):
    view = pages.View(handbook, country, FORMS, TODAY)
    yield from pages.front_page(view)
    for guide in handbook.guides:
        yield from pages.whole(guide, view)
    yield from pages.laws_page(view)


@pytest.mark.parametrize("country", ["", *SPANISH.countries])
def test_no_english_is_left_on_a_page(country):
    with speaking("es"):
        spanish = [b for b in every_page(SPANISH, country) if b.kind is not Kind.ADDRESS]
    english = {b.text for b in every_page(ENGLISH, country)}
    names = {service.name for service in ENGLISH.services}
    contacts = {contact for s in ENGLISH.services for contact in (s.phone, s.text, s.web)}
    left = {b.text for b in spanish if b.text in english} - names - contacts
    # "999: …" and "0345 6000 459, Revenge Porn Helpline." are names and numbers alone.
    assert {text for text in left if not any(name in text for name in names)} == set()


def test_sentences_are_short():
    sentences = [
        sentence
        for guide in SPANISH.guides
        for text in (*guide.first, *(line for step in guide.steps for line in step.text))
        for sentence in re.split(r"(?<=[.?!:])\s+", text)
    ]
    assert [s for s in sentences if len(s.split()) > LONGEST] == []


def test_nothing_blames_and_nobody_is_addressed_as_usted():
    wrong = re.compile(
        r"\busted|\btu error(?! tuyo)|no debiste|descuid|porno|desnud|\bpánico", re.IGNORECASE
    )
    texts = [b.text for b in every_page(SPANISH)]
    assert [text for text in texts if wrong.search(text)] == []


def test_the_letter_under_us_law_is_the_same_in_every_language():
    def letter(handbook):
        request = next(r for r in handbook.requests if r.id == "us-take-it-down")
        answers = {b.id: (b.text or next(iter(b.choices), b.id),) for b in request.blanks}
        return fill_in(request, answers, TODAY).paragraphs

    with speaking("es"):
        assert letter(SPANISH) == letter(ENGLISH)


# ── On paper ─────────────────────────────────────────────────────────────────────────────────────


class Page(HTMLParser):
    """The texts of a page, and its language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.language, self.text = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs)["lang"] or ""

    def handle_data(self, data: str) -> None:
        self.text += data


SAID = [
    "Cuando se compartió una imagen íntima tuya",
    "¿Estás a salvo ahora?",
    "Traducido con ayuda de una máquina",
    "Deja que alguien te acompañe",
    "Día y noche",
]


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_accents_survive_in_every_format(secaudit, tmp_path, ending):
    path = tmp_path / f"guia.{ending}"
    options = ("--language", "es", "--country", "ES", "-o", path)
    ended = secaudit("respond", "image-shared-adult", *options)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"Está en {path}. Nadie más puede leerlo.\n"
    page = path.read_text("utf-8")
    if ending == "html":
        assert Page(page).language == "es"
        page = Page(page).text
    assert [text for text in SAID if text not in " ".join(page.split())] == []


def test_the_language_of_the_system_is_spoken_and_another_can_be_asked_for(secaudit, monkeypatch):
    assert "Are you safe now?" in secaudit("respond").out
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    assert "¿Estás a salvo ahora?" in secaudit("respond").out
    assert "Are you safe now?" in secaudit("respond", "--language", "en").out
    ended = secaudit("respond", "--language", "fr")
    assert (ended.code, "Are you safe now?" in ended.out) == (0, True)
    assert ended.err == "There is no fr yet, only: en, es. So this is in English.\n"


def test_the_next_command_is_in_the_language_that_was_asked_for(secaudit):
    asked = secaudit("respond", "image-shared-adult", "--language", "es").out
    assert "secaudit respond --language es image-shared-under-18" in asked
    assert "secaudit respond --language es --log ARCHIVO" in asked


def test_errors_are_in_spanish_too(secaudit):
    ended = secaudit("respond", "foto", "--language", "es")
    assert (ended.code, "no hay ninguna guía llamada foto" in ended.err) == (2, True)
    ended = secaudit("respond", "--country", "Atlantis", "--language", "es")
    assert (ended.code, "ese país no se conoce" in ended.err) == (2, True)


@pytest.mark.parametrize("name", ["México", "mexico", "MX"])
def test_a_country_is_named_in_spanish_with_or_without_accents(secaudit, name):
    out = secaudit("respond", "phone-lost", "--language", "es", "--country", name).out
    assert "Emergencias: 911" in out


def test_a_letter_in_spanish_comes_from_a_file(secaudit, tmp_path):
    request = next(r for r in SPANISH.requests if r.id == "eu-notice-es")
    path = tmp_path / "respuestas.toml"
    reason = next(b.choices[0] for b in request.blanks if b.id == "reason")
    path.write_text(
        'request = "eu-notice-es"\nsent = 2026-11-22\nplatform = "Foro"\n'
        f'locations = ["https://foro.example/1"]\nreason = "{reason}"\n'
        'name = "Ana Ejemplo"\nemail = "ana@correo.example"\ngood-faith = true\n',
        encoding="utf-8",
    )
    ended = secaudit("respond", "--from", path, "--language", "es", "--format", "html")
    page = Page(ended.out)
    assert (ended.code, page.language) == (0, "es")
    assert "Fecha: 22 de noviembre de 2026" in page.text
    assert "nunca acepté que se publicara" in page.text
    assert "Creo de buena fe" in page.text


# ── In the terminal ──────────────────────────────────────────────────────────────────────────────

STRAY = re.compile(r"\b(?:the|you|your|and|what|with|please|number|enter|nothing)\b", re.IGNORECASE)


def stray(screen: str) -> list[str]:
    names = re.compile("|".join(re.escape(s.name) for s in ENGLISH.services))
    return [line for line in screen.splitlines() if STRAY.search(names.sub("", line))]


def test_a_guide_is_walked_in_spanish(monkeypatch, tmp_path):
    monkeypatch.setenv("LANGUAGE", "es")
    log = tmp_path / "registro.toml"
    walk = Terminal(["respond"])
    walk.expect("No es tu culpa.")
    walk.expect("Traducido con ayuda de una máquina; falta la revisión de alguien nativo.")
    walk.expect("¿Estás a salvo ahora?")
    walk.answer("Número [1]:", "2")
    walk.expect("IMPORTANTE: ¿Alguien en la imagen tiene menos de 18 años")
    walk.answer("Número [2]:", "1")
    walk.answer("Su número o su nombre (Intro para volver):", "espana")
    walk.expect("Día y noche")
    walk.answer("Número, para ver todo sobre uno (Intro para volver):", "")
    walk.answer("Número [2]:", "")
    walk.expect("Paso 1 de 9: Deja que alguien te acompañe")
    walk.answer("Número [2]:", "")
    walk.expect("Paso 2 de 9: Anota dónde está (unos 15 minutos)")
    walk.answer("Número [2]:", "3")
    walk.answer("¿Dónde quieres el registro?", str(log))
    walk.answer("en la imagen, o no lo sabes? [s/N]:", "eh")
    walk.expect("Responde con s para sí o con n para no.")
    walk.answer("en la imagen, o no lo sabes? [s/N]:", "sí")
    walk.expect("IMPORTANTE: Alguien en la imagen tiene o puede tener menos de 18 años")
    walk.answer("Número [1]:", "1")
    walk.answer("Dirección de la publicación", "https://foro.example/1")
    for _number in range(6):
        walk.answer(": ", "")
    walk.answer("Número [1]:", "2")
    walk.expect("Entrada 1, anotada el ")
    walk.answer("Número [1]:", "3")
    walk.answer("Número [2]:", "5")
    walk.answer("Número [1]:", "12")
    assert walk.end() == 0
    assert "Se guardó:" in walk.screen
    assert "No se envió nada." in walk.screen
    screen = walk.screen.replace(str(log), "")  # a path is as long as it is
    assert [line for line in screen.splitlines() if len(line) > 80] == []
    assert stray(screen) == []
    assert log.read_text("utf-8").startswith("# Un registro hecho con `secaudit respond --log`.")


def test_the_english_letter_is_explained_in_spanish(tmp_path):
    letter = tmp_path / "letter.html"
    walk = Terminal(
        ["respond", "--language", "es", "--removal", "us-take-it-down", "-o", str(letter)]
    )
    walk.expect("La carta está en inglés")
    walk.expect("48 horas como máximo")
    walk.answer("Tu respuesta:", "Forum")
    walk.answer("Número [1]:", "1")
    walk.answer("Una (Intro al terminar):", "https://forum.example/1")
    walk.answer("Una (Intro al terminar):", "")
    walk.answer("Tu respuesta:", "")
    walk.expect("La persona que aparece cree de buena fe")
    walk.expect("En la carta: It is the good faith belief")
    walk.answer("¿Puedes declarar esto? [s/N]:", "s")
    walk.answer("Número [1]:", "2")
    walk.answer("Tu respuesta:", "")
    walk.answer("Una (Intro al terminar):", "ana@mail.example")
    walk.answer("Una (Intro al terminar):", "")
    walk.answer("escribe: a mano", "A mano")
    walk.answer("(Intro para hoy):", "2026-11-22")
    walk.expect("Se cumplen el 24 de noviembre de 2026.")
    walk.expect("secaudit respond --language es")
    assert walk.end() == 0
    page = Page(letter.read_text("utf-8"))
    assert page.language == "en"
    assert "Date: 22 November 2026" in page.text
    assert "that is 24 November 2026." in page.text
    assert "I am the person shown." in page.text
    assert "It was given to one person in private" in page.text
    assert "Signature: ____" in page.text
