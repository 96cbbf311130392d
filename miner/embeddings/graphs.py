"""Runs a packaged transformer on ``onnxruntime``: texts or pairs of texts in, one row of each output for each.

Weights are int8, arithmetic between the layers is float32. A row is the same to the last bit whatever texts stand in
the same batch: all texts of a batch are padded to a width that each of them would have alone, and a text that is alone
runs twice (products of one row are added up in another order). Our trained graphs share one word table, looked up here.
A batch runs on one core, and as many batches at a time as there are cores: that took a quarter less processor time than
all cores on one batch, and which core a batch runs on changes no bit of its rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

from miner.embeddings.kept import made_or_kept, maker_key, version_of
from miner.embeddings.registry import model_file, registry
from miner.resources import shipped

_BATCH_TOKENS = 512  # of one batch, padding included: as fast as 2,048, and short work still has one for each core

_WIDTH_STEP = 8  # texts are padded to a multiple of it: sums over a width of their own may end in another bit

Rows = npt.NDArray[np.float32]
Text = str | tuple[str, str]
P = ParamSpec("P")
T = TypeVar("T")


class Graph:
    """A transformer from the registry.

    Parameters
    ----------
    name
        A name from the registry.
    max_tokens
        Word pieces after which a text (of a pair: the longer one) is cut.
    threads
        Batches that run at a time; 0: one for each core.
    """

    def __init__(self, name: str, max_tokens: int = 128, threads: int = 0) -> None:
        self.entry = registry().get(name, {})
        self._path = model_file(name)
        self._threads = threads or _n_cores()
        self._max_tokens = min(max_tokens, int(self.entry["max_tokens"]))

    @property
    def _session(self) -> Any:
        """Loaded when a text comes whose rows are not kept."""
        return _session(str(self._path))

    @property
    def _tokenizer(self) -> Any:
        return _tokenizer(str(self.entry["tokenizer"]), self._max_tokens)

    @cached_property
    def _words(self) -> tuple[npt.NDArray[np.int8], Rows] | None:
        return _words(self.entry["words"]) if "words" in self.entry else None

    @cached_property
    def _pieces(self) -> str:
        return _pieces(str(self.entry["tokenizer"]))

    @cached_property
    def key(self) -> str:
        """What its rows are kept under; the number of threads changes none of them."""
        words = str(registry()[self.entry["words"]]["sha256"]) if "words" in self.entry else ""
        made_by = version_of("onnxruntime", "tokenizers")
        return maker_key(str(self.entry["sha256"]), words, self._pieces, str(self._max_tokens), made_by)

    def run(self, texts: Sequence[Text]) -> list[Rows]:
        """One array for each output of the graph, rows in the order of ``texts``; equal texts are run once.

        A graph without pooling (its output has a row for each word piece) is pooled to the mean.
        """
        distinct = list(dict.fromkeys(texts))
        if not distinct:
            return []
        found = made_or_kept(self.key, distinct, self._made)
        row_of = {text: index for index, text in enumerate(distinct)}
        rows_of_texts = [row_of[text] for text in texts]
        return [rows[rows_of_texts] for rows in found]

    def _made(self, distinct: Sequence[Text]) -> list[Rows]:
        encoded = self._tokenizer.encode_batch_fast(list(distinct))
        order = sorted(range(len(distinct)), key=lambda index: (len(encoded[index].ids), distinct[index]))
        batches = _batches(order, [_width(encoding) for encoding in encoded])
        _ = self._session  # loaded once, before the batches ask for it at the same time
        with ThreadPoolExecutor(self._threads) as pool:
            outputs = list(pool.map(self._run, ([encoded[index] for index in batch] for batch in batches)))
        found: list[Rows] = []
        for batch, output in zip(batches, outputs, strict=True):
            for number, rows in enumerate(output):
                if number == len(found):
                    found.append(np.zeros((len(distinct), rows.shape[1]), dtype=np.float32))
                found[number][batch] = rows
        return found

    def _run(self, encodings: Sequence[Any]) -> list[Rows]:
        """One row of each output for texts of one width."""
        twice = [*encodings, *encodings] if len(encodings) == 1 else encodings
        tokens = np.zeros((len(twice), _width(twice[0])), dtype=np.int64)
        mask, types = np.zeros_like(tokens), np.zeros_like(tokens)
        for row, encoding in enumerate(twice):
            n = len(encoding.ids)
            tokens[row, :n], mask[row, :n], types[row, :n] = encoding.ids, 1, encoding.type_ids
        feed = {"attention_mask": mask, "token_type_ids": types}
        if self._words is None:
            (hidden,) = self._session.run(None, feed | {"input_ids": tokens})
            return [np.einsum("btd,bt->bd", hidden, mask.astype(np.float32))[: len(encodings)]]
        rows, scale = self._words
        words = rows[tokens].astype(np.float32) * scale[tokens][:, :, None]
        return [output[: len(encodings)] for output in self._session.run(None, feed | {"words": words})]

    def load(self) -> None:
        """Load now what the first text would wait for."""
        _ = self._session, self._tokenizer, self._words


def _n_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _loaded_once(load: Callable[P, T]) -> Callable[P, T]:
    """``load`` whose results are kept; who asks for what another thread is loading waits for it."""
    kept, lock = lru_cache(maxsize=8)(load), Lock()

    @wraps(load)
    def loaded(*arguments: P.args, **named: P.kwargs) -> T:
        with lock:
            return kept(*arguments, **named)  # type: ignore[arg-type]

    return loaded


@_loaded_once
def _session(path: str) -> Any:
    onnxruntime = quiet_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


@_loaded_once
def _tokenizer(file: str, max_tokens: int) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(_pieces(file))
    tokenizer.enable_truncation(max_length=max_tokens)
    tokenizer.no_padding()
    return tokenizer


@lru_cache(maxsize=8)
def _pieces(file: str) -> str:
    return (shipped("models") / file).read_text("utf-8")


@_loaded_once
def _words(name: str) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """The shared word table: int8 rows and the scale of each."""
    with np.load(model_file(name)) as table:
        return table["rows"], table["scale"]


def quiet_onnxruntime() -> Any:
    """The runtime, told before it is loaded to report nothing: its builds send telemetry and keep files for it by default."""
    for name in ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED"):
        os.environ[name] = "1"
    import onnxruntime

    return onnxruntime


def _width(encoding: Any) -> int:
    """Word pieces of a text with its padding: told by the text alone."""
    return -(-max(len(encoding.ids), 1) // _WIDTH_STEP) * _WIDTH_STEP


def _batches(order: Sequence[int], widths: Sequence[int]) -> list[list[int]]:
    """Consecutive texts of one width, at most ``_BATCH_TOKENS`` padded word pieces a batch."""
    batches: list[list[int]] = []
    for index in order:
        same = batches and widths[batches[-1][0]] == widths[index]
        if same and (len(batches[-1]) + 1) * widths[index] <= _BATCH_TOKENS:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches
