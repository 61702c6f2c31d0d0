"""Inside Pyodide: runs a candidate's program or one call of it; answers in JSON, tracebacks without our own lines."""

import io
import itertools
import json
import linecache
import os
import random
import shutil
import sys
import traceback
import types

HOME = "/home/candidate"
MOST_ITEMS = 1000
NOT_THEIRS = ("<exec>", "/lib/", "blob:")
_known = set(sys.modules)


def work(job_json):
    """The program as it would run from a terminal or, with a name, the value of one of its functions."""
    job = json.loads(job_json)
    entry, name, answer = job["entry"], job["name"], {}
    namespace = _prepare(job["files"], job["stdin"], os.path.splitext(entry)[0] if name else "__main__")

    def program():
        exec(_compiled(entry), namespace)
        if not name:
            return
        found = namespace.get(name)
        if callable(found):
            answer["value"] = _plain(found(*job["args"]))
        else:
            answer.update(error=f"There is no function {name} in {entry}.\n", hint="no_function")

    outcome = _guarded(program)
    return json.dumps(answer | outcome)


def _prepare(files, stdin, name):
    """An empty folder with these files, no module of an earlier run, and a fresh module to run in."""
    os.chdir("/")
    shutil.rmtree(HOME, ignore_errors=True)
    os.makedirs(HOME, exist_ok=True)
    os.chdir(HOME)
    for path, text in files.items():
        with open(os.path.basename(path), "w", encoding="utf-8") as file:
            file.write(text)
    for module in set(sys.modules) - _known:
        del sys.modules[module]
    sys.path[:] = [HOME, *(path for path in sys.path if path not in ("", HOME))]
    sys.argv = [next(iter(files))]
    sys.setrecursionlimit(1000)
    random.seed()  # this interpreter began as a copy of another
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "replace")), encoding="utf-8")
    linecache.clearcache()
    module = types.ModuleType(name)
    if name == "__main__":
        sys.modules["__main__"] = module
    return module.__dict__


def _compiled(entry):
    with open(entry, encoding="utf-8") as file:
        return compile(file.read(), entry, "exec", dont_inherit=True)


def _guarded(work):
    try:
        work()
        return {}
    except SystemExit as end:
        return _ended(end.code)
    except BaseException as error:  # also KeyboardInterrupt: a program may raise what it likes
        return {"error": _told(error), "hint": _hint(error)}
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:  # the program may have closed it
                pass


def _ended(code):
    if code is None or code == 0:
        return {}
    return {"error": f"{code}\n" if isinstance(code, str) else f"The program ended with exit code {code}.\n"}


def _told(error):
    try:
        found = traceback.TracebackException.from_exception(error, max_group_depth=3)
        for one in _chain(found):
            frames = [frame for frame in one.stack if not frame.filename.startswith(NOT_THEIRS)]
            one.stack = traceback.StackSummary.from_list(frames)
        return "".join(found.format())
    except BaseException:  # its own __str__ may fail
        return f"{type(error).__name__}\n"


def _chain(found):
    seen = []
    while found is not None and len(seen) < 10:
        seen.append(found)
        found = found.__cause__ or found.__context__
    return seen


def _hint(error):
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, RecursionError):
        return "too_deep"
    return "no_more_input" if isinstance(error, EOFError) else ""


def _plain(value):
    """As data that can be compared: tuples are lists, keys are text, a generator is what it yields."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=repr)
    if hasattr(value, "__next__"):
        return [_plain(item) for item in itertools.islice(value, MOST_ITEMS)]
    return repr(value)
