"""`make setup`: a machine with nothing but Python becomes one where every other target works.

Promise: standard library only; the second call changes nothing and takes a blink; each failure is one sentence that
says what to do. System packages are a convenience: where they cannot be installed, the command is printed and what
needs them is skipped later.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
LOG = VENV / "setup.log"
STAMP = VENV / "installed.stamp"
APT_STAMP = VENV / "apt-tried.stamp"
OUR_PACKAGES = (
    *("relay", "schemas", "connectors", "expectations", "digitise", "tracking"),
    *("flows", "ui", "dags", "stack", "simulators", "benchmarks"),
)
NO_INDEX_SIGNS = (
    "No matching distribution",
    "Max retries",
    "NewConnectionError",
    "name resolution",
    "Connection refused",
    "ReadTimeout",
)


class SetupError(Exception):
    """The machine cannot be prepared; the message is the one sentence to print."""


def system_packages(apt_list: Path = ROOT / "apt.txt") -> list[str]:
    """Return the Debian packages of `apt_list` (and Python's venv support) that are not installed here.

    Empty on systems without dpkg.
    """
    if shutil.which("dpkg-query") is None:
        return []
    wanted = apt_list.read_text(encoding="utf-8").split()
    missing = [name for name in wanted if not _dpkg_has(name)]
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode:
        missing.append("python3-venv")
    return missing


def _dpkg_has(name: str) -> bool:
    found = subprocess.run(["dpkg-query", "-W", "-f=${Status}", name], capture_output=True, text=True, check=False)
    return found.returncode == 0 and "install ok installed" in found.stdout


def install_system_packages() -> None:
    """Install what is missing where we may; otherwise print the command and go on."""
    missing = system_packages()
    if not missing:
        return
    command = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    tried = APT_STAMP.exists() and APT_STAMP.read_text(encoding="utf-8") == " ".join(missing)
    if not tried and _apt(missing):
        return
    print(f"System packages are missing; what needs them is skipped. To install them: sudo {command}", flush=True)
    if VENV.is_dir():
        APT_STAMP.write_text(" ".join(missing), encoding="utf-8")


def _apt(missing: list[str]) -> bool:
    """Return True when apt-get installed the packages; False when it may not or cannot."""
    prefix = _privilege()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    print(f"Installing system packages: {' '.join(missing)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    for step in ([*prefix, "apt-get", "update", "-qq"], install):
        done = subprocess.run(step, env=environment, capture_output=True, text=True, check=False)
        if done.returncode and step is install:
            print("apt-get failed: " + (done.stderr.strip().splitlines() or ["no reason given"])[-1], flush=True)
            return False
    return True


def _privilege() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def fingerprint() -> str:
    """Return the hash of everything the installed packages follow from."""
    parts = (LOCK.read_bytes(), PROJECT.read_bytes(), sys.version.encode(), str(ROOT).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_venv() -> None:
    """Create .venv when it is missing or its interpreter is gone.

    :raises SetupError: when Python cannot make one
    """
    python = VENV / "bin" / "python"
    alive = (
        python.exists() and subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    )
    if alive:
        return
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(
            "Python cannot make a virtual environment: run sudo apt-get install python3-venv, then try again."
        )


def install_python_packages() -> None:
    """Install the lock, then this project beside it, with bytecode compiled.

    :raises SetupError: when the index does not answer or a package does not install
    """
    count = sum(
        1 for line in LOCK.read_text(encoding="utf-8").splitlines() if "==" in line and not line.startswith(" ")
    )
    print(f"Installing up to {count} Python packages into .venv (a minute or two, once)", flush=True)
    # The lock is complete: anything a user's pip configuration adds could only contradict it.
    # And resolving again would ask for what the lock left out on purpose: opencv-python beside its headless build.
    _pip("install", "--require-hashes", "--no-deps", "--compile", "--retries", "2", "-r", str(LOCK))
    _pip("install", "--no-build-isolation", "--no-deps", "--no-index", "--editable", str(ROOT))
    packages = [str(ROOT / name) for name in OUR_PACKAGES if (ROOT / name).is_dir()]
    subprocess.run([str(VENV / "bin" / "python"), "-m", "compileall", "-q", *packages], check=False)


def _pip(*arguments: str) -> None:
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "PIP_CONSTRAINT")
    }
    command = [str(VENV / "bin" / "python"), "-m", "pip", *arguments, "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    with LOG.open("a", encoding="utf-8") as log:
        log.write(done.stdout)
    if done.returncode:
        raise SetupError(explain(done.stdout))


def explain(output: str) -> str:
    """Return the one sentence that says why pip failed."""
    where = f"(log: {LOG.relative_to(ROOT)})"
    if any(sign in output for sign in NO_INDEX_SIGNS):
        return f"The Python package index does not answer: check the network or PIP_INDEX_URL, then try again {where}."
    reasons = [line.removeprefix("ERROR: ") for line in output.splitlines() if line.startswith("ERROR: ")]
    return f"pip could not install the packages: {reasons[0] if reasons else 'no reason given'} {where}."


def main() -> int:
    """Prepare this machine; return 0, or 1 after printing one sentence."""
    try:
        install_system_packages()
        make_venv()
        if not STAMP.exists() or STAMP.read_text(encoding="utf-8") != fingerprint():
            install_python_packages()
            STAMP.write_text(fingerprint(), encoding="utf-8")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
