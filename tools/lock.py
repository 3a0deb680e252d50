"""Pin every dependency, and its dependencies, with hashes. No address of a registry is written down.

Uses uv (installed into a folder of its own) because it resolves once for all Python versions and systems.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

FLAGS = ["--universal", "--generate-hashes", "--python-version=3.11", "--no-annotate", "--no-header",
         "--no-emit-index-url", "--no-config", "--quiet"]  # fmt: skip
PIN = re.compile(r"^[a-zA-Z0-9._-]+==[^ \\\n]+(?: ; [^\\\n]+)?", re.MULTILINE)
"""A version, and for which Pythons or systems it is."""
SETS = {
    "constraints.txt": [],
    "constraints-dev.txt": ["--group=pyproject.toml:dev"],
    "constraints-bench.txt": ["--group=pyproject.toml:bench"],
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        tool = Path(folder) / "bin"
        subprocess.run([tool / "pip", "install", "--quiet", "uv"], check=True)
        everything = [group for groups in SETS.values() for group in groups]
        pins = Path(folder) / "pins.txt"
        compiled(tool / "uv", everything, [], pins)
        pins.write_text("\n".join(PIN.findall(pins.read_text())))
        for name, groups in SETS.items():
            compiled(tool / "uv", groups, [f"--constraint={pins}"], Path(name))


def compiled(uv: Path, groups: list[str], more: list[str], out: Path) -> None:
    """One set; the versions are the same in all of them."""
    command = [uv, "pip", "compile", "pyproject.toml", *FLAGS, *groups, *more, f"--output-file={out}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
