"""Starts DynamoDB Local from a class path given by the environment."""

import os

from localstack.services.dynamodb.server import DynamodbServer
from localstack.utils.common import TMP_THREADS, ShellCommandThread

MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner"


def use_class_path() -> None:
    """Replaces the download and its start command."""
    DynamodbServer.do_start_thread = _start


def _start(server: DynamodbServer) -> ShellCommandThread:
    command = [
        os.environ["THAW_JAVA"],
        "-Xmx512m",
        "-XX:+UseSerialGC",
        f"-Djava.library.path={os.environ['THAW_DYNAMODB_LIBRARIES']}",
        "-cp",
        os.environ["THAW_DYNAMODB_CLASSPATH"],
        MAIN,
        "-inMemory",
        "-port",
        str(server.port),
    ]
    thread = ShellCommandThread(command, env_vars={"DDB_LOCAL_TELEMETRY": "0"}, name="dynamodb-local")
    TMP_THREADS.append(thread)
    thread.start()
    return thread
