"""A language model on this machine, through ``transformers`` (extra ``hub``): a folder or a name of the hub."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miner.embeddings.kept import version_of
from miner.errors import MissingPart
from miner.settings import WriterSettings
from miner.writer.base import Ask, Message, Reply
from miner.writer.failures import TOO_LONG
from miner.writer.folder import not_loaded

if TYPE_CHECKING:
    from miner.writer.offers import Offer

_WEIGHTS = ("*.safetensors", "*.bin", "tokenizer.json", "config.json", "generation_config.json", "chat_template.jinja")
_PLAIN_ROLES = {"system": "", "user": "", "assistant": "Answer: "}
_LEAST_CONTEXT = 512
OFFERS = 2  # of the rules that offers to small models are made by: another offer, another answer
_SMALL = 1_000_000_000  # parameters; below, titles in a model's own words were about nothing (docs/writer.md)


class LocalWriter:
    """A causal language model, loaded when the first question comes.

    It writes greedily, several answers at a time, and is held to the shape of the answer. On a GPU when there is one.

    Parameters
    ----------
    model
        A folder as ``save_pretrained`` writes it, or a name of the hub (downloaded once, where there is a network).

    Raises
    ------
    MissingPart
        If the extra ``hub`` is not installed; by ``answers`` if the model cannot be loaded.
    """

    def __init__(self, model: str, settings: WriterSettings) -> None:
        check_installed()
        self._place, self._settings = model, settings
        self.name = Path(model).resolve().name if Path(model).is_dir() else model
        self.key = _key(model, settings)
        self._model: Any = None
        self._tokenizer: Any = None

    def close(self) -> None:
        """Let go of the model's memory."""
        self._model = self._tokenizer = None

    def answers(self, asks: Sequence[Ask]) -> list[Reply]:
        """See ``Writer.answers``; the longest questions are together, so that little is filled up.

        Raises
        ------
        MissingPart
            If the model cannot be loaded.
        """
        self._load()
        texts = [self._text(ask.messages) for ask in asks]
        replies: dict[int, Reply] = self._chosen(asks)
        order = sorted(set(range(len(asks))) - replies.keys(), key=lambda n: (-len(texts[n]), n))
        size = self._settings.concurrency
        for start in range(0, len(order), size):
            numbers = order[start : start + size]
            made = self._batch([texts[n] for n in numbers], [asks[n].shape for n in numbers])
            replies |= dict(zip(numbers, made, strict=True))
        return [replies[n] for n in range(len(asks))]

    def _load(self) -> None:
        if self._model is not None:
            return
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        gpu = torch.cuda.is_available()
        try:
            with _quiet():
                self._tokenizer = AutoTokenizer.from_pretrained(self._place)
                kind = "auto" if gpu else torch.float32  # halves are slow on a CPU, and not the same everywhere
                loaded: Any = AutoModelForCausalLM.from_pretrained(self._place, dtype=kind, output_loading_info=True)
        except Exception as error:  # safetensors and tokenizers raise classes of their own, and plain ones
            raise not_loaded(self._place, str(error).partition("\n")[0] or type(error).__name__) from error
        self._model, told = loaded
        if missing := sorted(told["missing_keys"]):  # they would be filled with random numbers
            raise not_loaded(self._place, f"its files lack {len(missing)} of its weights, such as {missing[0]}.")
        if self._tokenizer.pad_token_id is None:
            self._tokenizer.pad_token_id = self._tokenizer.eos_token_id
        self._tokenizer.padding_side = "left"
        self._model.to("cuda" if gpu else "cpu").eval()

    def _chosen(self, asks: Sequence[Ask]) -> dict[int, Reply]:
        """Answers that a small model chooses, by their place among the questions; none of a model that can write."""
        if self._model.num_parameters() >= _SMALL:
            return {}
        from miner.writer.offers import offer_of

        return {n: self._choice(ask, offer_of(ask.evidence)) for n, ask in enumerate(asks) if ask.evidence}

    def _choice(self, ask: Ask, offer: Offer | None) -> Reply:
        if offer is None:
            return Reply(declined=True)
        import torch

        from miner.writer.choosing import Chooser

        chooser = Chooser(self._model, self._tokenizer, special=not self._has_template())
        question = self._text(ask.brief)
        if chooser.n_needed(question, offer) > self._context():
            return Reply(failure=TOO_LONG)
        with torch.inference_mode():
            text = chooser.answer(question, offer)
        return Reply(text=text, tokens_in=chooser.n_read, tokens_out=chooser.n_weighed)

    def _has_template(self) -> bool:
        """Whether the model's own template writes a question, with all special signs."""
        return bool(getattr(self._tokenizer, "chat_template", None))

    def _text(self, messages: Sequence[Message]) -> str:
        """The question as the model was trained to read it; plain text where its tokenizer has no template."""
        from jinja2 import TemplateError

        tokenizer = self._tokenizer
        if self._has_template():
            turns = [{"role": role, "content": text} for role, text in messages]
            try:
                return str(tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))
            except TemplateError:  # some models know no turn of the system, and their templates say so
                system, user, *rest = turns
                joined = [{"role": "user", "content": f"{system['content']}\n\n{user['content']}"}, *rest]
            try:
                return str(tokenizer.apply_chat_template(joined, tokenize=False, add_generation_prompt=True))
            except TemplateError as error:
                raise not_loaded(self._place, f"its chat template is broken: {error}") from error
        parts = [f"{_PLAIN_ROLES[role]}{text}" for role, text in messages]
        return "\n\n".join((*parts, _PLAIN_ROLES["assistant"]))

    def _batch(self, texts: Sequence[str], shapes: Sequence[str]) -> list[Reply]:
        import torch
        from transformers import GenerationConfig, LogitsProcessorList

        from miner.writer.guided import Guide

        tokenizer, n_new = self._tokenizer, self._settings.max_tokens
        special = not self._has_template()
        read = tokenizer(list(texts), return_tensors="pt", padding=True, add_special_tokens=special)
        n_prompt = read["input_ids"].shape[1]
        if n_prompt + n_new > self._context():
            return self._one_by_one(texts, shapes)
        guide = Guide(tokenizer, shapes, n_prompt)
        plan = GenerationConfig(  # type: ignore[no-untyped-call]
            max_new_tokens=n_new,
            do_sample=False,
            num_beams=1,
            pad_token_id=tokenizer.pad_token_id,
            eos_token_id=tokenizer.eos_token_id,
        )
        with torch.inference_mode():
            made = self._model.generate(
                input_ids=read["input_ids"].to(self._model.device),
                attention_mask=read["attention_mask"].to(self._model.device),
                generation_config=plan,
                logits_processor=LogitsProcessorList([guide]),
            )
        lengths = read["attention_mask"].sum(dim=1).tolist()
        return [self._reply(n_in, row[n_prompt:].tolist()) for n_in, row in zip(lengths, made.cpu(), strict=True)]

    def _one_by_one(self, texts: Sequence[str], shapes: Sequence[str]) -> list[Reply]:
        """Some of them are too long for the model; the others are not to suffer from it."""
        if len(texts) == 1:
            return [Reply(failure=TOO_LONG)]
        return [reply for text, shape in zip(texts, shapes, strict=True) for reply in self._batch([text], [shape])]

    def _context(self) -> int:
        """Tokens that the model can take, question and answer together."""
        config = self._model.config
        known = (getattr(config, name, None) for name in ("max_position_embeddings", "n_positions", "n_ctx"))
        return max(_LEAST_CONTEXT, next((int(n) for n in known if n), 1 << 20))

    def _reply(self, n_in: int, pieces: list[int]) -> Reply:
        end = self._tokenizer.eos_token_id
        cut = end not in pieces
        written = pieces if cut else pieces[: pieces.index(end)]
        return Reply(
            text=self._tokenizer.decode(written, skip_special_tokens=True, clean_up_tokenization_spaces=False),
            tokens_in=int(n_in),
            tokens_out=len(written) + (not cut),
            cut=cut,
        )


def check_installed() -> None:
    """Whether a model can be run here at all.

    Raises
    ------
    MissingPart
    """
    from importlib.util import find_spec

    for package in ("torch", "transformers"):
        if find_spec(package) is None:
            raise MissingPart(
                f"A writer on this machine needs {package}. Install it: pip install 'discussion-miner[hub]', "
                "or name a server: --writer http://127.0.0.1:11434/v1#MODEL"
            )


def _key(model: str, settings: WriterSettings) -> str:
    """Weights, tokenizer, and what computes: a change of any may change an answer."""
    key = hashlib.sha256()
    folder = Path(model)
    if folder.is_dir():
        for file in sorted({file for pattern in _WEIGHTS for file in folder.glob(pattern)}):
            with file.open("rb") as stream:
                key.update(file.name.encode() + hashlib.file_digest(stream, "sha256").digest())
    else:
        key.update(model.encode())
    key.update(version_of("transformers", "torch", "tokenizers").encode())
    return f"local {key.hexdigest()} {settings.max_tokens} {OFFERS}"


@contextmanager
def _quiet() -> Iterator[None]:
    """No bars on standard error while it loads: they would stand between lines of ours."""
    from transformers.utils import logging

    was_on = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if was_on:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
