import os

import pytest


@pytest.fixture(scope="session")
def address():
    """host:port of a running `thaw serve` over the repository that models.py writes."""
    return os.environ["THAW_ADDRESS"]
