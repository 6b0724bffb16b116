"""Fills a folder from which Turnstone installs on a machine without a network.

    python tools/make_wheelhouse.py [--platform win_amd64] [--out wheelhouse]

The folder is for the Python version that makes it and, without --platform, for machines like this one. Needs a network; what it fetches is checked against the
hashes in requirements.lock, here and again when it is installed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
PLATFORMS = {
    "linux_x86_64": ["manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"],
    "macos_arm64": ["macosx_14_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"],
    "win_amd64": ["win_amd64"],
}
HOW = """Turnstone on a machine without a network
========================================
Carry this whole folder over, compare SHA256SUMS, then:

Linux, macOS   python3.11 -m venv .venv
               .venv/bin/pip install --no-index --find-links . --require-hashes -r requirements.lock
               .venv/bin/pip install --no-index --no-deps {wheel}
               .venv/bin/turnstone demo
Windows        py -3.11 -m venv .venv
               .venv\\Scripts\\pip install --no-index --find-links . --require-hashes -r requirements.lock
               .venv\\Scripts\\pip install --no-index --no-deps {wheel}
               .venv\\Scripts\\turnstone demo
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--platform", choices=sorted(PLATFORMS), help="for another kind of machine than this one")
    parser.add_argument("--out", type=Path, default=HERE / "wheelhouse")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "requirements.lock", given.out / "requirements.lock")
    fetch(given.out, given.platform)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(given.out.resolve())]
    subprocess.run(build, cwd=HERE, check=True, stdout=subprocess.DEVNULL)
    wheel = next(given.out.glob("turnstone-*.whl"))
    (given.out / "INSTALL.txt").write_text(HOW.format(wheel=wheel.name), "utf-8")
    sums = [f"{digest(path)}  {path.name}" for path in sorted(given.out.iterdir()) if path.name != "SHA256SUMS"]
    (given.out / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")
    size = sum(path.stat().st_size for path in given.out.iterdir())
    print(f"{len(sums)} files, {size / 1e6:.0f} MB in {given.out}; INSTALL.txt says how to go on")


def fetch(out: Path, platform: str | None) -> None:
    """All locked packages as wheels. For another platform the lock's `; sys_platform ==` conditions are this machine's
    to pip, so they are taken off: one small package too many does no harm, one too few would."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes",
           "--no-deps", "--only-binary=:all:", "--dest", str(out)]  # fmt: skip
    lock = (HERE / "requirements.lock").read_text("utf-8")
    if platform is not None:
        lock = re.sub(r" ; (sys_platform|platform_)[^\\\n]*", " ", lock)
        version = f"{sys.version_info.major}{sys.version_info.minor}"
        pip += ["--python-version", version, "--implementation", "cp"]
        pip += [part for abi in (f"cp{version}", "abi3", "none") for part in ("--abi", abi)]
        pip += [part for tag in PLATFORMS[platform] for part in ("--platform", tag)]
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "requirements.txt"
        file.write_text(lock, "utf-8")
        subprocess.run([*pip, "--requirement", str(file)], check=True)


def digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
