"""What an offline corpus or a filter says of passwords, and what neither can say."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from secaudit.corpus.build import build, build_filter
from secaudit.corpus.filter import Filter
from secaudit.corpus.lookup import Corpus
from secaudit.errors import CorpusError
from secaudit.model import Pwned, Unchecked, silent
from secaudit.sources import Services, http, offline, online
from secaudit.sources.corpus import describe
from secaudit.sources.http import Patience
from tests.loopback import Loopback

DAY = date(2026, 11, 22)
FROM = "list.txt of 22 November 2026"


def sha1(password: str) -> bytes:
    return hashlib.sha1(password.encode()).digest()  # noqa: S324


RARE, OFTEN, COMMON, UNSEEN = map(sha1, ("rare one", "often one", "password", "nobody has this"))
SEEN = {RARE: 5, OFTEN: 17_000, COMMON: 90_000_000}


@pytest.fixture
def made(tmp_path: Path):
    """Build a corpus of counts, or with `as_filter` a filter; return its path."""

    def make(counts=SEEN, *, name="passwords.corpus", as_filter=False, fetched=DAY, **options):
        lines = [b"%s:%d\n" % (d.hex().encode(), count) for d, count in sorted(counts.items())]
        (tmp_path / "list.txt").write_bytes(b"".join(lines))
        target = tmp_path / name
        options |= {"fetched": fetched, "processes": 1}
        if as_filter:
            build_filter(tmp_path / "list.txt", target, **options)
        else:
            build(tmp_path / "list.txt", target, range_bits=8, **options)
        return target

    return make


def asked(*paths, digests=(RARE, OFTEN, COMMON, UNSEEN), today=DAY):
    sources = offline(corpora=paths, today=today)
    return dict(sources.passwords.counts(digests, silent))


def test_a_corpus_answers_with_the_count_it_keeps_and_says_which_are_approximate(made):
    assert asked(made()) == {
        RARE: Pwned(5, source=FROM),
        OFTEN: Pwned(17_408, source=FROM, approximate=True),
        COMMON: Pwned(88_080_384, source=FROM, approximate=True),
        UNSEEN: Pwned(0, source=FROM),
    }


def test_what_is_not_among_the_most_common_ones_is_not_called_unseen(made):
    answers = asked(made(top=2))
    why = Unchecked("only compared with the 2 most common passwords", asked=False)
    assert (answers[RARE], answers[UNSEEN]) == (why, why)
    assert answers[OFTEN] == Pwned(17_408, source=FROM, approximate=True)


def test_the_list_of_common_passwords_stands_behind_a_corpus_that_cannot_tell(made):
    answer = asked(made({OFTEN: 3, RARE: 2}, top=1))[COMMON]
    assert answer == Pwned(None, rank=2, source="the list that comes with secaudit")
    assert asked(made({OFTEN: 3}, name="whole"))[COMMON] == Pwned(0, source=FROM)


def test_where_the_source_lacked_a_range_nothing_is_known(tmp_path):
    folder = tmp_path / "ranges"
    folder.mkdir()
    digits = RARE.hex().upper()
    (folder / f"{digits[:5]}.txt").write_text(f"{digits[5:]}:5")
    build(folder, tmp_path / "c", fetched=DAY, processes=1)
    answers = asked(tmp_path / "c", digests=(RARE, UNSEEN))
    assert answers == {
        RARE: Pwned(5, source="ranges of 22 November 2026"),
        UNSEEN: Unchecked("ranges of 22 November 2026 lacks the part that it would be in"),
    }


def test_a_damaged_body_makes_every_answer_unchecked(made):
    path = made()
    with Corpus(path) as corpus:
        at = corpus.header.counts_at
    data = bytearray(path.read_bytes())
    data[at : at + 3] = bytes(3)
    path.write_bytes(data)
    why = f"{path} is damaged: check it with “secaudit corpus verify”"
    found = asked(path, digests=(RARE, UNSEEN))
    assert found == {RARE: Unchecked(why), UNSEEN: Unchecked(why)}


@pytest.mark.parametrize("as_filter", [False, True])
def test_a_disk_that_fails_makes_every_answer_unchecked(made, monkeypatch, as_filter):
    path = made(as_filter=as_filter)
    sources = offline(corpora=[path], today=DAY)

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("secaudit.corpus.lookup.bring", fail)
    monkeypatch.setattr("secaudit.corpus.filter.bring", fail)
    digests = [bytes([n]) * 20 for n in range(40)]
    answers = sources.passwords.counts(digests, silent)
    assert set(answers.values()) == {
        Unchecked(f"{path} is damaged: check it with “secaudit corpus verify”")
    }


def test_a_corpus_of_ntlm_hashes_is_refused_with_the_reason(tmp_path):
    (tmp_path / "list.txt").write_bytes(b"0" * 31 + b"1:5\n")
    build(tmp_path / "list.txt", tmp_path / "c", fetched=DAY, range_bits=8, processes=1)
    with pytest.raises(CorpusError, match="holds NTLM hashes") as refused:
        offline(corpora=[tmp_path / "c"], today=DAY)
    assert "lookup --hashes" in refused.value.hint


def test_a_file_that_is_not_there_is_refused_at_once(tmp_path):
    with pytest.raises(CorpusError, match="No such file"):
        offline(corpora=[tmp_path / "none"])


# ── Filters ──────────────────────────────────────────────────────────────────────────────────────


def test_a_filter_is_sure_of_what_it_does_not_hold_and_not_of_the_rest(made):
    answers = asked(made(as_filter=True))
    assert answers == {
        RARE: Pwned(None, source=FROM, one_in=256),
        OFTEN: Pwned(None, source=FROM, one_in=256),
        COMMON: Pwned(None, rank=2, source="the list that comes with secaudit"),
        UNSEEN: Pwned(0, source=FROM),
    }
    assert all(isinstance(answer, Pwned) for answer in answers.values())


def test_a_filter_of_the_most_common_ones_calls_nothing_unseen(made):
    assert asked(made(as_filter=True, top=2))[UNSEEN] == Unchecked(
        "only compared with the 2 most common passwords", asked=False
    )


def test_a_corpus_is_asked_before_a_filter_whatever_their_order(made):
    top, all_of_them = made(top=2, name="top"), made(as_filter=True, name="filter")
    expected = {
        RARE: Pwned(None, source=FROM, one_in=256),
        OFTEN: Pwned(17_408, source=FROM, approximate=True),
        UNSEEN: Pwned(0, source=FROM),
    }
    digests = (RARE, OFTEN, UNSEEN)
    assert asked(top, all_of_them, digests=digests) == expected
    assert asked(all_of_them, top, digests=digests) == expected


def test_what_one_corpus_does_not_hold_the_next_may(made):
    old = made({OFTEN: 3}, name="old", fetched=date(2026, 1, 1))
    new = made(name="new")
    expected = {
        RARE: Pwned(5, source=FROM),
        OFTEN: Pwned(3, source="list.txt of 1 January 2026"),
        COMMON: Pwned(88_080_384, source=FROM, approximate=True),
        UNSEEN: Pwned(0, source="list.txt of 1 January 2026"),
    }
    assert asked(old, new) == expected
    assert asked(old, made(name="filter", as_filter=True)) == expected | {
        RARE: Pwned(None, source=FROM, one_in=256),
        COMMON: Pwned(None, rank=2, source="the list that comes with secaudit"),
    }


@pytest.mark.parametrize("as_filter", [False, True])
def test_that_another_list_does_not_hold_it_says_nothing_of_a_damaged_one(made, as_filter):
    damaged, other = made(), made({RARE: 3}, name="other", as_filter=as_filter)
    with Corpus(damaged) as corpus:
        at = corpus.header.counts_at
    data = bytearray(damaged.read_bytes())
    data[at : at + 3] = bytes(3)
    damaged.write_bytes(data)
    why = Unchecked(f"{damaged} is damaged: check it with “secaudit corpus verify”")
    seen = Pwned(None, source=FROM, one_in=256) if as_filter else Pwned(3, source=FROM)
    for paths in ((damaged, other), (other, damaged)):
        assert asked(*paths, digests=(RARE, OFTEN)) == {RARE: seen, OFTEN: why}


def test_what_a_filter_takes_for_seen_a_corpus_of_the_same_list_knows_better(made):
    counts = {RARE: 5, **{bytes([n]) * 20: 1 for n in range(250)}}
    path, exact = made(counts, name="filter", as_filter=True), made(counts, name="exact")
    wrong = false_alarm(path)
    expected = {RARE: Pwned(5, source=FROM), wrong: Pwned(0, source=FROM)}
    assert asked(path, exact, digests=(RARE, wrong)) == expected


def false_alarm(path: Path) -> bytes:
    """Return a digest that a filter takes for one it was built from."""
    with Filter(path) as opened:
        tries = (sha1(f"try {number}") for number in range(10_000))
        return next(digest for digest in tries if opened.holds(digest))


def test_online_only_what_a_filter_takes_for_seen_is_looked_up(made, tmp_path):
    path = made({RARE: 5, **{bytes([n]) * 20: 1 for n in range(250)}}, as_filter=True)
    wrong = false_alarm(path)
    with Loopback(pwned={"rare one": 5}) as server:
        sources = online(Services(**server.services), cache=tmp_path, today=DAY, corpora=[path])
        digests = [RARE, wrong, *(sha1(f"unseen {n}") for n in range(3))]
        answers = sources.passwords.counts(digests, silent)
        ranges = {request.path for request in server.requests}
    assert ranges == {f"/range/{digest.hex()[:5].upper()}" for digest in (RARE, wrong)}
    assert (answers[RARE], answers[wrong]) == (Pwned(5), Pwned(0))
    assert answers[digests[2]] == Pwned(0, source=FROM)


def test_online_a_filter_that_nobody_can_confirm_still_says_probably(made, tmp_path, monkeypatch):
    monkeypatch.setattr(http, "Patience", lambda: Patience(answer=2.0, attempts=1))
    path = made({RARE: 5}, as_filter=True)
    with Loopback() as server:
        server.on("/range/", lambda _: (_ for _ in ()).throw(ConnectionError))
        sources = online(Services(**server.services), cache=tmp_path, today=DAY, corpora=[path])
        answers = sources.passwords.counts([RARE], silent)
    assert answers == {RARE: Pwned(None, source=FROM, one_in=256)}


def test_online_with_a_corpus_nothing_about_passwords_is_sent(made, tmp_path):
    with Loopback(pwned={"rare one": 5}) as server:
        sources = online(
            Services(**server.services), cache=tmp_path, today=DAY, corpora=[made(top=2)]
        )
        answers = sources.passwords.counts([RARE, OFTEN, UNSEEN], silent)
        assert server.requests == []
    assert isinstance(answers[RARE], Unchecked)
    assert sources.sent() == ()


# ── In words ─────────────────────────────────────────────────────────────────────────────────────


def test_the_report_is_told_which_corpus_was_asked(made):
    path = made()
    sources = offline(corpora=[path], today=DAY)
    assert sources.corpora == (
        f"Passwords were looked up on this machine in {path}: 3 hashes, {FROM}.",
    )
    assert (sources.notes, offline(today=DAY).corpora) == ((), ())


@pytest.mark.parametrize(
    ("today", "old"), [(date(2027, 11, 22), False), (date(2027, 11, 23), True)]
)
def test_a_corpus_older_than_a_year_is_said(made, today, old):
    path = made()
    sources = offline(corpora=[path], today=today)
    note = f"{path} is of 22 November 2026, more than a year ago: newer leaks are not in it."
    assert sources.notes == ((note,) if old else ())
    assert ("It is more than a year old" in sources.corpora[0]) is old


def test_what_a_corpus_lacks_is_said(made, tmp_path):
    (sentence,) = offline(corpora=[made(top=2)], today=DAY).corpora
    assert sentence.endswith("It holds only those that were seen 17,000 times or more.")
    (sentence,) = offline(corpora=[made(name="f", as_filter=True)], today=DAY).corpora
    assert sentence.endswith("It is a filter: it takes one in 256 others for seen.")
    folder = tmp_path / "ranges"
    folder.mkdir()
    (folder / "00000.txt").write_text("0" * 35 + ":5")
    header = build(folder, tmp_path / "c", fetched=DAY, processes=1)
    sentence = describe(header, "c", DAY)
    assert sentence.endswith("It lacks 1,048,575 of 1,048,576 parts, of which nothing is known.")


def test_a_vault_is_answered_without_reading_the_whole_file(made, monkeypatch):
    advice = []
    path = made({hashlib.sha1(b"%d" % n).digest(): n + 1 for n in range(2000)})  # noqa: S324
    monkeypatch.setattr("secaudit.corpus.lookup._FEW", 1)
    monkeypatch.setattr(
        "secaudit.corpus.lookup.bring", lambda _map, _path, spans: advice.extend(spans)
    )
    assert asked(path, digests=[hashlib.sha1(b"7").digest()])  # noqa: S324
    assert sum(length for _, length in advice) < 200
