"""Thaw's own artefacts, made by `thaw package` as its users make them."""

import os
import shutil
import zipfile
from pathlib import Path

import builds
from cases import Case
from places import ROOT, WORK, BuildFailure, run

TARGETS = {"zip": "aws-zip", "image": "aws-image", "native": "aws-native"}
QUARKUS_SAMPLE = "samples/quarkus-digits/lambda"
# An executable is compiled, on two processors in two to five minutes.
SECONDS = 3600


def packaged(layout: str, version: int, case: Case) -> Path:
    """The folder that start.json is in."""
    home = WORK / "thaw" / f"{layout}-{version}" / case.name
    stamp, sources = home / "made.stamp", built(case)
    if not builds.made_from(stamp, sources):
        shutil.rmtree(home, ignore_errors=True)
        java = builds.java_home(version)
        environment = {**os.environ, "JAVA_HOME": str(java)}
        command = [ROOT / "thaw", "package", case.model.parent, "--target", TARGETS[layout], "--jdk", java, "--output", home]
        if layout == "zip":
            # Larger than an upload may be: such a zip is deployed from S3.
            command.append("--through-storage")
        run(command, SECONDS, environment=environment)
        stamp.write_text(sources)
    return next((found.parent for found in home.rglob("start.json")), None) or missing(home)


def on_quarkus(case: Case) -> Path:
    """The sample of Thaw's extension of Quarkus with this model, as Lambda unpacks it: jars, models and libraries in lib/."""
    home = WORK / "thaw" / "quarkus" / case.name
    stamp, sources = home / "made.stamp", quarkus_sources(case)
    if not builds.made_from(stamp, sources):
        shutil.rmtree(home, ignore_errors=True)
        command = ["mvn", "-q", "-B", "-Dmaven.test.skip=true", "package", "-pl", QUARKUS_SAMPLE, "-am"]
        run([*command, f"-Dquarkus.thaw.models={case.model.parent.parent}"], SECONDS)
        target = ROOT / QUARKUS_SAMPLE / "target"
        with zipfile.ZipFile(target / "function.zip") as packed:
            packed.extractall(home, [name for name in packed.namelist() if name.startswith("lib/")])
        # Its own classes lie open in the zip; in a jar, an archive of classes can hold them.
        shutil.copy2(next(target.glob("*-runner.jar")), home / "lib" / "function.jar")
        stamp.write_text(sources)
    return home


def quarkus_sources(case: Case) -> str:
    """Changes with what the extension was built from and with the model."""
    folders = [ROOT / name for name in ("quarkus-extension", "functions-core", "aws-adapter", "packaging")]
    files = sorted(file for folder in folders for file in folder.glob("**/src/main/**/*") if file.is_file())
    return "\n".join(f"{file.name} {file.stat().st_mtime_ns}" for file in [*files, case.model])


def missing(home: Path) -> Path:
    raise BuildFailure(f"thaw package left no start.json below {home.relative_to(WORK)}")


def built(case: Case) -> str:
    """Changes with what `thaw` was built from and with the model."""
    jars = sorted((ROOT / "cli/target").glob("**/*.jar")) + sorted((ROOT / "packaging").glob("**/target/**/*.jar"))
    return "\n".join(f"{file.name} {file.stat().st_mtime_ns}" for file in [*jars, case.model])


def executable(case: Case) -> Path:
    """A native executable, with its libraries beside it: it holds no model, so the first case's serves all."""
    made = next((WORK / "thaw" / "native-25").rglob("bootstrap"), None)
    stamp = WORK / "thaw" / "native-25" / "made.stamp"
    sources = built(case).rpartition("\n")[0]
    if made is None or not builds.made_from(stamp, sources):
        made = packaged("native", 25, case) / "task" / "bootstrap"
        stamp.write_text(sources)
    return made


def zip_without_model(case: Case) -> int | None:
    """Bytes of the zip for Lambda, less what its models take in it."""
    return without_model(WORK / "thaw" / "zip-17" / case.name, case.name)


def native_sizes() -> tuple[int, int] | None:
    """Bytes of the executable, and of its zip less the model."""
    home = WORK / "thaw" / "native-25"
    program = next(home.rglob("bootstrap"), None)
    if program is None:
        return None
    name = program.parent.parent.name.removesuffix("-" + TARGETS["native"])
    return program.stat().st_size, without_model(home, name) or 0


def without_model(home: Path, name: str) -> int | None:
    packed = next(home.rglob(f"{name}.zip"), None)
    if packed is None:
        return None
    with zipfile.ZipFile(packed) as content:
        models = sum(entry.compress_size for entry in content.infolist() if entry.filename.startswith("models/"))
    return packed.stat().st_size - models
