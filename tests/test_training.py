"""The scripts that made the shipped models: what they read, what they leave out, and that they draw the same again."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

# Sets of the shared data -> how the cards call them.
CALLED = {
    "argq30k": "IBM-ArgQ-Rank-30kArgs",
    "arct": "Argument reasoning comprehension",
    "convarg_sides": "UKPConvArg1",
    "fever_symmetric": "FEVER-Symmetric",
    "ibm_claim_stance": "IBM claim stance",
    "kpa2021": "ArgKP-2021",
    "nli_contradiction": "SNLI",
    "perspectrum": "Perspectrum",
    "political_1960": "Nixon-Kennedy 1960",
    "rumoureval2019": "RumourEval 2019",
    "small_talk": "CLINC150",
    "taxinli": "TaxiNLI",
    "valueeval_arguments": "Touché23-ValueEval",
}
READS = {
    "side": "import side_pairs; side_pairs.training_pairs(data)",
    "match": "import match_pairs, random; match_pairs.training_pairs(data, random.Random(0))",
    "support": "import support_pairs; support_pairs.training_pairs(data)",
    "encoder": "import encoder_texts; encoder_texts.training_texts(data); encoder_texts.everyday(data)",
}
_NOT_FOR_TRAINING = re.compile(
    r"CC BY-NC|NONE STATED|no licence stated|states no licence|test input only", re.IGNORECASE
)


class Scripts(NamedTuple):
    """The modules of ``models/train`` that need no torch."""

    emphases: ModuleType
    encoder_texts: ModuleType
    match_pairs: ModuleType
    register: ModuleType
    sets: ModuleType
    side_pairs: ModuleType
    statements: ModuleType
    support_pairs: ModuleType


@pytest.fixture(scope="module")
def scripts(root: Path) -> Scripts:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root / "models" / "train")
        return Scripts(*(__import__(name) for name in Scripts._fields))


def test_what_is_scored_is_held_out(root: Path, scripts: Scripts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(root / "tests" / "quality")
    from side_data import HELD_OUT_ARGQ30K

    assert scripts.sets.ARGUMENT_TEST == HELD_OUT_ARGQ30K
    assert not set(scripts.sets.ARGUMENT_TEST) & {*scripts.sets.ARGUMENT_DEV, *scripts.sets.KEY_POINT_INNER}
    for topic in scripts.sets.KEY_POINT_DEV:
        assert scripts.sets.argument_part(topic) == "test"


def test_the_same_motions_of_the_claim_set_are_scored_and_held_out(
    root: Path, scripts: Scripts, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(root / "tests" / "quality")
    from side_data import HELD_OUT_CLAIMS

    table = list(scripts.sets.rows(shared_data / "ibm_claim_stance" / "claim_stance_train.csv"))
    held_out = {row["topicId"] for row in table if scripts.sets.claim_part(scripts.sets.clean(row["topic"])) == "test"}
    assert held_out == set(HELD_OUT_CLAIMS)


def test_no_topic_that_is_held_out_is_trained_on(scripts: Scripts, shared_data: Path) -> None:
    sets = scripts.sets
    known = scripts.side_pairs.material(shared_data)
    texts = scripts.encoder_texts.training_texts(shared_data)
    assert set(known.arguments).isdisjoint((*sets.ARGUMENT_TEST, *sets.ARGUMENT_DEV))
    assert set(texts).isdisjoint((*sets.ARGUMENT_TEST, *sets.ARGUMENT_DEV, *sets.KEY_POINT_INNER))
    assert {point.topic for point in known.points} <= set(known.arguments)
    assert all(claim.part == "train" and not sets.HELD_OUT_WORDS.search(claim.text) for claim in known.perspectives)
    judged = {row["topic"].strip() for row in sets.rows(shared_data / "kpa2021" / "arguments_train.csv")}
    assert judged.isdisjoint(sets.ARGUMENT_TEST)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(READS))
def test_a_card_names_every_set_that_training_reads_and_each_may_be_trained_on(
    root: Path, shared_data: Path, name: str
) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        f"data = Path({str(shared_data)!r})\n"
        f"sys.path.insert(0, {str(root / 'models' / 'train')!r})\n"
        "opened = set()\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.add(str(args[0])))\n"
        f"{READS[name]}\n"
        "print(*{path[len(str(data)) + 1:].split('/')[0] for path in opened if path.startswith(str(data))})\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    card = (root / "models" / name / "CARD.md").read_text("utf-8").split("## Held out")[0]
    read = ran.stdout.split()
    assert read
    assert [folder for folder in read if CALLED[folder] not in card] == []
    licences = {folder: (shared_data / folder / "SOURCE.md").read_text("utf-8") for folder in read}
    assert [folder for folder, text in licences.items() if _NOT_FOR_TRAINING.search(text)] == []


@pytest.mark.slow
def test_pairs_are_as_many_as_the_cards_say(root: Path, scripts: Scripts, shared_data: Path) -> None:
    sides = scripts.side_pairs.training_pairs(shared_data)
    points = scripts.match_pairs.training_pairs(shared_data, random.Random(0))  # noqa: S311 - the same order every time
    support = scripts.support_pairs.training_pairs(shared_data)
    texts = scripts.encoder_texts.training_texts(shared_data)
    numbers = {
        "side": [len(sides), *Counter(label for *_, label in sides).values()],
        "match": [len(points), sum(pair.weight == 1 for pair in points)],
        "support": [len(support), *Counter(pair.label for pair in support).values()],
        "encoder": [len(texts), sum(map(len, texts.values())), len(scripts.encoder_texts.everyday(shared_data))],
    }
    for name, counted in numbers.items():
        card = (root / "models" / name / "CARD.md").read_text("utf-8")
        assert [number for number in counted if f"{number:,}" not in card] == []


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("We should ban cars", "We should not ban cars"),
        ("We should not ban cars", "We should ban cars"),
        ("Pupils cannot choose", "Pupils can choose"),
        ("Exams are fair", "Exams are not fair"),
        ("Cars bring more harm than good", "Cars bring more good than harm"),
        ("Cars bring more good than harm", "Cars bring more harm than good"),
        ("One has to choose", None),
        ("More trees", None),
    ],
)
def test_a_sentence_is_denied_where_there_is_a_simple_way(scripts: Scripts, sentence: str, denied: str | None) -> None:
    assert scripts.statements.denial(sentence) == denied


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("We should ban cars", ("cars", -1)),
        ("We should subsidize cars.", ("cars", 1)),
        ("Cars should be banned", ("Cars", -1)),
        ("Cars should be free", ("Cars", 1)),
        ("Cars bring more harm than good", ("Cars", -1)),
        ("We should fight for the abolition of cars", ("cars", -1)),
        ("This house would not ban cars", None),
        ("Cars", None),
    ],
)
def test_what_a_topic_is_about_and_who_speaks_for_it(
    scripts: Scripts, sentence: str, about: tuple[str, int] | None
) -> None:
    assert scripts.statements.target(sentence) == about


def test_wordings_of_both_sides_differ_and_agreeing_with_a_ban_is_against_the_thing(scripts: Scripts) -> None:
    agree, disagree = scripts.statements.wordings("We should ban cars")
    assert set(agree).isdisjoint(disagree)
    assert "cars is bad" in agree
    assert "We should not ban cars" in disagree
    assert all("more trees" in wording for side in scripts.statements.wordings("More trees") for wording in side)


def test_made_pairs_are_the_same_again_and_hold_all_labels(scripts: Scripts) -> None:
    first, again = (scripts.emphases.made_pairs(300, random.Random(7)) for _ in range(2))  # noqa: S311 - a sample
    assert first == again
    assert {label for *_, label in first} == {0, 1, 2}
    assert all(text[0] == text[0].upper() and "{" not in text + statement for text, statement, _ in first)


def test_pairs_of_one_topic_are_half_opposite_and_labelled_by_their_sides(scripts: Scripts) -> None:
    texts = [(f"for {number}", 1) for number in range(9)] + [(f"against {number}", -1) for number in range(9)]
    pairs = scripts.side_pairs.balanced_pairs(texts, 400, random.Random(0))  # noqa: S311 - a sample
    assert len(pairs) == 400
    assert 150 < sum(label for *_, label in pairs) < 250
    assert all((one.split()[0] != other.split()[0]) == label for one, other, label in pairs)


def test_a_topic_with_too_few_texts_gives_no_pairs(scripts: Scripts) -> None:
    assert scripts.side_pairs.balanced_pairs([("alone", 1)], 5, random.Random(0)) == []  # noqa: S311 - a sample


def test_checksums_are_written_for_our_files_alone(scripts: Scripts, tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"new")
    text = '[ours]\nfile = "weights"\nsha256 = "old"\n\n[theirs]\npackage = "p==1"\nfile = "w"\nsha256 = "kept"\n'
    found = scripts.register.registered(text, tmp_path)
    assert 'sha256 = "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437"' in found
    assert 'sha256 = "kept"' in found
    assert scripts.register.registered(found, tmp_path) == found


def test_a_checksum_that_stands_twice_is_not_guessed_at(scripts: Scripts, tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"new")
    text = '[a]\nfile = "weights"\nsha256 = "old"\n[b]\nfile = "weights"\nsha256 = "old"\n'
    with pytest.raises(SystemExit, match='The checksum of a must stand once in the registry, as: sha256 = "old"'):
        scripts.register.registered(text, tmp_path)


@pytest.fixture(scope="module")
def learning(root: Path) -> tuple[ModuleType, ModuleType]:
    """``base`` and ``train_encoder``, which need torch."""
    pytest.importorskip("torch")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root / "models" / "train")
        return __import__("base"), __import__("train_encoder")


@pytest.mark.slow
def test_batches_hold_every_text_once_and_texts_of_like_length(learning: tuple[ModuleType, ModuleType]) -> None:
    lengths = [number % 50 for number in range(1000)]
    batches = learning[0].length_batches(lengths, 32, random.Random(0))  # noqa: S311 - a sample
    assert sorted(number for batch in batches for number in batch) == list(range(1000))
    assert all(len(batch) <= 32 for batch in batches)
    spread = [max(lengths[number] for number in batch) - min(lengths[number] for number in batch) for batch in batches]
    assert max(spread) <= 5


@pytest.mark.slow
def test_the_rate_rises_to_its_peak_and_falls_to_its_floor(learning: tuple[ModuleType, ModuleType]) -> None:
    rates = [learning[0].rate_at(step, 1000, peak=2.0, warm=0.1, floor=0.05) for step in range(1000)]
    assert rates[0] == pytest.approx(0.02)
    assert max(rates) == rates[99] == pytest.approx(2.0, rel=0.1)
    assert rates[-1] == pytest.approx(0.1, rel=0.05)


@pytest.mark.slow
def test_how_near_two_texts_should_be(learning: tuple[ModuleType, ModuleType]) -> None:
    one, other = frozenset({"p1", "p2"}), frozenset({"p2"})
    texts = [
        ("cars", "a", 1, one, 0.5),
        ("cars", "b", 1, other, 0.5),
        ("cars", "c", 1, frozenset({"p3"}), 0.5),
        ("cars", "d", 1, None, 0.5),
        ("cars", "e", -1, None, 0.5),
        ("cars", "f", 0, None, 0.5),
        ("trees", "g", 1, one, 0.5),
    ]
    table = learning[1].grades(texts)
    assert table[0].tolist() == [-1, 3, 2, 2.5, 1, -1, 0]
    assert bool((table == table.T).all())


@pytest.mark.slow
def test_the_contrastive_loss_is_small_where_the_positive_is_nearest(learning: tuple[ModuleType, ModuleType]) -> None:
    import torch

    positive, negative = torch.tensor([[False, True, False]]), torch.tensor([[False, False, True]])
    near, far = (torch.tensor([[1.0, *cosines]]) for cosines in ((0.9, 0.1), (0.1, 0.9)))
    assert learning[1].contrast(near, positive, negative) < 0.01 < 10 < learning[1].contrast(far, positive, negative)
    assert learning[1].contrast(near, positive, torch.zeros_like(positive)) == 0
