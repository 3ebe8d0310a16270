"""The entry points by which LocalStack finds this package."""

import os

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    """Chosen by LAMBDA_RUNTIME_EXECUTOR=process."""

    name = "process"

    def load(self, *args, **kwargs):
        from thaw_local_cloud.executor import ProcessExecutor

        return ProcessExecutor


@hooks.on_infra_start()
def start_dynamodb_from_class_path():
    """LocalStack would download DynamoDB Local from a bucket; here it comes from Maven like all else."""
    from thaw_local_cloud import dynamodb

    dynamodb.use_class_path()


@hooks.on_infra_start()
def use_installed_kinesis():
    """LocalStack would install its Kinesis from npm when it is first used; here it is installed before, by a lock."""
    from localstack.services.kinesis.packages import kinesismock_package

    installer = kinesismock_package.get_installer()
    installer._get_install_dir = lambda target: os.environ["THAW_KINESIS"]
