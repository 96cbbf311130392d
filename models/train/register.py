"""Write the checksums of the model files into ``models/registry.toml``.

python models/train/register.py
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

MODELS = Path(__file__).resolve().parent.parent


def registered(text: str, models: Path) -> str:
    """The registry with the checksums of the files in ``models``; models in packages of their own stay as they are."""
    for name, entry in tomllib.loads(text).items():
        if "package" in entry:
            continue
        line = f'sha256 = "{entry["sha256"]}"'
        if text.count(line) != 1:
            raise SystemExit(f"The checksum of {name} must stand once in the registry, as: {line}")
        text = text.replace(line, f'sha256 = "{hashlib.sha256((models / entry["file"]).read_bytes()).hexdigest()}"')
    return text


def main() -> None:
    """Rewrite the registry."""
    registry = MODELS / "registry.toml"
    registry.write_text(registered(registry.read_text("utf-8"), MODELS), "utf-8")


if __name__ == "__main__":
    main()
