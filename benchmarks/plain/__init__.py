"""What is measured runs as it would in a user's installation, without what only development brings along."""

import os
from collections.abc import Mapping
from pathlib import Path


def environment() -> Mapping[str, str]:
    """The variables of this process, and the folder of `sitecustomize` for a Python that is started with them."""
    before = os.environ.get("PYTHONPATH")  # noqa: TID251 - the child's, passed on
    folders = (str(Path(__file__).parent), *([before] if before else []))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}  # noqa: TID251 - the child's, passed on
