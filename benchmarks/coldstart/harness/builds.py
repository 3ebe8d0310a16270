"""Makes what the contestants are started from, each once: a stamp beside it tells from which sources."""

import hashlib
import os
import shutil
import zipfile
from pathlib import Path

from places import COLDSTART, WORK, BuildFailure, run

MINUTES = 60
NATIVE = "ai/onnxruntime/native/linux-x64/"


def digest(*sources: Path) -> str:
    files = sorted(file for source in sources for file in ([source] if source.is_file() else source.rglob("*")) if file.is_file())
    seen = hashlib.sha256()
    for file in files:
        if "target" not in file.relative_to(COLDSTART).parts:
            seen.update(str(file.relative_to(COLDSTART)).encode() + file.read_bytes())
    return seen.hexdigest()


def made_from(stamp: Path, sources: str) -> bool:
    return stamp.exists() and stamp.read_text() == sources


def maven(name: str) -> Path:
    """A project's folder target: its jar, and lib/ with what it needs."""
    project = COLDSTART / name
    stamp, sources = project / "target" / "made.stamp", digest(project, COLDSTART / "shared")
    if not made_from(stamp, sources):
        shutil.rmtree(project / "target", ignore_errors=True)
        run(["mvn", "-q", "-B", "-Dmaven.test.skip=true", "package"], 20 * MINUTES, project)
        stamp.write_text(sources)
    return project / "target"


def python_environment(name: str) -> Path:
    """The interpreter of an environment with exactly what the folder's lock says."""
    lock = COLDSTART / name / "requirements.lock"
    home = WORK / f"venv-{name}"
    stamp, sources = home / "made.stamp", digest(lock)
    if not made_from(stamp, sources):
        shutil.rmtree(home, ignore_errors=True)
        run(["python3.11", "-m", "venv", home], 5 * MINUTES)
        run([home / "bin/pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", lock], 20 * MINUTES)
        stamp.write_text(sources)
    return home / "bin" / "python"


def onnxruntime() -> Path:
    """A folder with the libraries of the jar that all others load, out of it."""
    folder = WORK / "onnxruntime"
    library = folder / "libonnxruntime.so.1"
    if not library.exists():
        jar = next((maven("java") / "lib").glob("onnxruntime-*.jar"))
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(jar) as packed:
            library.write_bytes(packed.read(NATIVE + "libonnxruntime.so"))
        # Under the name by which it is found as well as that by which it is linked.
        (folder / "libonnxruntime.so").unlink(missing_ok=True)
        (folder / "libonnxruntime.so").symlink_to(library.name)
    return folder


def c_program() -> Path:
    libraries, program = onnxruntime(), WORK / "c" / "coldstart"
    stamp, sources = program.with_name("made.stamp"), digest(COLDSTART / "c")
    if not made_from(stamp, sources):
        program.parent.mkdir(parents=True, exist_ok=True)
        flags = ["-std=c17", "-O2", "-Wall", "-Wextra", "-Werror"]
        link = [f"-L{libraries}", "-lonnxruntime", f"-Wl,-rpath,{libraries}"]
        run(["cc", *flags, "-o", program, *sorted((COLDSTART / "c").glob("*.c")), *link], 5 * MINUTES)
        stamp.write_text(sources)
    return program


def java_home(version: int) -> Path:
    """By JAVA_HOME_17 or JAVA_HOME_25, by JAVA_HOME if it is of that version, or where Linux keeps it."""
    places = [os.environ.get(f"JAVA_HOME_{version}"), os.environ.get("JAVA_HOME")]
    places += sorted(Path("/usr/lib/jvm").glob(f"*{version}*"))
    for place in places:
        release = Path(place or "/nowhere") / "release"
        if release.exists() and f'JAVA_VERSION="{version}' in release.read_text():
            return release.parent.resolve()
    raise BuildFailure(f"needs JDK {version}: JAVA_HOME_{version} names its folder")
