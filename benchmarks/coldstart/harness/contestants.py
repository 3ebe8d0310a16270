"""Who is compared: how each is built, and how it is started on a model."""

import json
import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import archives
import builds
import packages
from cases import Case
from child import Launch
from places import COLDSTART, WORK, BuildFailure

RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
# As Lambda starts Java on 1769 MB, the size that has one whole vCPU: its own heap, Serial GC, C1 alone.
MANAGED = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxHeapSize=1539m")
# What a JVM of such a machine starts its heap with: a sixty-fourth. This machine's would be another for all.
MACHINE = ("-XX:InitialHeapSize=28m", "-Djava.io.tmpdir={tmp}")
JAVA_VERSION = 17


class Absent(Exception):
    """A row that this run leaves out, and why."""


@dataclass(frozen=True)
class Contestant:
    """A row of the table."""

    key: str
    name: str
    launch: Callable[[Case], Launch]


def model_settings(case: Case) -> dict:
    return {"MODEL_NAME": case.name, "MODEL_FILE": str(case.model)}


def c_plain(case: Case) -> Launch:
    program = builds.c_program()
    return Launch((str(program),), model_settings(case), WORK, (program, builds.onnxruntime(), case.model))


def c_tuned(case: Case) -> Launch:
    program = builds.c_program()
    settings = {"MODEL_NAME": case.name, "MODEL_FILE": str(case.optimised), "MODEL_TUNED": "1"}
    return Launch((str(program),), settings, WORK, (program, builds.onnxruntime(), case.optimised))


def python(case: Case) -> Launch:
    interpreter = builds.python_environment("python")
    settings = {**model_settings(case), "_HANDLER": "handler.handle", "LAMBDA_TASK_ROOT": str(COLDSTART / "python")}
    command = (str(interpreter), "-m", "awslambdaric", "handler.handle")
    return Launch(command, settings, COLDSTART / "python", (interpreter.parent.parent, COLDSTART / "python", case.model))


@dataclass(frozen=True)
class JavaFunction:
    """A Maven project of this folder on the AWS runtime client."""

    project: str
    handler: str
    settings: tuple[tuple[str, str], ...] = ()
    version: int = JAVA_VERSION

    def zipped(self, case: Case) -> Launch:
        """As the managed runtime has a zip: the client on the class path, the function unpacked beside it."""
        task = self.task()
        return self.start(case, [], self.runtime(), task, [task / "lib"])

    def archived(self, case: Case) -> Launch:
        """As in an image: all on the class path, so that the JVM's archive of classes can hold them."""
        path = self.runtime() + sorted((self.task() / "lib").glob("*.jar"))
        trained = archives.trained(self.project, case, lambda flags: self.start(case, flags, path, empty(), []))
        return self.start(case, [f"-XX:SharedArchiveFile={trained}", "-Xshare:auto"], path, empty(), [trained])

    def cached(self, case: Case) -> Launch:
        """The same with what newer JVMs have in place of that archive."""
        path = self.runtime() + sorted((self.task() / "lib").glob("*.jar"))
        start = lambda flags: self.start(case, flags, path, empty(), [])
        trained = archives.trained(f"{self.project}-{self.version}", case, start, "-XX:AOTCacheOutput")
        return self.start(case, [f"-XX:AOTCache={trained}"], path, empty(), [trained])

    def start(self, case: Case, flags: list[str], path: list[Path], task: Path, files: list[Path]) -> Launch:
        home = builds.java_home(self.version)
        java = (str(home / "bin/java"), *MACHINE, *MANAGED, *flags, "-cp", class_path(path), RUNTIME, self.handler)
        settings = {**model_settings(case), "_HANDLER": self.handler, "LAMBDA_TASK_ROOT": str(task), **dict(self.settings)}
        # The runtime client looks for the function where it is started.
        return Launch(java, settings, task, (home / "lib", *path, *files, case.model))

    def task(self) -> Path:
        """The function as Lambda unpacks it: jars in lib/, the function's own among them."""
        target = builds.maven(self.project)
        own = next((jar for name in ("function-runner.jar", "function.jar") if (jar := target / name).exists()), None)
        if own is None:
            raise BuildFailure(f"{self.project}: expected a jar in its folder target")
        linked = target / "lib" / "function.jar"
        if not linked.exists():
            linked.hardlink_to(own)
        return target

    @staticmethod
    def runtime() -> list[Path]:
        """The client that Lambda has beside a function of this language, with what it needs."""
        return sorted((builds.maven("java") / "runtime").glob("*.jar"))


def class_path(jars: list[Path]) -> str:
    return ":".join(str(jar) for jar in jars)


def empty() -> Path:
    folder = WORK / "empty"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True)
class PackedFunction(JavaFunction):
    """A function that is no project of this folder, as Lambda unpacks it."""

    folder: Path = Path()

    def task(self) -> Path:
        return self.folder


def extension(case: Case, version: int = JAVA_VERSION) -> JavaFunction:
    """What a developer on Quarkus has with Thaw's extension: her dependency, her model, no code."""
    handler = "thaw.quarkus.lambda.ManagedHandler::handleRequest"
    return PackedFunction("quarkus-thaw", handler, version=version, folder=packages.on_quarkus(case))


JAVA = JavaFunction("java", "coldstart.JavaHandler::handleRequest")
SPRING = JavaFunction("spring", "org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest",
                      (("MAIN_CLASS", "coldstart.SpringFunction"), ("SPRING_CLOUD_FUNCTION_DEFINITION", "infer")))
QUARKUS = JavaFunction("quarkus", "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest")
MICRONAUT = JavaFunction("micronaut", "coldstart.MicronautHandler")
# DJL asks a place on the network how it is used, unless told not to.
DJL = JavaFunction("djl", "coldstart.DjlHandler::handleRequest", (("OPT_OUT_TRACKING", "true"),))


def thaw(layout: str, version: int) -> Callable[[Case], Launch]:
    """What `thaw package` makes: start.json beside the artefact says how it is started."""

    def launch(case: Case) -> Launch:
        artefact = packages.packaged(layout, version, case)
        told = json.loads((artefact / "start.json").read_text())
        program, *arguments = told["command"]
        folder = artefact / told["directory"]
        # An image has a Java runtime of its own; beside a zip it is the machine's.
        runtime = () if layout == "image" else (builds.java_home(version) / "lib",)
        return Launch((program, *MACHINE, *arguments), told["environment"], folder, (artefact, *runtime))

    return launch


def native(case: Case) -> Launch:
    """What `thaw package --target aws-native` makes where GRAALVM_HOME names a builder, or the command in THAW_NATIVE."""
    command = os.environ.get("THAW_NATIVE", "")
    if command:
        return commanded(shlex.split(command), case)
    if not os.environ.get("GRAALVM_HOME"):
        raise Absent("GRAALVM_HOME names no builder of native executables, THAW_NATIVE no command")
    program = packages.executable(case)
    zipped = packages.packaged("zip", JAVA_VERSION, case)
    told = json.loads((zipped / "start.json").read_text())
    models = zipped / told["directory"] / "models"
    settings = {**told["environment"], "LAMBDA_TASK_ROOT": str(program.parent), "THAW_MODELS": str(models)}
    return Launch((str(program),), settings, program.parent, (program.parent, models))


def commanded(command: list[str], case: Case) -> Launch:
    """The words `{model}` and `{name}` of a command are replaced, the event is the others'."""
    words = [word.replace("{model}", str(case.repository)).replace("{name}", case.name) for word in command]
    settings = {**model_settings(case), "THAW_MODELS": str(case.repository), "THAW_MODEL": case.name}
    files = [Path(word) for word in words if Path(word).is_file()]
    return Launch(tuple(words), settings, WORK, (*files, case.model))


ALL = [
    Contestant("c-plain", "C, plain .onnx", c_plain),
    Contestant("c-tuned", "C, tuned", c_tuned),
    Contestant("thaw-image-25", "Thaw, image layout, JDK 25", thaw("image", 25)),
    Contestant("thaw-image-17", "Thaw, image layout, JDK 17", thaw("image", 17)),
    Contestant("thaw-zip-25", "Thaw, zip layout, JDK 25", thaw("zip", 25)),
    Contestant("thaw-zip-17", "Thaw, zip layout, JDK 17", thaw("zip", 17)),
    Contestant("native", "Thaw, native executable", native),
    Contestant("python", "Python, awslambdaric", python),
    Contestant("java", "Java, ONNX Runtime as it comes", JAVA.zipped),
    Contestant("djl", "DJL", DJL.zipped),
    Contestant("djl-archive", "DJL, class archive", DJL.archived),
    Contestant("micronaut", "Micronaut", MICRONAUT.zipped),
    Contestant("micronaut-archive", "Micronaut, class archive", MICRONAUT.archived),
    Contestant("quarkus", "Quarkus", QUARKUS.zipped),
    Contestant("quarkus-archive", "Quarkus, class archive", QUARKUS.archived),
    Contestant("quarkus-thaw", "Quarkus, Thaw's extension", lambda case: extension(case).zipped(case)),
    Contestant("quarkus-thaw-archive", "Quarkus, Thaw's extension, class archive", lambda case: extension(case).archived(case)),
    Contestant("quarkus-thaw-25", "Quarkus, Thaw's extension, JDK 25, AOT cache", lambda case: extension(case, 25).cached(case)),
    Contestant("spring", "Spring Cloud Function", SPRING.zipped),
    Contestant("spring-archive", "Spring Cloud Function, class archive", SPRING.archived),
]
