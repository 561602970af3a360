#!/usr/bin/env python3
"""What reading costs: MB/s for each text format and for a folder of many calls, against reading the same bytes and, where it is
installed, a well-known reader of the format (webvtt-py, srt, python-docx from PyPI). Ratios are taken in one run.

    cargo build --release
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install webvtt-py srt python-docx
    /tmp/peers/bin/python benches/reading.py target/release/verbatim [--calls 1000]

`verbatim` is measured as a user runs it, process start and all: `ingest --dry-run` for the formats, `ingest` into a new project for the folder.
"""

import argparse
import os
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
FORMATS = {
    "vtt": "calls/01-lindqvist-family-dental.vtt",
    "srt": "calls/05-bexley-lane-dental.srt",
    "txt": "calls/03-pinecrest-pediatric-dentistry.txt",
    "otter": "calls/09-tri-county-community-dental.txt",
    "md": "calls/08-willow-creek-dental-arts.md",
    "json": "calls/04-saltbush-oral-surgery.json",
    "docx": "calls/07-cornerstone-smiles.docx",
}


def peer(name):
    """A function that reads a file with a reader from PyPI, or None."""
    try:
        if name == "vtt":
            import webvtt

            return lambda path: len(webvtt.read(str(path)).captions)
        if name == "srt":
            import srt

            return lambda path: len(list(srt.parse(path.read_text("utf-8"))))
        if name == "docx":
            import docx

            return lambda path: len([p.text for p in docx.Document(str(path)).paragraphs])
    except ImportError:
        return None
    return None


def best(work, times=3):
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def run(binary, arguments, folder, measure=None):
    """Runs verbatim; with `measure`, gives seconds and peak memory (MB) of the process."""
    if measure is None:
        subprocess.run([binary, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return None
    start = time.perf_counter()
    child = subprocess.Popen([binary, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def copies(source, folder, number):
    """The same file many times, under names of its own: a dry run keeps nothing, so that each is read in full."""
    data = source.read_bytes()
    paths = []
    for n in range(number):
        path = folder / f"{n:05}{source.suffix}"
        path.write_bytes(data)
        paths.append(path)
    return paths


def read_all(paths):
    return sum(len(path.read_bytes()) for path in paths)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--calls", type=int, default=1000)
    arguments = parser.parse_args()
    binary = str(pathlib.Path(arguments.binary).resolve())
    print("format   files     MB    MB/s   times plain reading   peer/ours")
    for name, file in FORMATS.items():
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            paths = copies(ROOT / "fixtures" / file, folder, 200)
            size = sum(p.stat().st_size for p in paths) / 1e6
            ours = best(lambda: run(binary, ["ingest", "--dry-run", "."], folder))
            plain = best(lambda: read_all(paths))
            theirs = peer(name)
            ratio = f"{best(lambda: [theirs(p) for p in paths], 1) / ours:9.1f}" if theirs else "        -"
            print(f"{name:8} {len(paths):5} {size:6.1f} {size / ours:7.1f} {ours / plain:15.1f} {ratio}")
    print("\nfolder of different calls, into a new project")
    texts = [(ROOT / "fixtures" / f).read_text("utf-8") for f in ("calls/03-pinecrest-pediatric-dentistry.txt", "calls/09-tri-county-community-dental.txt")]
    for number in (arguments.calls // 10, arguments.calls):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place) / "calls"
            folder.mkdir()
            for n in range(number):
                # Every fourth word gets the call's number, so that no call is held for another.
                words = texts[n % len(texts)].split(" ")
                (folder / f"{n:05}.txt").write_text(" ".join(w + str(n) if at % 4 == 3 and w.isalpha() else w for at, w in enumerate(words)), "utf-8")
            paths = sorted(folder.iterdir())
            size = sum(p.stat().st_size for p in paths) / 1e6
            plain = best(lambda: read_all(paths))
            seconds, peak = run(binary, ["ingest", "calls"], place, measure=True)
            again, _ = run(binary, ["ingest", "calls"], place, measure=True)
            print(f"{number:6} calls {size:7.1f} MB: {seconds:6.2f} s ({size / seconds:.1f} MB/s, {seconds / plain:.0f} times plain reading), again {again:.2f} s, peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
