"""What people call the columns of a table of logins, in many languages."""

NAMES: dict[str, dict[str, str]] = {
    # Of every language.
    "": {
        "username": "username, user, login, userid, usernames",
        "email": "email, mail, emails",
        "password": "password, passwd, pwd, pw, pswd, psw, pass, passwords",
        "url": "url, uri, link, urls, uris, links, href, hyperlink, domain",
        "site": "website, web, www, websites",
        "address": "address, Adresse, dirección, indirizzo, endereço, morada, adres, adresa, "
        "adress, osoite, адрес, адреса, διεύθυνση, alamat, địa chỉ, पता",
        "totp": "totp, otp, otpauth, otpurl, 2fa, mfa, 2fa secret, totp secret, otp secret, tfa, "
        "hotp, twofa",
    },
    "en": {
        "title": "title, entry, entry name, item, item name, label, display name, service, app, "
        "service name, application, system, platform, provider, company, device",
        "account": "name, account, account name, nickname",
        "about": "description",
        "username": "user name, login name, log in, sign in, user id, login id, screen name, "
        "member id, user login, account id, logon, handle, account username",
        "email": "email address, mail address, email account",
        "password": "pass word, pass code, pass phrase",
        "site": "web site, site, page, web page, host, host name, web address, internet address",
        "url": "domain name, website url, login url, website address, site address",
        "totp": "one time password, one time code, one time password secret, authenticator key, "
        "authenticator secret, authenticator, two factor secret, verification code, totp key, "
        "otp key, totp seed, otp seed, 2fa key, 2fa code, two factor code, two factor, two step",
        "note": "note, notes, comment, comments, remark, remarks, memo, extra, additional info",
        "folder": "folder, group, grouping, category, collection, tag, tags, vault, chamber",
        "created": "created, created at, created on, creation date, creation time, date created, "
        "create time, date added, added",
        "change": "changed, modified, updated, change, last change, last changed, last modified, "
        "last updated, date modified, date changed, date, update, modification, time changed",
        "not": "old, older, previous, former, past, hint, hints, strength, confirm, confirmation, "
        "confirmed, repeat, repeated, again, expiry, expires, expired, expiration, policy, length, "
        "score, history, reset, question, questions, answer, reminder, quality, weak, reused, "
        "pwned, compromised, leaked, count, id, uuid, guid, type, status, enabled, required, "
        "alternative, alternate, secondary, recovery, backup, pin, hash, salt, visible, manager, "
        "factor, callback",
    },
    "de": {
        "title": "Titel, Bezeichnung, Eintrag, Dienst, Anbieter, Anwendung, Programm, Dienstname, "
        "Beschriftung, Firma, Portal, Plattform, Gerät, Eintragsname",
        "account": "Name, Konto, Account, Kontoname",
        "about": "Beschreibung",
        "username": "Benutzer, Benutzername, Nutzer, Nutzername, Anmeldename, Benutzerkennung, "
        "Kennung, Loginname, Anwender, Anwendername, Zugangsname, Benutzer-ID, Anmeldung",
        "email": "E-Mail-Adresse, Mailadresse, E-Mail-Konto",
        "password": "Passwort, Kennwort, Passwörter, Zugangspasswort, Losungswort",
        "site": "Webseite, Internetseite, Seite, Homepage, Webadresse, Internetadresse, Netzseite",
        "url": "Login-Adresse, Anmeldeseite, Verknüpfung",
        "totp": "Einmalpasswort, Einmalkennwort, Einmalcode, OTP-Schlüssel, TOTP-Schlüssel, "
        "Zwei-Faktor-Schlüssel, Bestätigungscode, Authentifikator",
        "note": "Notiz, Notizen, Bemerkung, Bemerkungen, Kommentar, Kommentare, Anmerkung, "
        "Anmerkungen",
        "folder": "Ordner, Gruppe, Kategorie, Sammlung, Verzeichnis, Rubrik, Tresor",
        "created": "erstellt, erstellt am, Erstellungsdatum, angelegt, angelegt am, hinzugefügt",
        "change": "geändert, geändert am, Änderungsdatum, Änderung, zuletzt geändert, "
        "aktualisiert, letzte Änderung, Datum, bearbeitet",
        "not": "alt, altes, alter, bisheriges, vorheriges, früheres, Hinweis, Merkhilfe, Stärke, "
        "wiederholen, Wiederholung, bestätigen, Bestätigung, Ablauf, läuft, Frage, Antwort, Länge, "
        "Verlauf, Erinnerung",
    },
    "fr": {
        "title": "titre, libellé, intitulé, entrée, application, fournisseur, étiquette, objet",
        "account": "nom, compte, nom du compte",
        "username": "utilisateur, nom d'utilisateur, identifiant, pseudo, pseudonyme, "
        "identifiant de connexion, nom d'usager, nom de connexion, usager",
        "email": "adresse e-mail, courriel, adresse mail, adresse courriel, adresse électronique, "
        "adresse de courriel, mél",
        "password": "mot de passe, mots de passe, mdp, code d'accès, motdepasse",
        "site": "site, site web, site internet, page, page web, adresse web, adresse internet",
        "url": "lien, adresse du site, URL de connexion, adresse URL",
        "totp": "mot de passe à usage unique, code à usage unique, clé OTP, clé TOTP, "
        "secret OTP, double authentification",
        "note": "note, notes, remarque, remarques, commentaire, commentaires",
        "folder": "dossier, groupe, catégorie, collection, répertoire, rubrique",
        "created": "créé, créé le, date de création, création, ajouté le",
        "change": "modifié, modifié le, date de modification, modification, dernière modification, "
        "mis à jour, mise à jour, changé, changé le",
        "not": "ancien, anciens, précédent, indice, rappel, force, confirmation, confirmer, "
        "expiration, expire, question, réponse, longueur, historique, secours",
    },
    "es": {
        "title": "título, servicio, entrada, aplicación, etiqueta, proveedor, elemento",
        "account": "nombre, cuenta, nombre de la cuenta, nombre de cuenta",
        "about": "descripción",
        "username": "usuario, nombre de usuario, nombre usuario, identificador, "
        "inicio de sesión, usuaria",
        "email": "correo, correo electrónico, dirección de correo, dirección de correo electrónico",
        "password": "contraseña, clave, contraseñas, clave de acceso, palabra clave, contrasena",
        "site": "sitio, sitio web, página, página web, dirección web",
        "url": "enlace, dirección del sitio, vínculo, dominio",
        "totp": "contraseña de un solo uso, código de un solo uso, clave TOTP, clave OTP, "
        "doble factor",
        "note": "nota, notas, comentario, comentarios, observaciones",
        "folder": "carpeta, grupo, categoría, colección",
        "created": "creado, fecha de creación, creación, creada",
        "change": "modificado, modificada, fecha de modificación, última modificación, cambio, "
        "actualizado, actualizada, cambiado, cambiada, último cambio, fecha de cambio",
        "not": "antigua, antiguo, anterior, vieja, pista, indicio, recordatorio, fuerza, "
        "confirmar, confirmación, repetir, caducidad, caduca, pregunta, respuesta, longitud, "
        "historial, seguridad",
    },
    "it": {
        "title": "titolo, servizio, voce, applicazione, etichetta, fornitore, elemento",
        "account": "nome, conto, nome account",
        "about": "descrizione",
        "username": "utente, nome utente, identificativo, accesso",
        "email": "indirizzo e-mail, posta, posta elettronica, indirizzo di posta",
        "password": "parola d'ordine, parola chiave, chiave d'accesso, parola d'accesso",
        "site": "sito, sito web, sito internet, pagina, pagina web, indirizzo web",
        "url": "collegamento, indirizzo del sito, dominio, indirizzo internet",
        "totp": "password monouso, codice monouso, chiave OTP, chiave TOTP",
        "note": "nota, commento, commenti, osservazioni, appunti",
        "folder": "cartella, gruppo, categoria, raccolta",
        "created": "creato, creata, data di creazione, creazione, creato il",
        "change": "modificato, modificata, data di modifica, ultima modifica, aggiornato, "
        "aggiornata, cambiata, cambio, modifica",
        "not": "vecchia, vecchio, precedente, suggerimento, promemoria, forza, conferma, "
        "confermare, ripeti, scadenza, scade, domanda, risposta, lunghezza, cronologia",
    },
    "pt": {
        "title": "título, serviço, entrada, aplicativo, aplicação, etiqueta, fornecedor, rótulo",
        "account": "nome, conta, nome da conta",
        "about": "descrição",
        "username": "usuário, utilizador, nome de usuário, nome de utilizador, nome do usuário, "
        "usuária",
        "email": "correio, correio eletrônico, correio eletrónico, endereço de e-mail, "
        "endereço de email",
        "password": "senha, palavra-passe, palavra passe, senhas, palavra chave, código de acesso",
        "site": "sítio, site, página, página web, endereço web",
        "url": "ligação, endereço do site, domínio",
        "totp": "senha de uso único, código de uso único, chave TOTP, chave OTP",
        "note": "nota, notas, comentário, comentários, observação, observações, anotações",
        "folder": "pasta, grupo, categoria, coleção",
        "created": "criado, criada, data de criação, criação, criado em",
        "change": "modificado, modificada, data de modificação, última modificação, alterado, "
        "alterada, atualizado, atualizada, alteração, última alteração, mudança",
        "not": "antiga, antigo, anterior, velha, dica, lembrete, força, confirmar, confirmação, "
        "repetir, validade, expira, pergunta, resposta, comprimento, histórico",
    },
    "nl": {
        "title": "titel, omschrijving, dienst, toepassing, item, aanbieder, bedrijf",
        "account": "naam, rekening, accountnaam",
        "about": "beschrijving",
        "username": "gebruiker, gebruikersnaam, inlognaam, aanmeldnaam, gebruikers-id",
        "email": "e-mailadres, mailadres",
        "password": "wachtwoord, wachtwoorden, toegangscode, paswoord",
        "site": "webpagina, webadres, pagina, internetadres, webstek",
        "url": "koppeling, domein, inlogpagina",
        "totp": "eenmalig wachtwoord, eenmalige code, OTP-sleutel, TOTP-sleutel, verificatiecode",
        "note": "notitie, notities, opmerking, opmerkingen, aantekening, aantekeningen",
        "folder": "map, groep, categorie, verzameling, kluis",
        "created": "aangemaakt, gemaakt, aanmaakdatum, gemaakt op, aangemaakt op, toegevoegd",
        "change": "gewijzigd, gewijzigd op, wijzigingsdatum, laatst gewijzigd, bijgewerkt, "
        "wijziging, aangepast",
        "not": "oud, oude, vorig, vorige, hint, geheugensteun, sterkte, bevestig, bevestiging, "
        "herhaal, verloopt, vervaldatum, vraag, antwoord, lengte, geschiedenis",
    },
    "pl": {
        "title": "tytuł, usługa, wpis, aplikacja, etykieta, dostawca, serwis",
        "account": "nazwa, konto, nazwa konta",
        "about": "opis",
        "username": "użytkownik, nazwa użytkownika, nazwa uzytkownika, identyfikator",
        "email": "adres e-mail, poczta, adres poczty",
        "password": "hasło, hasła, haslo",
        "site": "strona, witryna, strona www, strona internetowa, adres www, strona logowania",
        "url": "adres strony, odnośnik, domena, adres internetowy, łącze",
        "totp": "hasło jednorazowe, kod jednorazowy, klucz TOTP, klucz OTP",
        "note": "notatka, notatki, uwagi, komentarz, komentarze, uwaga",
        "folder": "grupa, kategoria, kolekcja, katalog",
        "created": "utworzono, data utworzenia, utworzone, dodano",
        "change": "zmieniono, zmodyfikowano, data modyfikacji, data zmiany, zmiana, "
        "ostatnia zmiana, zaktualizowano, modyfikacja",
        "not": "stare, stary, stara, poprzednie, podpowiedź, wskazówka, siła, potwierdź, "
        "potwierdzenie, powtórz, wygasa, pytanie, odpowiedź, długość, historia",
    },
    "cs": {
        "title": "titulek, služba, položka, aplikace, štítek, poskytovatel",
        "account": "název, jméno, účet, název účtu",
        "about": "popis",
        "username": "uživatel, uživatelské jméno, přihlašovací jméno, přihlášení",
        "email": "e-mailová adresa, pošta",
        "password": "heslo, hesla, přístupové heslo",
        "site": "stránka, webová stránka, stránky, web stránka, internetová stránka",
        "url": "odkaz, webová adresa, adresa webu, adresa stránky, doména, adresa URL",
        "totp": "jednorázové heslo, jednorázový kód, klíč TOTP, klíč OTP",
        "note": "poznámka, poznámky, komentář",
        "folder": "složka, skupina, kategorie, kolekce",
        "created": "vytvořeno, datum vytvoření, přidáno",
        "change": "změněno, upraveno, datum změny, změna, poslední změna, aktualizováno",
        "not": "staré, starý, předchozí, nápověda, síla, potvrzení, zopakovat, vyprší, otázka, "
        "odpověď, délka, historie",
    },
    "sv": {
        "title": "titel, tjänst, post, program, leverantör, etikett",
        "account": "namn, konto, kontonamn",
        "about": "beskrivning",
        "username": "användare, användarnamn, inloggning, inloggningsnamn, användar-id",
        "email": "e-post, epost, e-postadress, mejl, mejladress",
        "password": "lösenord, lösenorden",
        "site": "webbplats, webbsida, sida, webbadress, hemsida, sajt",
        "url": "länk, domän, inloggningssida",
        "totp": "engångslösenord, engångskod, OTP-nyckel, TOTP-nyckel",
        "note": "anteckning, anteckningar, kommentar, kommentarer, anmärkning",
        "folder": "mapp, grupp, kategori, samling",
        "created": "skapad, skapat, skapades",
        "change": "ändrad, ändrat, ändrades, senast ändrad, uppdaterad, ändring, ändringsdatum",
        "not": "gammalt, gammal, tidigare, föregående, ledtråd, styrka, bekräfta, upprepa, "
        "går ut, utgår, fråga, svar, längd, historik",
    },
    "da": {
        "title": "titel, overskrift, tjeneste, post, program, udbyder",
        "account": "navn, konto, kontonavn",
        "about": "beskrivelse",
        "username": "bruger, brugernavn, loginnavn, bruger-id",
        "email": "e-mailadresse, mailadresse",
        "password": "adgangskode, kodeord, løsen, adgangskoder",
        "site": "websted, hjemmeside, webside, side, webadresse, netsted",
        "url": "henvisning, domæne",
        "totp": "engangskode, engangsadgangskode, OTP-nøgle, TOTP-nøgle",
        "note": "notat, notater, noter, bemærkning, bemærkninger, kommentar, kommentarer",
        "folder": "mappe, gruppe, kategori, samling",
        "created": "oprettet, oprettet den, oprettelsesdato",
        "change": "ændret, ændret den, ændringsdato, sidst ændret, opdateret, ændring",
        "not": "gammel, gamle, tidligere, forrige, tip, styrke, bekræft, gentag, udløber, "
        "spørgsmål, svar, længde, historik",
    },
    "no": {
        "title": "tittel, overskrift, tjeneste, oppføring, program, leverandør",
        "account": "navn, konto, kontonavn",
        "about": "beskrivelse",
        "username": "bruker, brukernavn, innlogging, påloggingsnavn, bruker-id",
        "email": "e-post, epost, e-postadresse",
        "password": "passord, passordet",
        "site": "nettsted, nettside, hjemmeside, side, nettadresse, webside",
        "url": "lenke, domene, kobling",
        "totp": "engangspassord, engangskode, OTP-nøkkel, TOTP-nøkkel",
        "note": "notat, notater, merknad, merknader, kommentar, kommentarer",
        "folder": "mappe, gruppe, kategori, samling",
        "created": "opprettet, opprettet den",
        "change": "endret, endringsdato, sist endret, oppdatert, endring",
        "not": "gammelt, gammel, tidligere, forrige, hint, styrke, bekreft, gjenta, utløper, "
        "spørsmål, svar, lengde, historikk",
    },
    "fi": {
        "title": "otsikko, palvelu, kohde, sovellus, palveluntarjoaja, nimike",
        "account": "nimi, tili, tilin nimi",
        "about": "kuvaus",
        "username": "käyttäjä, käyttäjätunnus, käyttäjänimi, tunnus, kirjautumistunnus",
        "email": "sähköposti, sähköpostiosoite",
        "password": "salasana, salasanat, tunnussana",
        "site": "sivusto, verkkosivusto, verkkosivu, sivu, kotisivu, verkko-osoite",
        "url": "linkki, www-osoite, verkkotunnus, URL-osoite",
        "totp": "kertakäyttösalasana, kertakäyttökoodi, kertakoodi, TOTP-avain, OTP-avain",
        "note": "muistiinpano, muistiinpanot, huomautus, huomautukset, kommentti, huomiot",
        "folder": "kansio, ryhmä, luokka, kokoelma",
        "created": "luotu, luontipäivä, lisätty",
        "change": "muutettu, muokattu, muutospäivä, viimeksi muutettu, päivitetty, vaihdettu",
        "not": "vanha, edellinen, aiempi, vihje, vahvuus, vahvista, toista, vanhenee, kysymys, "
        "vastaus, pituus, historia",
    },
    "hu": {
        "title": "cím, szolgáltatás, bejegyzés, alkalmazás, megnevezés, szolgáltató",
        "account": "név, fiók, fióknév",
        "about": "leírás",
        "username": "felhasználó, felhasználónév, felhasználói név, bejelentkezési név, azonosító",
        "email": "e-mail cím, levelezési cím",
        "password": "jelszó, jelszavak",
        "site": "webhely, weboldal, oldal, honlap, webcím",
        "url": "hivatkozás, webhely címe, tartomány",
        "totp": "egyszeri jelszó, egyszeri kód, TOTP kulcs, OTP kulcs",
        "note": "megjegyzés, megjegyzések, jegyzet, jegyzetek",
        "folder": "mappa, csoport, kategória, gyűjtemény",
        "created": "létrehozva, létrehozás dátuma, létrehozás",
        "change": "módosítva, módosítás dátuma, módosítás, utolsó módosítás, frissítve, változás",
        "not": "régi, előző, korábbi, emlékeztető, erősség, megerősítés, ismét, lejárat, kérdés, "
        "válasz, hossz, előzmények",
    },
    "ro": {
        "title": "titlu, serviciu, intrare, aplicație, etichetă, furnizor",
        "account": "nume, cont, numele contului, nume cont",
        "about": "descriere",
        "username": "utilizator, nume utilizator, nume de utilizator, autentificare",
        "email": "adresă e-mail, adresă de e-mail, poștă electronică, poștă",
        "password": "parolă, parole, parola",
        "site": "sit, pagină, pagină web, pagina, adresă web, site web",
        "url": "legătură, adresa site-ului, domeniu",
        "totp": "parolă de unică folosință, cod de unică folosință, cheie TOTP, cheie OTP",
        "note": "notă, notițe, observații, comentariu, comentarii, note",
        "folder": "dosar, grup, categorie, colecție",
        "created": "creat, data creării, creat la, adăugat",
        "change": "modificat, data modificării, ultima modificare, actualizat, schimbat, schimbată",
        "not": "veche, vechi, anterioară, indiciu, putere, confirmare, repetă, expiră, întrebare, "
        "răspuns, lungime, istoric",
    },
    "tr": {
        "title": "başlık, hizmet, servis, kayıt, uygulama, etiket, sağlayıcı",
        "account": "ad, adı, isim, hesap, hesap adı",
        "about": "açıklama",
        "username": "kullanıcı, kullanıcı adı, giriş adı, oturum adı, kullanıcı kimliği",
        "email": "e-posta, eposta, e-posta adresi",
        "password": "şifre, parola, şifresi, parolası",
        "site": "site, web sitesi, sayfa, internet sitesi, site adresi, web adresi",
        "url": "bağlantı, alan adı, giriş adresi",
        "totp": "tek kullanımlık şifre, tek kullanımlık parola, tek kullanımlık kod",
        "note": "not, notlar, yorum, yorumlar",
        "folder": "klasör, grup, kategori, koleksiyon",
        "created": "oluşturuldu, oluşturma tarihi, oluşturulma tarihi, eklendi",
        "change": "değiştirildi, değiştirme tarihi, değişiklik, güncellendi, değişiklik tarihi, "
        "son değişiklik",
        "not": "eski, önceki, ipucu, hatırlatıcı, gücü, onay, onayla, tekrar, sona erme, soru, "
        "cevap, uzunluk, geçmiş",
    },
    "ru": {
        "title": "название, заголовок, сервис, запись, приложение, метка, наименование",
        "account": "имя, аккаунт, учетная запись, учётная запись, имя учетной записи",
        "about": "описание",
        "username": "логин, пользователь, имя пользователя, имя входа, идентификатор",
        "email": "почта, электронная почта, адрес электронной почты, эл. почта, имейл, емейл",
        "password": "пароль, пароли",
        "site": "сайт, веб-сайт, страница, вебсайт, веб-страница, адрес в интернете",
        "url": "ссылка, адрес сайта, веб-адрес, домен, адрес страницы",
        "totp": "одноразовый пароль, одноразовый код, ключ TOTP, ключ OTP",
        "note": "заметка, заметки, примечание, примечания, комментарий, комментарии",
        "folder": "папка, группа, категория, коллекция",
        "created": "создан, создано, дата создания, добавлено",
        "change": "изменен, изменён, изменено, дата изменения, изменение, последнее изменение, "
        "обновлено, смена, обновлен",
        "not": "старый, прежний, предыдущий, подсказка, надежность, подтверждение, повтор, "
        "истекает, вопрос, ответ, длина, история",
    },
    "uk": {
        "title": "назва, заголовок, сервіс, запис, застосунок, мітка, послуга, додаток",
        "account": "ім'я, обліковий запис, акаунт",
        "about": "опис",
        "username": "логін, користувач, ім'я користувача, ім'я входу, ідентифікатор",
        "email": "пошта, електронна пошта, адреса електронної пошти, ел. пошта",
        "password": "пароль, паролі",
        "site": "сайт, вебсайт, веб-сайт, сторінка, веб-сторінка",
        "url": "посилання, адреса сайту, веб-адреса, адреса сторінки",
        "totp": "одноразовий пароль, одноразовий код, ключ TOTP, ключ OTP",
        "note": "нотатка, нотатки, примітка, примітки, коментар, коментарі",
        "folder": "тека, папка, група, категорія, колекція",
        "created": "створено, дата створення, додано, створений",
        "change": "змінено, дата зміни, зміна, остання зміна, оновлено, змінений",
        "not": "старий, попередній, підказка, надійність, підтвердження, повтор, закінчується, "
        "питання, відповідь, довжина, історія",
    },
    "el": {
        "title": "τίτλος, υπηρεσία, καταχώριση, εφαρμογή, ετικέτα, πάροχος",
        "account": "όνομα, λογαριασμός, όνομα λογαριασμού",
        "about": "περιγραφή",
        "username": "χρήστης, όνομα χρήστη, όνομα σύνδεσης, αναγνωριστικό χρήστη",
        "email": "ηλεκτρονικό ταχυδρομείο, διεύθυνση email, διεύθυνση e-mail, ηλ. ταχυδρομείο",
        "password": "κωδικός, κωδικός πρόσβασης, συνθηματικό, κωδικοί",
        "site": "ιστότοπος, ιστοσελίδα, σελίδα, διεύθυνση ιστού",
        "url": "σύνδεσμος, διεύθυνση ιστοσελίδας, διεύθυνση url, διεύθυνση ιστότοπου",
        "totp": "κωδικός μίας χρήσης, κωδικός μιας χρήσης, κλειδί TOTP, κλειδί OTP",
        "note": "σημείωση, σημειώσεις, σχόλιο, σχόλια, παρατηρήσεις",
        "folder": "φάκελος, ομάδα, κατηγορία, συλλογή",
        "created": "δημιουργήθηκε, ημερομηνία δημιουργίας, δημιουργία",
        "change": "τροποποιήθηκε, ημερομηνία τροποποίησης, τελευταία τροποποίηση, ενημερώθηκε, "
        "αλλαγή, άλλαξε, ημερομηνία αλλαγής",
        "not": "παλιός, παλαιός, προηγούμενος, υπόδειξη, υπενθύμιση, ισχύς, επιβεβαίωση, "
        "επανάληψη, λήξη, ερώτηση, απάντηση, μήκος, ιστορικό",
    },
    "ja": {
        "title": "タイトル, 題名, 件名, サービス, サービス名, 項目名, アプリ, アプリ名, 項目, 表題",
        "account": "名前, 名称, アカウント, アカウント名, 口座",
        "about": "説明",
        "username": "ユーザー名, ユーザ名, ユーザー, ユーザーネーム, ユーザーID, ユーザID, "
        "ログインID, ログイン名, ログイン, 利用者名, 会員ID, 会員番号",
        "email": "メール, メールアドレス, Eメール, 電子メール, メアド",
        "password": "パスワード, 暗証, パス, パスフレーズ, 合言葉, 暗証番号",
        "site": "サイト, ウェブサイト, Webサイト, ホームページ, サイト名, ページ",
        "url": "リンク, アドレス, サイトURL, ウェブアドレス, ドメイン, ログインURL",
        "totp": "ワンタイムパスワード, ワンタイムコード, 認証コード, 二段階認証, 2段階認証, "
        "二要素認証, 認証キー",
        "note": "メモ, 備考, ノート, コメント, 注記",
        "folder": "フォルダ, フォルダー, グループ, カテゴリ, カテゴリー, 分類, タグ",
        "created": "作成日, 作成日時, 登録日, 登録日時, 追加日",
        "change": "変更日, 更新日, 変更日時, 更新日時, 最終更新, 最終更新日, 変更",
        "not": "旧, 古い, 前の, 以前の, ヒント, 強度, 確認, 確認用, 再入力, 有効期限, 質問, 回答, "
        "履歴",
    },
    "zh": {
        "title": "标题, 標題, 项目, 項目, 服务, 服務, 应用, 應用, 应用程序, 应用名称, 平台, 条目, "
        "應用程式, 服务名称, 服務名稱",
        "account": "名称, 名稱, 名字",
        "about": "描述, 说明, 說明",
        "username": "用户名, 用戶名, 用户, 用戶, 使用者, 使用者名稱, 用户名称, 登录名, 登入名稱, "
        "用戶名稱, 账号, 帐号, 帳號, 賬號, 账户, 帐户, 帳戶, 账户名, 登录账号, 登入帳號, 登录帐号, "
        "使用者帳號, 用户账号",
        "email": "邮箱, 郵箱, 电子邮件, 電子郵件, 邮件, 郵件, 邮箱地址, 电子邮箱, 電子信箱, 信箱, "
        "邮件地址, 電郵, 電郵地址",
        "password": "密码, 密碼, 口令, 登录密码, 登入密碼, 通行碼",
        "site": "网站, 網站, 站点, 站點, 网页, 網頁, 网站名称, 網站名稱",
        "url": "网址, 網址, 链接, 連結, 鏈接, 地址, 网站地址, 網站地址, 登录网址, 域名, 網域, 位址",
        "totp": "一次性密码, 一次性密碼, 动态口令, 动态密码, 動態密碼, 两步验证, 兩步驟驗證, "
        "双重验证, 驗證碼, 验证码, 验证器密钥",
        "note": "备注, 備註, 注释, 註釋, 笔记, 筆記, 附注",
        "folder": "文件夹, 資料夾, 分组, 群組, 类别, 類別, 分类, 分類, 标签, 標籤, 目录",
        "created": "创建时间, 建立時間, 创建日期, 建立日期, 添加时间",
        "change": "修改时间, 修改時間, 更新时间, 更新時間, 修改日期, 更新日期, 修改, 更新",
        "not": "旧, 舊, 原, 提示, 强度, 強度, 确认, 確認, 重复, 重複, 有效期, 问题, 問題, 答案, "
        "历史, 歷史",
    },
    "ko": {
        "title": "제목, 서비스, 항목, 앱, 서비스명, 서비스 이름, 항목 이름, 타이틀",
        "account": "이름, 계정, 계정명, 계정 이름, 명칭",
        "about": "설명",
        "username": "사용자, 사용자 이름, 사용자명, 아이디, 로그인, 로그인 아이디, 사용자 ID, "
        "사용자 아이디, 유저네임",
        "email": "이메일, 이메일 주소, 메일, 메일 주소, 전자 메일, 전자우편",
        "password": "비밀번호, 암호, 패스워드, 비번",
        "site": "사이트, 웹사이트, 홈페이지, 웹 페이지, 사이트명, 사이트 이름",
        "url": "주소, 링크, 웹 주소, 사이트 주소, 도메인, 로그인 주소",
        "totp": "일회용 비밀번호, 일회용 암호, 일회용 코드, 인증 코드, 2단계 인증",
        "note": "메모, 노트, 비고, 참고",
        "folder": "폴더, 그룹, 분류, 카테고리, 태그",
        "created": "생성일, 만든 날짜, 등록일, 작성일, 생성 날짜",
        "change": "수정일, 변경일, 수정한 날짜, 변경 날짜, 수정 날짜, 업데이트, 변경",
        "not": "이전, 기존, 옛, 구, 힌트, 강도, 확인, 재입력, 만료, 질문, 답변, 기록",
    },
    "ar": {
        "title": "العنوان, عنوان, الخدمة, خدمة, التطبيق, تطبيق, العنصر",
        "account": "الاسم, اسم, الحساب, حساب, اسم الحساب",
        "about": "الوصف, وصف",
        "username": "المستخدم, مستخدم, اسم المستخدم, معرف المستخدم, اسم الدخول, تسجيل الدخول",
        "email": "البريد, البريد الإلكتروني, بريد إلكتروني, عنوان البريد الإلكتروني, الإيميل",
        "password": "كلمة المرور, كلمة السر, كلمة مرور, كلمة سر, الرقم السري, كلمات المرور",
        "site": "الموقع, موقع, موقع الويب, الموقع الإلكتروني, الصفحة, صفحة الويب",
        "url": "الرابط, رابط, عنوان الموقع, عنوان URL, عنوان الويب, النطاق",
        "totp": "كلمة مرور لمرة واحدة, رمز التحقق, رمز لمرة واحدة, المصادقة الثنائية",
        "note": "ملاحظة, ملاحظات, الملاحظات, تعليق, تعليقات",
        "folder": "المجلد, مجلد, المجموعة, مجموعة, الفئة, فئة, التصنيف",
        "created": "تاريخ الإنشاء, أنشئ, تم الإنشاء",
        "change": "تاريخ التعديل, تاريخ التغيير, تم التعديل, آخر تعديل, تعديل, تغيير, آخر تغيير",
        "not": "القديمة, القديم, السابقة, السابق, تلميح, قوة, تأكيد, تكرار, انتهاء, سؤال, جواب, "
        "سجل",
    },
    "hi": {
        "title": "शीर्षक, सेवा, प्रविष्टि, ऐप",
        "account": "नाम, खाता, खाते का नाम, अकाउंट",
        "about": "विवरण",
        "username": "उपयोगकर्ता, उपयोगकर्ता नाम, यूज़रनेम, यूजर नेम, यूज़र नेम, लॉगिन, "
        "उपयोगकर्ता आईडी, यूज़र आईडी",
        "email": "ईमेल, ईमेल पता, ई-मेल",
        "password": "पासवर्ड, कूटशब्द, गुप्त शब्द",
        "site": "वेबसाइट, साइट, वेब साइट, पृष्ठ, वेब पेज",
        "url": "लिंक, यूआरएल, वेब पता, वेबसाइट पता",
        "totp": "वन टाइम पासवर्ड, ओटीपी, एक बार का पासवर्ड",
        "note": "टिप्पणी, टिप्पणियाँ, नोट, नोट्स",
        "folder": "फ़ोल्डर, फोल्डर, समूह, श्रेणी",
        "created": "बनाया गया, निर्माण तिथि, बनाने की तारीख",
        "change": "बदला गया, संशोधित, परिवर्तन तिथि, बदलने की तारीख, अपडेट",
        "not": "पुराना, पिछला, संकेत, ताकत, पुष्टि, दोबारा, समाप्ति, प्रश्न, उत्तर, इतिहास",
    },
    "id": {
        "title": "judul, layanan, entri, aplikasi, penyedia",
        "account": "nama, akun, nama akun",
        "about": "deskripsi, keterangan",
        "username": "pengguna, nama pengguna, nama login, id pengguna",
        "email": "surel, alamat email, alamat e-mail, alamat surel, pos-el",
        "password": "kata sandi, sandi, kata kunci, katasandi",
        "site": "situs, situs web, laman, halaman, halaman web, alamat web",
        "url": "tautan, alamat situs, alamat URL, pranala",
        "totp": "kata sandi sekali pakai, kode sekali pakai, kode verifikasi, kunci TOTP",
        "note": "catatan, komentar",
        "folder": "grup, kategori, koleksi, map",
        "created": "dibuat, tanggal dibuat, dibuat pada, tanggal pembuatan",
        "change": "diubah, tanggal diubah, diperbarui, perubahan, terakhir diubah, "
        "tanggal perubahan",
        "not": "lama, sebelumnya, petunjuk, kekuatan, konfirmasi, ulangi, kedaluwarsa, pertanyaan, "
        "jawaban, panjang, riwayat",
    },
    "vi": {
        "title": "tiêu đề, dịch vụ, mục, ứng dụng, nhãn, nhà cung cấp",
        "account": "tên",
        "about": "mô tả",
        "username": "người dùng, tên người dùng, tên đăng nhập, tài khoản, tên tài khoản, "
        "đăng nhập, tên truy cập",
        "email": "thư điện tử, địa chỉ email, địa chỉ e-mail, hộp thư",
        "password": "mật khẩu, mã truy cập, mật mã",
        "site": "trang web, trang, trang mạng, website",
        "url": "liên kết, địa chỉ web, đường dẫn, địa chỉ trang web, tên miền",
        "totp": "mật khẩu dùng một lần, mã dùng một lần, mã xác minh, mã xác thực",
        "note": "ghi chú, chú thích, nhận xét",
        "folder": "thư mục, nhóm, danh mục, bộ sưu tập",
        "created": "ngày tạo, đã tạo, tạo lúc",
        "change": "ngày sửa, đã sửa, ngày thay đổi, thay đổi, cập nhật, ngày cập nhật",
        "not": "cũ, trước, gợi ý, độ mạnh, xác nhận, nhập lại, hết hạn, câu hỏi, trả lời, độ dài, "
        "lịch sử",
    },
}
"""Language → what a column holds → its names, the plainest first.

Case, accents, spaces and punctuation do not matter. Beside the roles: `site` is an address or else
a title, `address` one on the web or else of no interest, `account` a title or else a username,
`about` a title or else a note, `change` the date of a change of whatever is named beside it. What
has a word of `not` in its name holds something else: an old password, a hint.
"""

HEAD_FIRST = frozenset(
    ("ar", "cs", "el", "es", "fr", "id", "it", "pl", "pt", "ro", "ru", "uk", "vi")
)
"""Languages that say `password of the site`: there the first of two words tells what it is."""

OF = frozenset(("of", "for", "to", "on", "at", "zu", "zum", "zur", "für", "von", "der", "des"))
"""Words that turn the order round elsewhere: `note on the password`."""
