"""The whole command line in Spanish: help, errors, questions, and the words of click."""

import re
from datetime import date
from threading import Event, Thread

import pytest

from secaudit.cli.commands import Command
from secaudit.cli.options import FORMATS
from secaudit.cli.speech import in_language
from secaudit.cli.walk_items import say_what_is_english
from secaudit.corpus.build import build
from secaudit.errors import CorpusError
from secaudit.languages import caution, speaking
from secaudit.model import Platform
from tests.catalogues import catalogue, commands, forms
from tests.terminal import Terminal

WIDTH = 80
SHORT = 8
"""Letters of a word that may stand in Spanish too."""

COMMANDS = [name.split()[1:] for name, _ in commands()]


@pytest.fixture(autouse=True)
def terminal_of_80_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", str(WIDTH))


def english_in(said: str) -> list[object]:
    """Return the texts of the catalogue that stand in what was said as they are in English."""
    flat = " ".join(said.split())
    return [
        entry.id
        for entry in catalogue("es")
        if entry.id and all(forms(entry.string)) and forms(entry.id)[0] != forms(entry.string)[0]
        for text in (" ".join(form.split()) for form in forms(entry.id))
        if "{" not in text and len(text) > SHORT and re.search(rf"\b{re.escape(text)}(?!\w)", flat)
    ]


def test_every_command_is_of_a_kind_that_can_be_translated():
    plain = [name for name, command in commands() if not isinstance(command, Command)]
    assert plain == [], "give it cls=Command or cls=Group of secaudit/cli/commands.py"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_help_is_in_spanish_and_fits_the_terminal(secaudit, command):
    ended = secaudit(*command, "--help", "--language", "es")
    assert ended.code == 0
    assert english_in(ended.out) == []
    assert ended.out.startswith("Uso: secaudit ")
    assert {"Opciones:"} <= set(ended.out.splitlines())
    assert [line for line in ended.out.splitlines() if len(line) > WIDTH] == []


def test_the_help_says_who_translated_it(secaudit):
    with speaking("es"):
        notice = caution()
    assert secaudit("--help", "--language", "es").out.endswith(f"\n\n{notice}\n")
    assert secaudit("--help").out.endswith("Keep your API key for Have I Been Pwned.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--language", "es", "key", "--help"),
        ("--language=es", "key", "--help"),
        ("key", "--language", "es", "--help"),
        ("key", "--help", "--language", "es"),
        ("--language", "en", "key", "--language", "es", "--help"),
    ],
)
def test_the_language_may_be_named_anywhere(secaudit, arguments):
    assert secaudit(*arguments).out.startswith("Uso: secaudit key ")


def test_without_a_name_it_is_the_language_of_the_system(secaudit, monkeypatch):
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.delenv("LANGUAGE", raising=False)
    assert secaudit("key", "--help").out.startswith("Uso: secaudit key ")
    assert secaudit("key", "--help", "--language", "en").out.startswith("Usage: secaudit key ")


def test_a_language_is_not_remembered(secaudit):
    secaudit("key", "--help", "--language", "es")
    ended = secaudit("key", "--help")
    assert ended.out.startswith("Usage: secaudit key ")
    assert "Show this message and exit." in ended.out


def test_a_language_that_is_not_there_is_said_and_english_spoken(secaudit):
    ended = secaudit("checklist", "nothing", "--language", "de")
    assert ended.code == 2
    assert ended.err.splitlines()[:2] == [
        "There is no de yet, only: en, es. So this is in English.",
        "error: there is no checklist called nothing",
    ]


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (
            ["audti"],
            "No existe la orden 'audti'. ¿Querías decir 'audit'?",
            "Mira `secaudit --help`.",
        ),
        (
            ["audit", "--hurry"],
            "No existe la opción '--hurry'.",
            "Mira `secaudit audit --help`.",
        ),
        (
            ["audit", "--format", "pdf"],
            f"Valor no válido para '--format': 'pdf' no es uno de {', '.join(map(repr, FORMATS))}.",
            "Mira `secaudit audit --help`.",
        ),
        (
            ["whatif", "mailbox"],
            "Falta el argumento 'DIRECCIÓN'.",
            "Mira `secaudit whatif mailbox --help`.",
        ),
        (
            ["audit", "--output"],
            "La opción '--output' necesita un argumento.",
            "Mira `secaudit --help`.",
        ),
        (
            ["audit", "not-there.json"],
            "no hay ningún archivo not-there.json",
            "Comprueba el nombre y la carpeta en la que estás.",
        ),
        (
            ["audit", "--answers", "not-there.toml"],
            "not-there.toml no existe",
            "Comprueba el nombre que va detrás de --answers.",
        ),
        (
            ["checklist", "google", "-o", "/not/there.md", "--format", "markdown"],
            "no hay ninguna carpeta /not",
            "Crea la carpeta, o da el nombre de otro archivo.",
        ),
        (
            ["audit", "--columns", "x"],
            "--columns admite cada dato una sola vez, con la columna en la que está",
            "Por ejemplo: --columns title=Sitio,username=Usuario,password=3",
        ),
    ],
)
def test_what_went_wrong_is_said_in_spanish(secaudit, arguments, error, hint):
    ended = secaudit(*arguments, "--language=es") if "--output" not in arguments else None
    ended = ended or secaudit("--language=es", *arguments)
    assert ended.err.splitlines() == [f"error: {error}", f"consejo: {hint}"]
    assert (ended.code, ended.out) == (2, "") or ended.code == 1


def test_a_row_that_cannot_be_read_is_told_in_spanish(secaudit, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("name,url,username,password,note\nonly,two\n", encoding="utf-8")
    ended = secaudit("audit", path, "--language", "es")
    why = "no tiene tantas celdas como columnas hay"
    assert ended.err.splitlines() == [
        f"error: no se pudo leer ninguna cuenta de export.csv: línea 2: {why}",
        "consejo: Vuelve a exportar, sin abrir antes el archivo con otro programa.",
    ]


@pytest.mark.usefixtures("desktop")
def test_a_walk_is_in_spanish_from_start_to_end(export, login):
    path = export(
        login("Google", "accounts.google.com", "ana@gmail.com", "correct horse battery"),
        login("Apple", "apple.com", "ana@gmail.com", "staple horse", totp="JBSWY3DPEHPK3PXP"),
    )
    person = Terminal(["audit", str(path), "--language", "es"])
    person.answer("¿Qué te describe?", "2")
    person.answer("¿Guardar aun así esta revisión en este dispositivo? [s/N]", "s")
    person.answer("¿Las repasas ahora? [S/n]", "s")
    person.answer("Número [7]", "2")
    person.answer("¿Respondes a unas preguntas sobre eso? [S/n]", "")
    person.answer("¿dónde guardas sus códigos de respaldo?", "9")
    person.answer("Escribe un número del 1 al 5, o pulsa Intro para el 4.", "1")
    person.answer("¿adónde se enviaría una contraseña nueva?", "")
    person.answer("¿dónde guardas sus códigos de respaldo?", "5")
    person.answer("¿qué te quedaría?", "1 3")
    person.answer("Una palabra o fecha", "")
    person.answer("¿Pasas ahora por las listas de comprobación? [S/n]", "x")
    person.answer("[S/n]", "n")
    person.answer("¿quieres ver qué podrías abrir todavía sin él? [s/N]", "s")
    person.answer("¿Te conectas a la red para esto? [s/N]", "")
    person.expect("Esta revisión está guardada. Para verlas todas: secaudit history")
    assert person.end() in {4, 10, 11, 12, 13}
    assert english_in(person.screen) == []


def platform(language: str) -> Platform:
    return Platform("example", "Example", frozenset(), (), language=language)


def test_questions_that_are_only_in_english_are_told_once(capsys):
    with speaking("es"):
        say_what_is_english([platform("en"), platform("es"), platform("en")])
    said = " ".join(capsys.readouterr().err.split())
    assert said == "Algunas de las preguntas siguen en inglés: nadie las ha traducido todavía."


@pytest.mark.parametrize("language", ["en", "es"])
def test_questions_in_the_language_that_is_spoken_need_no_word(capsys, language):
    with speaking(language):
        say_what_is_english([platform(language)])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("other", [0, 1])
def test_another_process_says_what_is_wrong_in_spanish_too(tmp_path, other):
    """Also where it is not forked, as it is not on other systems or with several threads."""
    lines = [f"{number:040X}:1" for number in range(100_000)]
    source = tmp_path / "list.txt"
    source.write_text("\n".join([*lines[:-1], "no line"]) + "\n", encoding="ascii")
    waiting = Event()
    threads = [Thread(target=waiting.wait) for _thread in range(other)]
    for thread in threads:
        thread.start()
    try:
        with in_language("es"), pytest.raises(CorpusError) as raised:
            build(source, tmp_path / "c", fetched=date(2026, 11, 27), processes=2)
    finally:
        waiting.set()
    assert raised.value.message.endswith("hay ninguna línea HASH:COUNT")
