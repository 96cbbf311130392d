"""From files to a digest: the same bytes whatever the order, the threads, the run."""

from __future__ import annotations

import csv
import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from builders import discussion, said
from promises import keeps_promises

from miner.digest import Digest, dump_digest
from miner.pipeline import mine, mine_places
from miner.settings import ContrastSettings, EmbeddingSettings, Settings
from miner.sources import read

WITH_SIDES = Settings(contrasts=ContrastSettings(presets=("cx",)))


@pytest.fixture(scope="module")
def chat(root: Path) -> Path:
    return root / "reports" / "examples" / "cx_innovation_chat.csv"


@pytest.fixture(scope="module")
def blog(root: Path) -> Path:
    return root / "reports" / "examples" / "basics_first_blog.html"


def shuffled(table: Path, folder: Path, seed: int) -> Path:
    """The same rows in another order, in a file of the same name."""
    with table.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    random.Random(seed).shuffle(rows)  # noqa: S311 - the same order every time is the point
    copy = folder / table.name
    with copy.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return copy


def test_a_second_run_gives_the_same_bytes(chat: Path, example_chat_digest: Digest) -> None:
    assert dump_digest(mine_places([str(chat)], WITH_SIDES)) == dump_digest(example_chat_digest)


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_rows_give_the_same_bytes(seed: int, chat: Path, example_chat_digest: Digest, tmp_path: Path) -> None:
    digest = mine_places([str(shuffled(chat, tmp_path, seed))], WITH_SIDES)
    assert dump_digest(digest) == dump_digest(example_chat_digest)


def test_files_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    places = []
    for number, name in enumerate(("morning", "evening")):
        rows = "".join(f'{author},"{text}"\n' for author, text in said(15, number))
        (tmp_path / f"{name}.csv").write_text(f"author,comment\n{rows}", "utf-8")
        places.append(str(tmp_path / f"{name}.csv"))
    one, other = mine_places(places), mine_places(places[::-1])
    assert dump_digest(one) == dump_digest(other)
    assert {source.place for source in one.sources} == {"morning.csv", "evening.csv"}
    assert one.numbers.n_posts == 30
    keeps_promises(one)


@pytest.mark.parametrize("threads", [1, 2])
def test_one_thread_or_two_give_the_same_bytes(threads: int, chat: Path, example_chat_digest: Digest) -> None:
    settings = Settings(contrasts=WITH_SIDES.contrasts, embeddings=EmbeddingSettings(threads=threads))
    assert dump_digest(mine_places([str(chat)], settings)) == dump_digest(example_chat_digest)


@pytest.mark.parametrize(("hash_seed", "threads"), [("0", "1"), ("1", "2"), ("2", "2")])
def test_another_process_with_other_hashes_and_threads_gives_the_same_bytes(
    hash_seed: str, threads: str, chat: Path, example_chat_digest: Digest
) -> None:
    program = (
        "import hashlib, sys\n"
        "from miner.digest import dump_digest\n"
        "from miner.pipeline import mine_places\n"
        "from miner.settings import ContrastSettings, Settings\n"
        "digest = mine_places([sys.argv[1]], Settings(contrasts=ContrastSettings(presets=('cx',))))\n"
        "print(hashlib.sha256(dump_digest(digest)).hexdigest())\n"
    )
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), threads)
    environment = os.environ | limits | {"PYTHONHASHSEED": hash_seed}
    ran = subprocess.run(
        [sys.executable, "-c", program, str(chat)], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == hashlib.sha256(dump_digest(example_chat_digest)).hexdigest()


def test_the_folder_a_file_lies_in_is_not_in_the_digest(chat: Path, tmp_path: Path) -> None:
    copy = tmp_path / chat.name
    copy.write_text("".join(chat.read_text("utf-8").splitlines(keepends=True)[:40]), "utf-8")
    assert str(tmp_path).encode() not in dump_digest(mine_places([str(copy)]))


def test_progress_names_each_stage_as_it_begins() -> None:
    stages: list[str] = []
    mine(discussion(9), progress=stages.append)
    assert stages == ["finding arguments", "embedding 9 arguments", "grouping", "placing sides", "writing the digest"]


def test_reading_is_the_first_stage_of_files(blog: Path) -> None:
    stages: list[str] = []
    mine_places([str(blog)], progress=stages.append)
    assert stages[0] == "reading"


def test_the_seed_pages_are_used_with_all_their_comments(shared_data: Path) -> None:
    pages = sorted(str(page) for page in (shared_data / "seed_threads").glob("0*.txt"))
    digest = mine_places(pages, WITH_SIDES)
    keeps_promises(digest)
    comments = [post for post in digest.posts if post.kind == "comment"]
    assert len(comments) == 14
    with_arguments = {argument.post_id for argument in digest.arguments}
    assert len({post.id for post in comments} & with_arguments) >= 13


@pytest.mark.slow
@pytest.mark.parametrize("week", ["mar102015", "apr072015"])
def test_a_real_chat_keeps_every_promise(week: str, shared_data: Path) -> None:
    place = shared_data / "critlib_tweet_chats" / f"{week}.csv.gz"
    digest = mine(read([str(place)]), WITH_SIDES)
    keeps_promises(digest)
    assert len(digest.questions) >= 4
    assert digest.account.reposts > 100
    assert 3 <= len(digest.themes) <= 9
    reposts = {post.id for post in digest.posts if post.kind == "repost"}
    assert not {argument.post_id for argument in digest.arguments} & reposts
