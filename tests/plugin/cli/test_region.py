import subprocess
import sys
from typing import get_args

from assemblyai_tools.cli.region import REGION_NAMES
from assemblyai_tools.config import Region


def test_the_regions_are_those_of_the_settings():
    assert get_args(Region) == REGION_NAMES


def test_help_of_what_needs_no_request_is_quick_because_nothing_slow_is_imported():
    code = (
        "import sys; from assemblyai_tools.cli.main import main\n"
        "for name in ('whoami', 'doctor', 'install', 'login', 'logout'):\n"
        "    assert main([name, '--help']) == 0\n"
        "print([slow for slow in ('pydantic', 'httpx', 'keyring', 'rich') if slow in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
    assert done.stdout.count("Usage: ") == 5
