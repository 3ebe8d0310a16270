"""How long a packaged function takes from a fresh process to its first right answer, on each cloud's own client."""
import base64
import json
import os
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = ROOT / "samples/models/digits"
PICTURE = ROOT / "samples/data/digits/digit-7-1635.png"
WORK = ROOT / "benchmarks/target/adapters"
# As worker.config.json of the Java worker has them.
WORKER_OPTIONS = ["-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1"]


def java():
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def package(target):
    """Made by `thaw package`, as users make it."""
    subprocess.run([ROOT / "thaw", "package", MODEL, "--target", target, "--output", WORK / target], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    return next(found.parent for found in (WORK / target).rglob("package.json"))


class Started:
    """Started by `thaw coldstart`, which plays the platform around the real client."""

    def __init__(self, name, target):
        self.name, self.folder = name, package(target)

    def milliseconds(self):
        told = subprocess.run([ROOT / "thaw", "coldstart", self.folder, "-n", "1", "--json"], cwd=ROOT, check=True,
                              capture_output=True, text=True)
        return json.loads(told.stdout)["minimum_ms"]


class AzureAlone:
    """The app's entry point in a fresh JVM, called as the worker calls it."""

    name = "Azure, entry point without a worker"

    def __init__(self):
        app = package("azure") / "app"
        self.request = WORK / "azure-request.json"
        self.request.write_text(json.dumps(request()))
        annotations = ROOT / "benchmarks/target/lib"
        jars = [ROOT / "benchmarks/target/classes", app / "azure-adapter.jar", app / "lib/*",
                *annotations.glob("azure-functions-java-*.jar")]
        self.command = [java(), *WORKER_OPTIONS, "-cp", ":".join(map(str, jars)), "thaw.benchmarks.AzureFirstAnswer",
                        str(self.request)]
        self.environment = {**os.environ, "THAW_TRIGGER": "http", "THAW_MODEL": "digits", "THAW_MODELS": str(app / "models"),
                            "THAW_NATIVE": str(app / "native"), "AzureWebJobsScriptRoot": str(app)}

    def milliseconds(self):
        start = time.perf_counter()
        with subprocess.Popen(self.command, env=self.environment, stdout=subprocess.PIPE, text=True) as process:
            answer = next((line for line in process.stdout if line.startswith("answer ")), "")
            taken = (time.perf_counter() - start) * 1000
            process.kill()
        http = json.loads(answer.removeprefix("answer "))["returnValue"]["http"] if answer else {}
        if str(http.get("statusCode")) != "200":
            raise SystemExit(f"no answer of Azure's entry point, but: {answer or 'nothing'}")
        return taken


def request():
    """What the host sends the worker, in protobuf's JSON form."""
    body = {"bytes": base64.b64encode(PICTURE.read_bytes()).decode()}
    http = {"method": "POST", "url": "https://thaw.azurewebsites.net/v2/models/digits/predict",
            "headers": {"content-type": "application/octet-stream"}, "query": {}, "body": body}
    return {"invocationId": "one", "functionId": "http", "inputData": [{"name": "request", "data": {"http": http}}]}


def azure_worker(folder, rounds):
    """By the test that drives the real worker; from its start, and from when it is told whose it is."""
    subprocess.run(["mvn", "-q", "-B", "verify", "-Pazure-worker", "-pl", "azure-worker-tests", "-am", "-Dtest=None",
                    "-Dit.test=FirstAnswerWorkerIT", "-Dsurefire.failIfNoSpecifiedTests=false",
                    "-Dfailsafe.failIfNoSpecifiedTests=false", "-Djacoco.skip", f"-Dazure.worker.dir={folder}",
                    f"-Dazure.first.rounds={rounds}"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    told = json.loads((ROOT / "azure-worker-tests/target/first-answers.json").read_text())
    return {"Azure, real worker, from its start": told["worker_ms"],
            "Azure, real worker, from its specialisation on": told["specialised_ms"]}


def measured(rounds, worker):
    """Milliseconds by name; everyone in turn, round after round, but for the real worker."""
    contestants = [Started("AWS, zip, real runtime client", "aws-zip"), AzureAlone(),
                   Started("Google Cloud, image, real invoker", "gcp")]
    figures = {contestant.name: [] for contestant in contestants}
    for _ in range(rounds):
        for contestant in contestants:
            figures[contestant.name].append(contestant.milliseconds())
    return {**figures, **(azure_worker(worker, rounds) if worker else {})}
