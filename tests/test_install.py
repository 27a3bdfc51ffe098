"""The kit from its own wheel, in an environment that has nothing of it, with no network: begun, held with other people's packages, and recorded."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from kit_home import ROOT

import kitlib

PARTS = ("kitlib", "facilitation", "notebooks/records", "data")
FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "LICENSE-CONTENT")
EXAMPLES = ROOT / "examples"
BUILD = ["wheel", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check", "--quiet"]

Kit = Callable[..., str]


def run(words: Sequence[str | Path], at: Path, **more: str) -> str:
    """What a process prints that must end well. It sees nothing of the kit that these tests run from."""
    left_out = ("PYTHONPATH", "KIT_HOME", "KIT_DATABASE_URL", "VIRTUAL_ENV")
    environment = {key: value for key, value in os.environ.items() if key not in left_out}
    told = subprocess.run(
        [str(each) for each in words],
        cwd=at,
        env={**environment, "TERM": "dumb", "PYTHONNOUSERSITE": "1", **more},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def source(folder: Path) -> Path:
    """What the kit's wheel is built from, apart, so that nothing is written into the checkout."""
    left_out = shutil.ignore_patterns("__pycache__", "*.db*", ".kit", "shipped", ".ipynb_checkpoints")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=left_out)
    for name in FILES:
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def environment(folder: Path) -> Path:
    """An environment that finds what the kit needs and no part of the kit; returns its folder of programs."""
    venv.create(folder / "env", with_pip=False)
    needed = folder / "needed"
    needed.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.lower().startswith(("kitlib", "__editable__")) and path.suffix != ".pth":
            (needed / path.name).symlink_to(path)
    (site,) = folder.glob("env/lib/python*/site-packages")
    (site / "needed.pth").write_text(f"{needed}\n")
    share = folder / "env" / "share" / "jupyter"
    share.mkdir(parents=True)
    (share / "nbconvert").symlink_to(Path(sys.prefix) / "share" / "jupyter" / "nbconvert")  # its templates
    return folder / "env" / "bin"


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    """The command of an environment into which the wheels of the kit and of the example's kind were installed."""
    wheels = tmp_path / "wheels"
    fishbowl = shutil.copytree(EXAMPLES / "kitlib-fishbowl", tmp_path / "fishbowl")
    pip = [sys.executable, "-m", "pip"]
    for each in (source(tmp_path / "source"), fishbowl):
        run([*pip, *BUILD, "--wheel-dir", wheels, each], tmp_path)
    programs = environment(tmp_path)
    install(programs, *wheels.glob("*.whl"))

    def kit(*words: str | Path, at: Path) -> str:
        return run([programs / "kit", *words], at)

    return kit


def install(programs: Path, *wheels: Path) -> None:
    options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    pip = [sys.executable, "-m", "pip", "--python", programs / "python", "install"]
    run([*pip, *options, *wheels], programs)


def hold(kit: Kit, home: Path, session: str, field: str, words: str) -> None:
    """Open a meeting, key in an answer as it would stand on paper, and make the record."""
    for name in ("districts.csv", "schools.csv"):
        kit("districts", "import", EXAMPLES / "another-state" / "data" / name, at=home)
    kit("open", session, "--district", "Aldermoor Parish", "--date", "2026-11-30", at=home)
    kit("handout", session, "--keys", at=home)
    (keys,) = home.glob(f"handouts/{session}-*-keys.csv")
    with keys.open(encoding="utf-8-sig", newline="") as file:
        heads, *lines = csv.reader(file)
    line = next(each for each in lines if each[heads.index("field")] == field)
    line[-1] = words
    with keys.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, line])
    kit("import", keys, at=home)
    kit("records", "--jobs", "1", at=home)

    (record,) = home.glob(f"records/{session}/*.html")
    page = record.read_text("utf-8")
    assert words in page
    assert "No clock was kept: " in page  # on paper; what was answered was held all the same
    assert "not held" not in page


def say(home: Path, **words: str) -> None:
    """Say these keys in a home's kit.yaml in the place of what it says of them."""
    file = home / "kit.yaml"
    kept = [line for line in file.read_text("utf-8").splitlines() if line.partition(":")[0] not in words]
    file.write_text("\n".join([*kept, *(f"{key}: {value}" for key, value in words.items()), ""]), "utf-8")


@pytest.mark.skipif(os.name != "posix", reason="the environment is made of links")
def test_wheels_installed_without_a_network_are_a_kit_in_which_meetings_are_held_and_recorded(kit, tmp_path):
    kit("init", "hill", at=tmp_path)
    say(
        tmp_path / "hill",
        layers=f"[{EXAMPLES / 'kitlib-fishbowl' / 'facilitation'}]",
        called="{district: parish}",
    )
    hold(kit, tmp_path / "hill", "first-year", "takes.plan", "We begin with what helps.")

    state = shutil.copytree(EXAMPLES / "another-state", tmp_path / "northmark")
    kit("pack", "build", ".", at=state)
    install(tmp_path / "env" / "bin", *state.glob("dist/*.whl"))
    kit("init", "lake", "--empty", at=tmp_path)
    say(tmp_path / "lake", called="{district: parish}")
    hold(kit, tmp_path / "lake", "welcome", "chosen", "A bench at the door.")
    assert f"kit {kitlib.__version__}," in kit("--version", at=tmp_path)
