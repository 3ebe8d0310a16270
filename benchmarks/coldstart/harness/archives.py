"""The JVM's archive of classes, made by a run that answers real events through the runtime client."""

import shutil
import signal
from pathlib import Path
from typing import Callable

from cases import Case
from child import Child, Launch
from places import WORK, BuildFailure
from runtime_api import Failure, RuntimeApi

EVENTS = 3


def trained(name: str, case: Case, start: Callable[[list[str]], Launch], making: str = "-XX:ArchiveClassesAtExit") -> Path:
    archive = WORK / "archives" / f"{name}-{case.name}.jsa"
    stamp = archive.with_suffix(".stamp")
    launch = start([f"{making}={archive}"])
    # The JVM refuses an archive of another class path, or of a jar that was touched since.
    made = "\n".join([*launch.command, *(str(file.stat().st_mtime_ns) for file in launch.files if file.suffix == ".jar")])
    if not archive.exists() or not stamp.exists() or stamp.read_text() != made:
        archive.parent.mkdir(parents=True, exist_ok=True)
        archive.unlink(missing_ok=True)
        train(launch, case)
        if not archive.exists():
            raise BuildFailure(f"{name}: the training run left no archive of classes")
        stamp.write_text(made)
    return archive


def train(launch: Launch, case: Case) -> None:
    api = RuntimeApi(case.event)
    work = WORK / "training"
    child = Child(launch, api.address, work, None)
    try:
        api.serve(child.process.pid, EVENTS, 120)
        # Asked to end, the JVM writes the archive on its way out.
        child.end(signal.SIGTERM, 300)
    except Failure as failure:
        raise BuildFailure(f"the training run failed: {failure}; {child.output()[-300:]}") from failure
    finally:
        child.end()
        api.close()
        shutil.rmtree(work, ignore_errors=True)
