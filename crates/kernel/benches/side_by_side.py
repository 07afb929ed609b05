#!/usr/bin/env python3
"""Our kernel and stock evcxr_jupyter, side by side, over Jupyter's own protocol.

    cargo build --locked -p kernel --profile kernel --bins
    python3 -m venv target/venv-bench && target/venv-bench/bin/pip install jupyter_client
    target/venv-bench/bin/python crates/kernel/benches/side_by_side.py [--rounds 3] [--native] [CHAPTER.md]

Stock is `target/kernel/stock`: evcxr_jupyter 0.22's own `main`, unchanged, from the same Cargo.lock and in the same profile
as our kernel (opt-level 1: `cargo install evcxr_jupyter` builds a release, which takes 15 minutes more and starts
faster; our kernel would gain as much). It gets `lab` by a `:dep` line in its first cell. Measured twice:

    stock        as installed: a fresh build folder at each start
    stock, kept  with EVCXR_TMPDIR, already built: the best that stock can do

Rounds alternate between the kernels; the table shows medians [s] and the ratio ours / stock, kept. `start` is from starting the process to
its answer to kernel_info; `:dep` is stock's first cell (ours loads `lab` before it answers); then each cell of the chapter; `first` is
from the start to the first cell's result.
"""
import argparse, json, os, pathlib, re, shutil, statistics, subprocess, sys, tempfile, time
from jupyter_client import KernelManager

ROOT = pathlib.Path(os.environ.get("MILLIONS_ROOT") or pathlib.Path(__file__).resolve().parents[3])
BIN = pathlib.Path(__file__).resolve().parents[3] / "target/kernel"


def cells_of(chapter):
    return [body for body in re.findall(r"^```rust,cell[^\n]*\n(.*?)^```", chapter.read_text(), re.M | re.S)]


def run(client, code):
    """Runs a cell; its time [s] and its error, if any."""
    start = time.perf_counter()
    request = client.execute(code)
    error = None
    while True:
        message = client.get_iopub_msg(timeout=3600)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "error":
            error = message["content"]["evalue"]
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return time.perf_counter() - start, error


def session(name, before, cells, env):
    """One kernel's times [s]: start, :dep, first, then each cell."""
    manager = KernelManager(kernel_name=name)
    start = time.perf_counter()
    manager.start_kernel(env={**os.environ, **env})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=3600)
        times = {"start": time.perf_counter() - start}
        if before:
            times[":dep"], error = run(client, before)
            assert error is None, error
        for number, cell in enumerate(cells, 1):
            times[f"cell {number}"], error = run(client, cell)
            assert error is None, f"{name}, cell {number}: {error}"
            times.setdefault("first", time.perf_counter() - start)
        return times
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def write_spec(folder, name, argv):
    spec = folder / "kernels" / name
    spec.mkdir(parents=True)
    text = {"argv": argv, "display_name": name, "language": "rust", "interrupt_mode": "message"}
    (spec / "kernel.json").write_text(json.dumps(text))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chapter", nargs="?", default=ROOT / "book/src/01-one-server.md", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--native", action="store_true", help="lab with polars (stock then builds polars for 20 minutes, once)")
    options = parser.parse_args()
    cells = cells_of(options.chapter)
    native = ["--native"] if options.native else []
    features = ', features = ["native"]' if options.native else ""
    dep = f':dep lab = {{ path = "{ROOT}/crates/lab"{features} }}\nuse lab::prelude::*;'
    subprocess.run([BIN / "kernel", "warm", *native], check=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        write_spec(folder, "ours", [str(BIN / "kernel"), "jupyter", "--control_file", "{connection_file}", *native])
        write_spec(folder, "stock", [str(BIN / "stock"), "--control_file", "{connection_file}"])
        os.environ["JUPYTER_PATH"] = scratch
        # An empty configuration for stock; and nobody's kernelspec may be renewed by it.
        plain = {"EVCXR_CONFIG_DIR": str(folder / "none"), "XDG_DATA_HOME": str(folder / "none")}
        kept = {**plain, "EVCXR_TMPDIR": str(folder / "kept")}
        kinds = {"ours": ("ours", "", {}), "stock, kept": ("stock", dep, kept)}
        if not options.native:
            kinds["stock"] = ("stock", dep, plain)
        print("building stock's kept folder ...", flush=True)
        session("stock", dep, [], kept)
        session("ours", "", [], {})
        seen = {kind: [] for kind in kinds}
        for number in range(options.rounds):
            for kind, (name, before, env) in kinds.items():
                seen[kind].append(session(name, before, cells, env))
                print(f"round {number + 1}, {kind}: first result {seen[kind][-1]['first']:.1f} s", flush=True)
        report(options, kinds, seen)


def report(options, kinds, seen):
    rows = ["start", ":dep", "first"] + [row for row in seen["ours"][0] if row.startswith("cell")]
    print(f"\n{options.chapter.name}, {options.rounds} rounds, medians [s]; load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    print("stock is evcxr_jupyter 0.22 built like our kernel (opt-level 1), not a release build")
    print("".join(f"{title:>13}" for title in ["", *kinds, "ours/kept"]))
    slower = []
    for row in rows:
        values = {kind: statistics.median(times[row] for times in seen[kind]) if row in seen[kind][0] else 0.0 for kind in kinds}
        ratio = values["ours"] / values["stock, kept"] if values["stock, kept"] else float("nan")
        print(f"{row:>13}" + "".join(f"{value:13.2f}" for value in values.values()) + f"{ratio:13.2f}")
        if row.startswith("cell") and ratio > 1:
            slower.append(row)
    print("slower than stock:", ", ".join(slower) or "none")


if __name__ == "__main__":
    sys.exit(main())
