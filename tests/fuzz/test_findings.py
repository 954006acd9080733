"""Each input that fuzzing found is read again; see `readers.py`."""

from pathlib import Path

import pytest

from secaudit.errors import VaultError
from secaudit.model import Unreadable
from secaudit.vaults import FORMATS
from tests.exports import WRITERS
from tests.fuzz.targets import CANARY, Problem, cheap_keys, judge, seeds, targets

FINDINGS = sorted(path for path in (Path(__file__).parent / "corpus").glob("*/*") if path.is_file())


@pytest.fixture(scope="module")
def all_targets():
    with cheap_keys():
        yield targets()


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_fuzzing_found_stays_mended(path, all_targets):
    target, _ = all_targets[path.parent.name]
    target(path.read_bytes())


def test_every_target_begins_from_inputs_that_it_takes(all_targets):
    for target, inputs in all_targets.values():
        for data in inputs:
            target(data)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_reader_refuses_what_it_does_not_know(form, all_targets):
    read, _ = all_targets.get(form.name, (None, None))
    if read is None:
        pytest.skip("it reads folders")
    for writer in WRITERS.values():
        read(writer.export(next(seeds(writer))))
    read(b"")
    read(b'{"items": 5}')


def test_a_secret_in_a_message_would_be_found():
    def leak():
        raise VaultError(f"no sense in {CANARY}", "none")

    with pytest.raises(Problem):
        judge(leak)
    with pytest.raises(Problem):
        judge(lambda: [Unreadable("line 1", CANARY)])
