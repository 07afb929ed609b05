"""Every notebook in a real Jupyter client: valid, executed from top to bottom, same outputs as stored.

Called by `cargo xtask test` with the folder of the notebooks; JUPYTER_PATH says where our kernels are.
Two checks a notebook, and a closing line that counts them.
"""

import difflib
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

# The first cell of a cold kernel compiles what the chapter uses; the others take seconds.
CELL_SECONDS = 600
START_SECONDS = 60


def text(value):
    """nbformat joins lists of lines on reading; JSON bundles stay as they are."""
    return "".join(value) if isinstance(value, list) else value


def plain(outputs):
    """Outputs without what a front end adds: counts, metadata, and how a stream was cut into pieces."""
    result = []
    for output in outputs:
        kind = output.output_type
        if kind == "stream":
            if result and result[-1][:2] == ("stream", output.name):
                result[-1] = ("stream", output.name, result[-1][2] + text(output.text))
            else:
                result.append(("stream", output.name, text(output.text)))
        elif kind in ("display_data", "execute_result"):
            bundle = {mime: text(value) for mime, value in output.data.items()}
            result.append(("display", "", bundle))
        else:
            result.append((kind, output.get("ename", ""), text(output.get("evalue", ""))))
    return result


def lines(outputs):
    """The same, as lines for a comparison that people can read."""
    for kind, name, content in plain(outputs):
        parts = sorted(content.items()) if isinstance(content, dict) else [(name, content)]
        for label, body in parts:
            yield f"[{kind} {label}]"
            yield from str(body).splitlines()


def compare(path, stored, executed):
    """What differs, as lines to print."""
    report = []
    cells = [cell for cell in stored.cells if cell.cell_type == "code"]
    again = [cell for cell in executed.cells if cell.cell_type == "code"]
    for before, after in zip(cells, again, strict=True):
        if plain(before.outputs) != plain(after.outputs):
            report.append(f"{path.name}: cell {before.id}: Jupyter shows something else than is stored")
            difference = difflib.unified_diff(
                list(lines(before.outputs)), list(lines(after.outputs)), "stored", "executed", lineterm="", n=1
            )
            report.extend("  " + line[:300] for line in list(difference)[:40])
    return report


def execute(path, stored):
    """Runs a copy. Returns the executed notebook and what went wrong."""
    copy = nbformat.from_dict(stored)
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    client = NotebookClient(
        copy,
        timeout=CELL_SECONDS,
        startup_timeout=START_SECONDS,
        kernel_name=stored.metadata.kernelspec.name,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
        return copy, [f"{path.name}: {type(error).__name__}: {error}"]
    return copy, []


def main():
    paths = sorted(Path(sys.argv[1]).glob("*.ipynb"))
    passed = failed = 0
    for path in paths:
        try:
            stored = nbformat.read(path, as_version=nbformat.NO_CONVERT)
            nbformat.validate(stored)
            if (stored.nbformat, stored.nbformat_minor) != (4, 5):
                raise ValueError(f"nbformat {stored.nbformat}.{stored.nbformat_minor} instead of 4.5")
            passed += 1
        except Exception as error:  # whatever the reader stumbles over is a finding
            failed += 2
            print(f"{path.name}: not valid: {error}")
            continue
        began = time.monotonic()
        executed, wrong = execute(path, stored)
        wrong = wrong or compare(path, stored, executed)
        for line in wrong:
            print(line)
        passed, failed = (passed, failed + 1) if wrong else (passed + 1, failed)
        print(f"note: {path.name} in Jupyter: {time.monotonic() - began:.1f} s", flush=True)
    if not paths:
        failed += 1
        print(f"no notebooks in {sys.argv[1]}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
