"""A FastMCP server whose tools are generated from an OpenAPI file, the first argument."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

# By name: the types are checked also where these peers are not installed.
fastmcp: Any = import_module("fastmcp")
httpx2: Any = import_module("httpx2")
yaml: Any = import_module("yaml")


def main() -> None:
    description: dict[str, Any] = yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))
    client = httpx2.AsyncClient(base_url="https://api.assemblyai.com")
    server = fastmcp.FastMCP.from_openapi(description, client, name="generated")
    server.run("stdio", show_banner=False)


if __name__ == "__main__":
    main()
