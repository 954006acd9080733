"""A CSV file that nobody knows: its columns guessed from their names, or named."""

import csv
import io
import time
import traceback
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.errors import NothingToAuditError, SecauditError, UsageError, VaultError
from secaudit.model import Account, OneTimeCode, Skipped, Unreadable
from secaudit.reports.csv import COLUMNS as OF_OUR_REPORT
from secaudit.text import Secret
from secaudit.vaults import FORMATS, read_vault, read_vaults
from secaudit.vaults.base import Document
from secaudit.vaults.column_meaning import _words, meaning
from secaudit.vaults.column_names import HEAD_FIRST, NAMES
from secaudit.vaults.guess import GUESSED, ROLES

CANARY = "c4naryInACell"
SHOP = Account(
    title="Shop",
    username="ann",
    password=Secret("s3cret"),
    urls=("https://shop.example",),
    site="shop.example",
)
LIKE_SHOP = "Shop,https://shop.example,ann,s3cret"
LANGUAGES = {
    "en": "Service,Link to site,Login name,Pass phrase",
    "de": "Bezeichnung,Webseite,Benutzername,Kennwort",
    "fr": "Libellé,Adresse du site,Nom d'utilisateur,Mot de passe",
    "es": "Título,Sitio web,Nombre de usuario,Contraseña",
    "it": "Titolo,Sito web,Nome utente,Parola d'ordine",
    "pt": "Título,Página,Nome de utilizador,Palavra-passe",
    "nl": "Titel,Webadres,Gebruikersnaam,Wachtwoord",
    "pl": "Tytuł,Adres strony,Nazwa użytkownika,Hasło",
    "cs": "Název,Webová stránka,Uživatelské jméno,Heslo",
    "sv": "Namn,Webbplats,Användarnamn,Lösenord",
    "da": "Titel,Hjemmeside,Brugernavn,Adgangskode",
    "no": "Tittel,Nettsted,Brukernavn,Passord",
    "fi": "Otsikko,Verkkosivusto,Käyttäjätunnus,Salasana",
    "hu": "Cím,Webhely,Felhasználónév,Jelszó",
    "ro": "Titlu,Pagină web,Nume utilizator,Parolă",
    "tr": "Başlık,Web sitesi,KULLANICI ADI,Şifre",
    "ru": "Название,Сайт,Имя пользователя,Пароль",
    "uk": "Назва,Вебсайт,Ім’я користувача,Пароль",
    "el": "Τίτλος,Ιστοσελίδα,Όνομα χρήστη,ΚΩΔΙΚΌΣ ΠΡΌΣΒΑΣΗΣ",
    "ja": "タイトル,URL,ユーザー名,パスワード",
    "zh": "标题,网址,用户名,密码",
    "zh-Hant": "標題,網址,帳號,密碼",
    "ko": "제목,사이트,아이디,비밀번호",
    "ar": "العنوان,الموقع,اسم المستخدم,كلمة المرور",
    "hi": "शीर्षक,वेबसाइट,उपयोगकर्ता नाम,पासवर्ड",
    "id": "Judul,Situs web,Nama pengguna,Kata sandi",
    "vi": "Tiêu đề,Trang web,Tên đăng nhập,Mật khẩu",
}


def read(*lines, **more):
    return read_vault("\n".join(lines).encode(), name="sheet.csv", **more)


def columns_of(header, cells=""):
    """Return the columns of a table that has a login in it."""
    return read(header, cells or ",".join("x" * (1 + header.count(",")))).columns


def refused(*lines, **more):
    with pytest.raises(SecauditError) as caught:
        read(*lines, **more)
    error = caught.value
    said = "".join((error.hint, *traceback.format_exception(error)))
    assert CANARY not in said
    assert "\n" not in error.message + error.hint
    return error


# ── By name ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_columns_are_known_in_many_languages(language):
    header = LANGUAGES[language]
    vault = read(header, LIKE_SHOP)
    assert vault.rows == (SHOP,)
    assert vault.format == "CSV with guessed columns"
    roles = ("title", "url", "username", "password")
    assert vault.columns == dict(zip(roles, header.split(","), strict=True))


def test_every_language_has_names_for_what_matters():
    named = [keys.keys() for language, keys in NAMES.items() if language]
    asked = {"title", "username", "email", "password", "site", "url", "totp", "note", "folder"}
    assert [asked | {"created", "change", "not"} <= keys for keys in named] == [True] * len(named)
    assert {language.partition("-")[0] for language in LANGUAGES} == NAMES.keys() - {""}
    assert NAMES.keys() >= HEAD_FIRST


def test_no_name_means_two_things():
    meant: dict[str, set[str]] = {}
    for keys in NAMES.values():
        for key, names in keys.items():
            for name in names.split(", "):
                meant.setdefault("".join(_words(name)), set()).add(key)
    assert {name: keys for name, keys in meant.items() if len(keys) > 1} == {}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("PASSWORD", "password"),
        ("pass_word", "password"),
        ("Pässwörd", "password"),
        ("Ｐａｓｓｗｏｒｄ", "password"),
        ("login.password", "password"),
        ("loginPassword", "password"),
        ("userpassword", "password"),
        ("Benutzerpasswort", "password"),
        ("WLAN-Kennwort", "password"),
        ("ログインパスワード", "password"),
        ("邮箱密码", "password"),
        ("Email password", "password"),
        ("contraseña del sitio", "password"),
        ("Password sito", "password"),
        ("Hasło do konta", "password"),
        ("Login URL", "url"),
        ("website_address", "url"),
        ("login_uri", "url"),
        ("URL 2", "url"),
        ("Site username", "username"),
        ("Website login", "username"),
        ("Login e-mail", "email"),
        ("Username or e-mail", "email"),
        ("One-time password", "totp"),
        ("login_totp", "totp"),
        ("Website name", "account"),
        ("Notes for login", "note"),
        ("timePasswordChanged", "changed"),
        ("Passwort geändert am", "changed"),
        ("Password created", "changed"),
        ("Date de modification du mot de passe", "changed"),
        ("Geändert am", "change"),
    ],
)
def test_a_name_is_known_whole_or_by_its_words(name, key):
    assert (found := meaning(name))
    assert found.key == key


@pytest.mark.parametrize(
    "name",
    [
        "Passwort (alt)",
        "Altpasswort",
        "Altes Passwort",
        "old_password",
        "oldpassword",
        "Previous password",
        "ancien mot de passe",
        "旧パスワード",
        "旧密码",
        "이전 비밀번호",
        "password hint",
        "callback_pass",
        "Passworthinweis",
        "Kennwort-Hinweis",
        "パスワードのヒント",
        "密码提示",
        "password strength",
        "Password score",
        "Confirm password",
        "Password expires",
        "password manager",
        "Notes on password",
        "Sito password",
        "PIN",
        "Recovery e-mail",
        "2FA enabled",
        "my password is, by the way, still hunter2",
        "password " * 10,
        "old",
        "",
        "—",
    ],
)
def test_what_only_sounds_like_it_is_left_alone(name):
    assert meaning(name) is None


def test_the_plainest_name_gives_the_column():
    assert columns_of("Account password,Login,Password,Login URL,Website") == {
        "title": "Website",
        "username": "Login",
        "password": "Password",
        "url": "Login URL",
    }
    assert columns_of("Company,User,Titel,Kennwort")["title"] == "Titel"


# ── By what stands in the columns ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("header", "cells", "columns"),
    [
        # A site is an address, or else the title.
        ("Site,User,Password", "shop.example,x,x", {"url": "Site"}),
        ("Site,User,Password", "The shop,x,x", {"title": "Site"}),
        ("Site,URL,User,Password", "x,x,x,x", {"title": "Site", "url": "URL"}),
        # An address may be one of a street.
        ("Address,User,Password", "shop.example,x,x", {"url": "Address"}),
        ("Name,User,Password,Address", "x,x,x,Main Street 1", {"title": "Name"}),
        # An account or a name is the title, unless nothing else says who signs in.
        ("Name,User,Password", "x,x,x", {"title": "Name"}),
        ("Site,Name,Password", "shop.example,x,x", {"url": "Site", "username": "Name"}),
        ("Site,Name,Password", "The shop,x,x", {"title": "Site", "username": "Name"}),
        ("Name,Account,Password", "x,x,x", {"title": "Name", "username": "Account"}),
        ("Account,E-mail,Password", "x,x,x", {"title": "Account", "email": "E-mail"}),
        # A description is the title, unless there is one.
        ("Description,User,Password", "x,x,x", {"title": "Description"}),
        ("Description,Title,User,Password", "x,x,x,x", {"note": "Description", "title": "Title"}),
        # Codes, dates and passwords are what they look like.
        ("Title,Password,2FA", "x,x,yes", {"title": "Title"}),
        ("Title,Password,2FA", "x,x,JBSWY3DPEHPK3PXP", {"title": "Title", "totp": "2FA"}),
        ("Title,Password,Created", "x,x,whenever", {"title": "Title"}),
        ("Title,Password,Created", "x,x,2024-02-03", {"title": "Title", "created": "Created"}),
        ("Title,Password,Modified", "x,x,2024-02-03", {"title": "Title"}),
    ],
)
def test_what_stands_in_a_column_counts_too(header, cells, columns):
    known = {"User": "username", "Password": "password"}
    plain = {role: name for name, role in known.items() if name in header.split(",")}
    assert columns_of(header, cells) == plain | columns


def test_addresses_are_no_passwords():
    error = refused(
        "Title,User,Password", "Shop,ann,https://shop.example", "Club,ann,ann@x.example"
    )
    assert "--columns" in error.hint


@pytest.mark.parametrize(
    ("cell", "is_seed"),
    [
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP", True),
        (" OTPAUTH://totp/x", True),
        ("steam://ABC", True),
        ("jbsw y3dp ehpk 3pxp", True),
        ("JBSW-Y3DP-EHPK-3PXP", True),
        ("ABCDEFGHIJKLMNOP", True),
        ("abcd2efg3hij", True),
        ("yes", False),
        ("nein", False),
        ("Google Authenticator", False),
        ("authenticator app", False),
        ("googleauthenticator", False),
        ("disabled", False),
        ("DISABLED", False),
        ("123456", False),
    ],
)
def test_a_seed_is_told_from_a_remark(cell, is_seed):
    vault = read(
        "Title,Password,OTP", "Shop,s3cret,JBSWY3DPEHPK3PXP", f"Club,s3cret2,{cell}", "a,b"
    )
    first, second, _ = vault.rows
    assert isinstance(first, Account)
    assert first.totp == Secret("JBSWY3DPEHPK3PXP")
    assert isinstance(second, Account)
    assert second.totp == (Secret(cell) if is_seed else None)


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────


def test_all_that_a_row_can_hold():
    vault = read(
        "Titel;Benutzer;E-Mail;Kennwort;Link;OTP;Notiz;Ordner;Erstellt;Passwort geändert",
        "Shop;;ann@x.example; s3cret ;https://a.example, https://b.example;JBSWY3DPEHPK3PXP;n;"
        "Home;2020-01-02;03.04.2021",
    )
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann@x.example",
            password=Secret(" s3cret "),
            urls=("https://a.example", "https://b.example"),
            site="a.example",
            totp=Secret("JBSWY3DPEHPK3PXP"),
            created=datetime(2020, 1, 2, tzinfo=UTC),
            changed=datetime(2021, 4, 3, tzinfo=UTC),
            group="Home",
        ),
    )
    assert set(vault.columns) == set(ROLES)


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        ("2021-04-03T10:00:00Z", datetime(2021, 4, 3, 10, tzinfo=UTC)),
        ("1617444000", datetime(2021, 4, 3, 10, tzinfo=UTC)),
        ("1617444000000", datetime(2021, 4, 3, 10, tzinfo=UTC)),
        ("3.4.2021 10:00", datetime(2021, 4, 3, tzinfo=UTC)),
        ("99.99.2021", None),
        ("04/03/2021", None),  # in April or in March
        ("soon", None),
    ],
)
def test_the_date_of_a_change(cell, when):
    vault = read(
        "Title,Password,Password changed",
        f"Shop,s3cret,{cell}",
        *["Club,s3cret2,2020-01-01"] * 2,
    )
    assert vault.accounts[0].changed == when


def test_an_address_column_may_hold_names():
    vault = read("Website,User,Password", "shop.example,ann,a1", "The club,ann,a2", ",ann,a3")
    assert [(account.title, account.site) for account in vault.accounts] == [
        ("shop.example", "shop.example"),
        ("The club", None),
        ("", None),
    ]


def test_every_row_is_accounted_for():
    vault = read(
        "Title,Password,Note,More",
        "Shop,s3cret",
        "",
        "Wi-Fi",
        "Club,s3cret,a,b,c",
        "Diary,,dear diary,",
        ",,,x",
        'Bank,"s3cret',
    )
    assert vault.rows == (
        Account(title="Shop", password=Secret("s3cret")),
        Unreadable("line 4", "it does not have as many cells as there are columns"),
        Unreadable("line 5", "it does not have as many cells as there are columns"),
        Skipped("note"),
        Skipped("empty"),
        Unreadable("line 8", "its quotation marks do not match"),
    )


def test_a_table_of_one_time_codes_has_codes_and_no_logins():
    vault = read(
        "Service,Account,TOTP",
        "Shop,ann,JBSWY3DPEHPK3PXP",
        "Club,ann,",
        "Bank,ann,later",
    )
    assert vault.rows == (
        OneTimeCode("Shop", "ann", Secret("JBSWY3DPEHPK3PXP")),
        Skipped("empty"),
        Unreadable("line 4", "its one-time code is not a seed"),
    )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8"), max_size=8), min_size=4, max_size=4
        ),
        min_size=1,
        max_size=8,
    )
)
def test_no_row_of_any_table_gets_lost(cells):
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([["Titel", "Benutzer", "Kennwort", "Anmerkung"], *cells])
    columns = {"title": "1", "username": "2", "password": "3", "note": "4"}
    data = file.getvalue().encode()
    if "\0" in file.getvalue():
        return  # no table: what is full of zeros is damaged
    assert len(read_vault(data, columns=columns).rows) == len(cells)


def test_a_hundred_thousand_rows_are_read_in_a_few_seconds():
    rows = (f"Site {n},user{n},https://s{n}.example,pass-{n}" for n in range(100_000))
    data = "\n".join(("Dienst,Benutzer,Webseite,Kennwort", *rows)).encode()
    start = time.perf_counter()
    assert len(read_vault(data).accounts) == 100_000
    assert time.perf_counter() - start < 15


# ── What is no table of logins ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "lines",
    [
        ("Date,Description,Amount,Balance", "2024-01-01,Rent,900,12", "2024-01-02,Food,20,9"),
        ("Name,E-mail,Telephone,Address", "Ann,ann@x.example,12345,Here 1"),
        ("Login,Password hint", "ann,the dog"),
        ("Password,Old password", "a,b"),
        ("Shop,ann,s3cret", f"Club,ann,{CANARY}"),
        (f"{CANARY},password,ann", "Club,s3cret,bob"),
    ],
    ids=[
        "statement",
        "contacts",
        "hint",
        "nothing named",
        "no header",
        "hardly a header",
    ],
)
def test_another_table_is_refused_with_the_way_to_name_its_columns(lines):
    error = refused(*lines)
    assert isinstance(error, VaultError)
    assert error.message == "sheet.csv is not an export that secaudit knows, but a table"
    assert "--columns title=1" in error.hint


@pytest.mark.parametrize(
    "lines",
    [
        ("My username is ann, my password is hunter2.",),
        ("Dear Ann, my password is new.", "Use it.", "And do not tell.", "Yours"),
        ("password", "hunter2"),
        ("<password,username>", "a,b"),
        ("-----BEGIN PASSWORD, USERNAME", "a,b"),
        ("username,password\0", "a,b"),
    ],
    ids=["a sentence", "a letter", "one column", "markup", "armour", "zeros"],
)
def test_text_with_commas_is_no_table(lines):
    assert "table" not in refused(*lines).message


def test_json_is_no_table():
    assert "JSON" in refused('{"username": "a", "password": "b", ').message


def test_our_own_report_is_not_taken_for_an_export():
    assert "a table" in refused(",".join(OF_OUR_REPORT), ",".join("x" * len(OF_OUR_REPORT))).message


def test_a_header_alone_has_nothing_in_it():
    assert isinstance(refused("Titel;Benutzer;Kennwort"), NothingToAuditError)


def test_the_guess_comes_after_everything_known():
    assert FORMATS[-1] is GUESSED
    unknown = f"{LANGUAGES['de']}\n{LIKE_SHOP}".encode()
    assert list(GUESSED.read(Document(io.BytesIO(unknown), "x"), Secret)) == [SHOP]
    assert read("name,url,username,password", "a,b,c,d").format == "Chrome-family CSV"
    assert not read("name,url,username,password", "a,b,c,d").columns


# ── Named by a person ────────────────────────────────────────────────────────────────────────────

ESTONIAN = ("Nimetus,Aadress,Kasutaja,Parool", LIKE_SHOP)
NAMED = {"title": "nimetus", "url": "AADRESS", "username": " Kasutaja ", "password": "parool"}


@pytest.mark.parametrize("columns", [NAMED, NAMED | {"password": "4"}])
def test_columns_are_named_in_any_case_or_numbered(columns):
    vault = read(*ESTONIAN, columns=columns)
    assert vault.rows == (SHOP,)
    assert vault.format == "CSV with the columns you named"
    assert vault.columns == {
        "title": "Nimetus",
        "username": "Kasutaja",
        "password": "Parool",
        "url": "Aadress",
    }


def test_numbers_are_for_a_file_without_a_header():
    columns = {"title": "1", "url": "2", "username": "3", "password": "4"}
    vault = read(LIKE_SHOP, LIKE_SHOP, columns=columns)
    assert vault.rows == (SHOP, SHOP)
    assert vault.columns["password"] == "column 4"
    assert read(LANGUAGES["de"], LIKE_SHOP, columns=columns).rows == (SHOP,)


def test_a_number_in_the_first_row_is_no_name():
    vault = read("3,Shop,ann,s3cret", columns={"title": "2", "username": "3", "password": "4"})
    assert vault.rows == (replace(SHOP, urls=(), site=None),)


def test_what_is_named_counts_more_than_what_is_known():
    vault = read(
        "name,url,username,password",
        "Shop,https://shop.example,s3cret,ann",
        columns={"title": "name", "url": "url", "username": "password", "password": "username"},
    )
    assert vault.rows == (SHOP,)


@pytest.mark.parametrize(
    ("columns", "message", "hint"),
    [
        (
            NAMED | {"user": "Kasutaja"},
            "a column cannot be read as user",
            f"What it can be: {', '.join(ROLES)}.",
        ),
        (
            NAMED | {"note": "Märkus"},
            "sheet.csv has no column Märkus",
            "Its columns: Nimetus, Aadress, Kasutaja, Parool.",
        ),
        (
            NAMED | {"note": "5"},
            "sheet.csv has no column 5",
            "Its columns: Nimetus, Aadress, Kasutaja, Parool.",
        ),
        (
            {"password": "4"},
            "the columns named for sheet.csv do not make a login",
            "Name that of the password or totp, and one of title, username, email and url.",
        ),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(columns, message, hint):
    error = refused(*ESTONIAN, columns=columns)
    assert isinstance(error, UsageError)
    assert (error.message, error.hint) == (message, hint)


def test_a_first_row_that_may_be_a_login_is_not_shown():
    error = refused(f"Shop,ann,{CANARY}", columns={"title": "Title", "password": "Password"})
    assert isinstance(error, UsageError)
    assert error.hint == "Its first row does not look like names; number them, from 1 to 3."


@pytest.mark.parametrize("data", [b'{"items": []}', b"just text", b"<xml/>"])
def test_only_a_table_has_columns(data):
    with pytest.raises(UsageError, match="holds no CSV file"):
        read_vault(data, columns={"title": "1", "password": "2"})


def test_of_several_exports_the_columns_are_for_those_that_nobody_knows():
    known = b"name,url,username,password\nClub,https://club.example,ann,s3cret"
    unknown = "\n".join(ESTONIAN).encode()
    first, second = read_vaults([known, unknown], columns=NAMED)
    assert (first.format, first.columns) == ("Chrome-family CSV", {})
    assert second.rows == (SHOP,)
    with pytest.raises(UsageError, match="those of no export"):
        read_vaults([known, known], columns=NAMED)


def test_of_an_archive_too(tmp_path):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sheet.csv", f"{LANGUAGES['de']}\n{LIKE_SHOP}")
        archive.writestr("payments.csv", "type,holder,number\nvisa,Ann,4111")
    columns = {"title": "Bezeichnung", "password": "Kennwort"}
    vault = read_vault(path, columns=columns)
    assert vault.rows == (
        Account(title="Shop", password=Secret("s3cret")),
        Skipped("other file"),
    )
    assert vault.columns == columns
    assert read_vault(path).rows == (SHOP, Skipped("other file"))


# ── Confirmed by a person ────────────────────────────────────────────────────────────────────────


def test_a_person_is_shown_the_guess_and_may_correct_it():
    seen = []

    def correct(guess):
        seen.append((guess.file, guess.columns, guess.unused, guess.enough))
        return replace(guess, roles={"title": 0, "password": 2}, named=True)

    vault = read("Titel,Benutzer,PIN,Kennwort", "Shop,ann,s3cret,x", confirm=correct)
    guessed = {"title": "Titel", "username": "Benutzer", "password": "Kennwort"}
    assert seen == [("sheet.csv", guessed, ("PIN",), True)]
    assert vault.rows == (Account(title="Shop", password=Secret("s3cret")),)
    assert vault.columns == {"title": "Titel", "password": "PIN"}
    assert vault.format == "CSV with the columns you named"


def test_a_person_may_agree():
    vault = read(LANGUAGES["de"], LIKE_SHOP, confirm=lambda guess: guess)
    assert vault.format == "CSV with guessed columns"


def test_a_person_may_say_that_it_holds_no_logins():
    with pytest.raises(VaultError):
        read(LANGUAGES["de"], LIKE_SHOP, confirm=lambda _: None)


def test_a_person_is_asked_about_a_table_without_a_header_and_never_shown_its_cells():
    seen = []

    def look(guess):
        seen.append(guess)

    refused(f"Shop,ann,{CANARY}", confirm=look)
    assert seen[0].names == ("column 1", "column 2", "column 3")
    assert CANARY not in repr(seen)


def test_nobody_is_asked_about_what_is_known():
    def fail(_guess):
        pytest.fail("asked")

    assert read("name,url,username,password", "a,b,c,d", confirm=fail).accounts


# ── Exports of other projects ────────────────────────────────────────────────────────────────────

_GERMAN = {
    "title": "Bezeichnung",
    "name": "Bezeichnung",
    "account": "Bezeichnung",
    "label": "Bezeichnung",
    "entry name": "Bezeichnung",
    "display_name": "Bezeichnung",
    "username": "Benutzername",
    "login": "Benutzername",
    "login name": "Benutzername",
    "user id": "Benutzername",
    "login_username": "Benutzername",
    "password": "Kennwort",
    "login_password": "Kennwort",
    "url": "Login-Adresse",
    "web site": "Login-Adresse",
    "login_urls": "Login-Adresse",
    "login_uri": "Login-Adresse",
    "pin": "PIN",
}
_TRANSLATED = (
    "1password/pass-import__1password4.csv",
    "1password/pass-import__1password8.csv",
    "chromium/pass-import__chrome.csv",
    "chromium/WebClients__chrome.csv",
    "keepass/pass-import__keepass.csv",
    "keepassxc/pass-import__keepassx2.csv",
    "lastpass/pass-import__lastpass.csv",
    "passman/pass-import__passman.csv",
    "passpack/pass-import__passpack.csv",
    "safeincloud/pass-import__safeincloud.csv",
    "synology/pass-import__synology.csv",
)


def test_nothing_known_is_taken_for_unknown(samples):
    paths = sorted(samples.rglob("*.csv"))
    taken = [path.name for path in paths if "columns" in read_vault(path).format]
    assert paths
    assert taken == []


@pytest.mark.parametrize("name", _TRANSLATED)
def test_with_a_translated_header_the_same_logins_are_read(samples, name):
    path = samples / name
    known = {key(account) for account in read_vault(path).accounts}
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    translated = io.StringIO(newline="")
    names = [_GERMAN.get(cell.lower(), f"Spalte {place}") for place, cell in enumerate(header)]
    csv.writer(translated).writerows([names, *rows])
    vault = read_vault(translated.getvalue().encode())
    assert vault.format == "CSV with guessed columns"
    assert set(vault.columns) == {"title", "username", "password", "url"}
    assert {key(account) for account in vault.accounts} == known


def key(account):
    return account.title.casefold(), account.username, account.password, account.site
