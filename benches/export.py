#!/usr/bin/env python3
"""What an export costs: seconds and peak memory for each document, of a project with 1,000 calls, 200 themes and 5,000 quotes.

    cargo build --release
    python3 benches/export.py target/release/verbatim [--calls 1000] [--keep FOLDER]

The ledger is written by `tests/export_project.rs`, since 5,000 judgements on a terminal would take a person days; the export is measured as a user runs it.
`nothing` is what every export costs before it makes a document: the calls are loaded and each quote is checked anew.
"""

import argparse
import os
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENTS = ["msd", "voc", "objections", "winloss", "evidence", "quotes", "codebook", "decisions"]
FORMATS = {"msd": ["md", "docx", "html"], "voc": ["md", "docx", "html"], "objections": ["md", "docx"], "winloss": ["md", "xlsx"], "evidence": ["html"],
           "quotes": ["xlsx", "csv", "json"], "codebook": ["md", "csv"], "decisions": ["md", "csv"]}
SAID = ["we count the pallets by hand every single Friday and it eats the day", "nobody trusts the number that comes out of it in the end",
        "it costs more than the two people who did it before", "now the count is done before lunch and I go home on time",
        "the old system went down and we stood there with a clipboard", "somebody always has to walk the whole floor twice for it"]


def write_calls(folder, number):
    (folder / "calls").mkdir(parents=True)
    rows = ["file,date,account,segment,persona,outcome"]
    for n in range(number):
        lines = ["WEBVTT", ""]
        for turn in range(40):
            words = SAID[(n + turn) % len(SAID)] if turn % 2 else "and how was that for you then"
            who = "Ana Reyes" if turn % 2 else "Sam Vendor"
            said = f"In week {n % 50} of {turn}, {words}, marker {n} and {turn}. {SAID[(n * 3 + turn) % len(SAID)].capitalize()}."
            lines += [f"00:{turn:02}:00.000 --> 00:{turn:02}:50.000", f"<v {who}>{said}</v>", ""]
        (folder / "calls" / f"call-{n:04}.vtt").write_text("\n".join(lines) + "\n", "utf-8")
        outcome = ["won", "lost", "active", "churned", "open"][n % 5]
        rows.append(f"call-{n:04}.vtt,2025-{n % 12 + 1:02}-{n % 28 + 1:02},Account {n % 700},segment {n % 4},persona {n % 6},{outcome}")
    (folder / "calls" / "calls.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "calls" / "speakers.csv").write_text("call,speaker,role\n" + "".join(
        f"call-{n:04},Ana Reyes,customer\ncall-{n:04},Sam Vendor,rep\n" for n in range(number)), "utf-8")


def measured(command, folder):
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, said
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--keep", type=pathlib.Path)
    arguments = parser.parse_args()
    binary = str(pathlib.Path(arguments.binary).resolve())
    with tempfile.TemporaryDirectory() as place:
        folder = (arguments.keep or pathlib.Path(place)) / "project"
        if not folder.exists():
            write_calls(folder, arguments.calls)
            subprocess.run([binary, "ingest", "calls"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            subprocess.run(["cargo", "test", "--locked", "--test", "export_project", "--", "--ignored", "--nocapture"], cwd=ROOT,
                           env={**os.environ, "PROJECT": str(folder)}, check=True)
        base, peak = measured([binary, "themes", "--json"], folder)
        print(f"{'nothing':<12} {'':<6} {base:6.2f} s {peak:7.0f} MB")
        for name in DOCUMENTS:
            for ending in FORMATS[name]:
                seconds, peak = measured([binary, "export", "--only", name, "--format", ending, "--to", f"out-{name}-{ending}"], folder)
                size = sum(p.stat().st_size for p in (folder / f"out-{name}-{ending}").iterdir()) / 1e6
                print(f"{name:<12} {ending:<6} {seconds:6.2f} s {peak:7.0f} MB {size:8.1f} MB written")
        seconds, peak = measured([binary, "export", "--to", "out"], folder)
        print(f"{'all':<12} {'':<6} {seconds:6.2f} s {peak:7.0f} MB")


if __name__ == "__main__":
    main()
