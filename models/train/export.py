"""Write a trained encoder as an ONNX file with int8 weights and float activations, and the word table all of them share.

Weights are int8 with one float scale for each block of 64 inputs (in the word table: for each row). Activations stay
float between the layers, so a score does not depend on what else is in the batch. The word table is frozen in
training, so it is written once; a graph takes looked-up rows as its input ``words``.

    python export.py words --base FOLDER --out words.npz
    python export.py side|match|support|encoder --base FOLDER --weights model.pt --out model.onnx
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from transformers import AutoModel

HEADS, HIDDEN, LAYERS, EPSILON = 12, 384, 6, 1e-12
BLOCK = 64  # inputs that share a scale
PLACES = 256  # word pieces a text may have at most
MICROSOFT = "com.microsoft"


class Graph:
    """Collects nodes and initializers; names are made from a counter, so the file is the same every time."""

    def __init__(self, state: dict[str, np.ndarray]) -> None:
        self.state = state
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def add(self, op: str, inputs: list[str], n_out: int = 1, domain: str = "", **attributes: object) -> list[str]:
        """Append a node; the names of its outputs."""
        number = len(self.nodes)
        outs = [f"v{number}_{i}" for i in range(n_out)]
        self.nodes.append(helper.make_node(op, inputs, outs, name=f"n{number}", domain=domain, **attributes))
        return outs

    def one(self, op: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """Append a node with one output."""
        return self.add(op, list(inputs), 1, domain, **attributes)[0]

    def const(self, name: str, array: np.ndarray) -> str:
        """Append an initializer."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def linear(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray | None) -> str:
        """x @ weight.T + bias; weight as torch keeps it, shape (out, in)."""
        n_out, n_in = weight.shape
        blocks = weight.reshape(n_out, n_in // BLOCK, BLOCK)
        scale = np.maximum(np.abs(blocks).max(2, keepdims=True), 1e-12) / 127
        q = (np.clip(np.rint(blocks / scale), -127, 127) + 128).astype(np.uint8)
        parts = (self.const(f"{name}.q", q), self.const(f"{name}.s", scale.astype(np.float32).reshape(-1)))
        how = {"K": n_in, "N": n_out, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        y = self.one("MatMulNBits", x, *parts, domain=MICROSOFT, **how)
        return y if bias is None else self.one("Add", y, self.const(f"{name}.bias", bias))

    def of(self, name: str) -> np.ndarray:
        """A weight of the encoder."""
        return self.state[f"bert.{name}"].astype(np.float32)

    def norm(self, x: str, name: str) -> str:
        """Layer normalisation."""
        parts = (self.const(f"{name}.w", self.of(f"{name}.weight")), self.const(f"{name}.b", self.of(f"{name}.bias")))
        return self.one("LayerNormalization", x, *parts, axis=-1, epsilon=EPSILON)

    def dense(self, x: str, name: str) -> str:
        """A linear layer of the encoder."""
        return self.linear(x, name, self.of(f"{name}.weight"), self.of(f"{name}.bias"))

    def head(self, pooled: str, name: str) -> str:
        """A linear layer of its own on the pooled vector, in float."""
        weight = self.const(f"{name}.w", self.state[f"{name}.weight"].astype(np.float32).T)
        bias = self.const(f"{name}.b", self.state[f"{name}.bias"].astype(np.float32))
        return self.one("Add", self.one("MatMul", pooled, weight), bias)


def embedded(g: Graph) -> str:
    """Word rows + place + type, normalised."""
    first, second = g.const("zero", np.array([0], np.int64)), g.const("one", np.array([1], np.int64))
    length = g.one("Gather", g.one("Shape", "attention_mask"), second)
    table = g.const("places", g.of("embeddings.position_embeddings.weight")[:PLACES])
    place = g.one("Slice", table, first, length, first)
    kind = g.one("Gather", g.const("types", g.of("embeddings.token_type_embeddings.weight")), "token_type_ids")
    return g.norm(g.one("Add", g.one("Add", "words", kind), place), "embeddings.LayerNorm")


def layer(g: Graph, x: str, number: int, keep: str) -> str:
    """One transformer layer."""
    at = f"encoder.layer.{number}"
    names = [f"{at}.attention.self.{part}" for part in ("query", "key", "value")]
    weight = np.concatenate([g.of(f"{name}.weight") for name in names])
    qkv = g.linear(x, f"{at}.qkv", weight, np.concatenate([g.of(f"{name}.bias") for name in names]))
    split = g.const(f"{at}.split", np.array([HIDDEN] * 3, np.int64))
    q, k, v = g.add("Split", [qkv, split], 3, axis=-1)
    y = g.one("MultiHeadAttention", q, k, v, "", keep, domain=MICROSOFT, num_heads=HEADS)
    x = g.norm(g.one("Add", x, g.dense(y, f"{at}.attention.output.dense")), f"{at}.attention.output.LayerNorm")
    y = g.linear(x, f"{at}.intermediate", g.of(f"{at}.intermediate.dense.weight"), None)
    bias = g.const(f"{at}.intermediate.bias", g.of(f"{at}.intermediate.dense.bias"))
    y = g.one("BiasGelu", y, bias, domain=MICROSOFT)
    return g.norm(g.one("Add", x, g.dense(y, f"{at}.output.dense")), f"{at}.output.LayerNorm")


def mean_of_tokens(g: Graph, x: str) -> str:
    """The mean over all tokens that are no padding."""
    wide = g.one(
        "Unsqueeze", g.one("Cast", "attention_mask", to=TensorProto.FLOAT), g.const("last", np.array([2], np.int64))
    )
    total = g.one("ReduceSum", g.one("Mul", x, wide), "one", keepdims=0)
    return g.one("Div", total, g.one("ReduceSum", wide, "one", keepdims=0))


def outputs_of(g: Graph, pooled: str, kind: str) -> list[tuple[str, str, int]]:
    """(name, value, width) of what the graph gives."""
    if kind != "encoder":
        return [("logits", g.head(pooled, "head"), g.state["head.weight"].shape[0])]
    found = [("vector", g.one("Div", pooled, g.one("ReduceL2", pooled, axes=[1], keepdims=1)), HIDDEN)]
    for name, head in (("strength", "head"), ("side", "side")):
        found.append((name, g.head(pooled, head), g.state[f"{head}.weight"].shape[0]))
    return found


def build(state: dict[str, np.ndarray], kind: str) -> onnx.ModelProto:
    """The whole graph."""
    g = Graph(state)
    x = embedded(g)
    keep = g.one("Cast", "attention_mask", to=TensorProto.INT32)
    for number in range(LAYERS):
        x = layer(g, x, number, keep)
    found = outputs_of(g, mean_of_tokens(g, x), kind)
    g.nodes += [helper.make_node("Identity", [value], [name], name=f"out_{name}") for name, value, _ in found]
    ids = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("attention_mask", "token_type_ids")
    ]
    words = helper.make_tensor_value_info("words", TensorProto.FLOAT, ["batch", "tokens", HIDDEN])
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", width]) for name, _, width in found]
    graph = helper.make_graph(g.nodes, f"miner-{kind}", [words, *ids], given, g.weights)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="miner")
    model.ir_version = 8
    return model


def base_state(base: str) -> dict[str, np.ndarray]:
    """The weights that training starts from."""
    bert = AutoModel.from_pretrained(base, add_pooling_layer=False)
    return {f"bert.{name}": value.float().numpy() for name, value in bert.state_dict().items()}


def trained_state(base: str, weights: list[str], share: float) -> dict[str, np.ndarray]:
    """The mean of trained weights, mixed with the base (``share`` of 1: trained only; Wortsman et al. 2022)."""
    runs = [torch.load(path) for path in weights]
    mean = {name: np.mean([run[name].float().numpy() for run in runs], axis=0) for name in runs[0]}
    old = base_state(base)
    return {name: old[name] + share * (value - old[name]) if name in old else value for name, value in mean.items()}


def write_words(base: str, out: Path) -> None:
    """The word table: int8 rows and a scale for each."""
    table = base_state(base)["bert.embeddings.word_embeddings.weight"]
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-12) / 127
    rows = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
    np.savez(out, rows=rows, scale=scale[:, 0].astype(np.float32))


def main() -> None:
    """Write one file and print its checksum for the registry."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("kind", choices=["words", "side", "match", "support", "encoder"])
    ask.add_argument("--base", required=True)
    ask.add_argument("--weights", nargs="+", default=[])
    ask.add_argument("--share", type=float, default=1.0, help="of the trained weights; the rest from the base")
    ask.add_argument("--out", type=Path, required=True)
    asked = ask.parse_args()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    if asked.kind == "words":
        write_words(asked.base, asked.out)
    else:
        model = build(trained_state(asked.base, asked.weights, asked.share), asked.kind)
        asked.out.write_bytes(model.SerializeToString(deterministic=True))
    print(asked.out, asked.out.stat().st_size, hashlib.sha256(asked.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
