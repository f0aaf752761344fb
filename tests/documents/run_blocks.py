"""Runs the Python blocks of a page, given as JSON on stdin, one after the other in one namespace.

A traceback shows the page and the line in it. `await` may stand outside a function.
"""

import ast
import asyncio
import inspect
import json
import sys
from types import FunctionType


def run(page, blocks):
    namespace = {"__name__": "__main__"}
    with asyncio.Runner() as runner:
        for block in blocks:
            source = "\n" * (block["line"] - 1) + block["code"]
            code = compile(source, page, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            running = FunctionType(code, namespace)()
            if code.co_flags & inspect.CO_COROUTINE:
                runner.run(running)


if __name__ == "__main__":
    given = json.load(sys.stdin)
    run(given["page"], given["blocks"])
