"""Runs inside the project's interpreter: reads a request, calls one script's ``main``, writes its answer.

``python answer.py SCRIPT`` with the request as JSON on stdin. Writes two lines to stdout: ``here``, and when it is
done what ``main(request)`` of the script returns as ``{"answer": ...}``, or whatever it raises as
``{"failure": {"kind", "message", "traceback"}}``. What the project prints meanwhile goes to stderr, so that it cannot
spoil the answer.

Written so that even interpreters that are too old can read it and say so; the scripts themselves need Python 3.8.
"""

import os
import sys


def main():
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    channel.write("here\n")  # whoever asks can tell an interpreter that starts from one that does not
    channel.flush()
    drop_own_folder()
    import json

    if sys.version_info < (3, 8):  # noqa: UP036 - another interpreter than this tool's
        found = ".".join(str(part) for part in sys.version_info[:3])
        reply = {"failure": {"kind": "too-old", "message": "Python " + found, "traceback": ""}}
    else:
        reply = run(sys.argv[1], json.loads(sys.stdin.read()))
    sys.stdout.flush()
    channel.write(json.dumps(reply))
    channel.close()


def drop_own_folder():
    """Python puts the folder of the script first on sys.path; its names must not hide the project's."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]


def run(script, request):
    import json
    import runpy
    import traceback

    try:
        answer = runpy.run_path(script)["main"](request)
        json.dumps(answer)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # also SystemExit: a project may call sys.exit() while it is imported
        text = traceback.format_exc()
        return {"failure": {"kind": type(error).__name__, "message": str(error), "traceback": text}}
    return {"answer": answer}


main()
