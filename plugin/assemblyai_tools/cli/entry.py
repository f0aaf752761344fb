"""Where the program `assemblyai-tools` begins. It imports the rest, and Ctrl-C may come meanwhile."""

import sys


def main() -> int:
    """Run the command that was typed and return its exit code."""
    try:
        from assemblyai_tools.cli.main import main as run  # noqa: PLC0415 - see above

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
