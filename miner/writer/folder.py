"""A folder that holds a model: what is seen of its damage before anything is read or loaded.

Half a download is the commonest fault, and mining may take minutes before the model is needed.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from miner.errors import MissingPart

_JSON = ("config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json")
_WEIGHTS = ("*.safetensors", "*.bin")
_LENGTH = 8  # bytes of a safetensors file that say how long its head is
_LONGEST_HEAD = 100_000_000  # bytes; the format allows no more


class _Tensor(msgspec.Struct):
    data_offsets: tuple[int, int]


def check_folder(folder: Path) -> None:
    """Look at the sizes and the JSON of a model's files.

    Raises
    ------
    MissingPart
        If one is missing, broken off or no JSON.
    """
    weights = sorted(file for pattern in _WEIGHTS for file in folder.glob(pattern))
    if not weights:
        raise not_loaded(str(folder), "it holds no weights (*.safetensors or *.bin)")
    for file in weights:
        if file.suffix == ".safetensors" and (why := _problem_of_weights(file)):
            raise not_loaded(str(folder), f"{file.name} {why}")
    for name in _JSON:
        if (folder / name).is_file() and not _is_json(folder / name):
            raise not_loaded(str(folder), f"{name} is no JSON; it may be broken off")


def not_loaded(place: str, why: str) -> MissingPart:
    """The error for a model that cannot be used, with what to do."""
    stop = "" if why.endswith((".", "!", "?")) else "."
    return MissingPart(
        f"The writer {place} could not be loaded: {why}{stop} Give a folder that holds a causal language model, whole and "
        "as transformers saves it, download it first where there is a network, or leave --writer out."
    )


def _problem_of_weights(file: Path) -> str:
    """What is wrong with a file of weights; "" if it is as long as its head says."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        n_head = int.from_bytes(stream.read(_LENGTH), "little")
        if n_head > min(size, _LONGEST_HEAD):
            return "is broken off, or no file of weights"
        head = stream.read(n_head)
    try:
        found = msgspec.json.decode(head, type=dict[str, msgspec.Raw])
        ends = [msgspec.json.decode(one, type=_Tensor).data_offsets[1] for key, one in found.items() if key[:2] != "__"]
    except msgspec.DecodeError:
        return "has a head that cannot be read"
    expected = _LENGTH + n_head + max(ends, default=0)
    return f"has {size:,} bytes; its head speaks of {expected:,}" if size != expected else ""


def _is_json(file: Path) -> bool:
    try:
        msgspec.json.decode(file.read_bytes())
    except msgspec.DecodeError:
        return False
    return True
