#!/usr/bin/env python3
"""Times `verbatim check` as a whole process beside other matchers, and prints ratios.

    python3 benches/check.py target/release/verbatim TALK_FOLDER [--calls 10 100 1000]

TALK_FOLDER holds plain `Name: text` transcripts; calls of 60 KB are put together from them. Of the 3,000 quotes a third are spans of turns,
a third have one word changed, a third claim another speaker. `rapidfuzz` and `langextract` are timed if they are installed, each on as
many quotes as fit into --seconds, told which call to look in and looking everywhere; `rapidfuzz`, told the call, also as a whole process
that starts, reads the calls and looks for all quotes. The quickest of some runs counts: the others were disturbed.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time

SIZE = 60_000


def talk(folder):
    lines = []
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(".txt"):
                with open(os.path.join(root, name), encoding="utf-8", errors="replace") as f:
                    lines += [line.strip() for line in f if ": " in line[:40] and len(line) > 40]
    if not lines:
        sys.exit("There are no `Name: text` lines in the .txt files of " + folder)
    return lines


def make(folder, lines, n, rng):
    calls = []
    for i in range(n):
        start, text, turns = rng.randrange(len(lines)), [], []
        size = 0
        while size < SIZE:
            line = lines[start % len(lines)]
            start += 1
            speaker, words = line.split(": ", 1)
            turns.append((speaker, words))
            text.append(line)
            size += len(line) + 1
        with open(os.path.join(folder, "call-%04d.txt" % i), "w", encoding="utf-8") as f:
            f.write("Title: call %d\n\n" % i + "\n".join(text) + "\n")
        calls.append(turns)
    return calls


def quotes(calls, n, rng):
    out = []
    for i in range(n):
        c = rng.randrange(len(calls))
        speaker, words = rng.choice([t for t in calls[c] if len(t[1].split()) >= 12])
        w = words.split()
        at, k = rng.randrange(len(w) - 8), rng.randrange(8, 40)
        q = w[at:at + k]
        if i % 3 == 1:
            q[len(q) // 2] = "flamingo"
        if i % 3 == 2:
            speaker = next((s for s, _ in calls[c] if s != speaker), speaker)
        out.append({"id": i, "quote": " ".join(q), "call": "call-%04d" % c, "speaker": speaker})
    return out


# A small process between us and the program: what we hold ourselves would be counted as its memory.
RUNNER = """
import os, resource, subprocess, sys, time
start = time.perf_counter()
out = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
sys.stdout.flush()
sys.stdout.buffer.write(out)
"""


# `rapidfuzz` as a whole process, told which call each quote is in.
TOLD = """
import json, os, sys
from rapidfuzz import fuzz
texts = {}
for name in os.listdir(sys.argv[1]):
    with open(os.path.join(sys.argv[1], name), encoding="utf-8") as f:
        texts[name[:-4]] = f.read()
with open(sys.argv[2], encoding="utf-8") as f:
    for q in map(json.loads, f):
        fuzz.partial_ratio_alignment(q["quote"], texts[q["call"]])
"""


def whole_process(command):
    """Seconds, peak memory in MB, and what it printed; on one thread."""
    env = dict(os.environ, RAYON_NUM_THREADS="1")
    done = subprocess.run([sys.executable, "-c", RUNNER] + command, capture_output=True, text=True, env=env)
    head, _, out = done.stdout.partition("\n")
    took, memory = head.split()
    return float(took), float(memory), out


def timed(quotes, seconds, look):
    start, done = time.perf_counter(), 0
    for q in quotes:
        look(q)
        done += 1
        if time.perf_counter() - start > seconds:
            break
    return done / (time.perf_counter() - start)


def near_miss(program, lines, rng):
    """One call of 8,000 words; quotes of 60 of its words with one changed: milliseconds for each, above the time of one quote."""
    words, text = 0, []
    for line in lines:
        if words >= 8000:
            break
        text.append(line)
        words += len(line.split())
    long = [w for w in (line.split(": ", 1)[1].split() for line in text) if len(w) >= 62]
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "call.txt"), "w", encoding="utf-8") as f:
            f.write("\n".join(text) + "\n")
        asked = []
        for i in range(1000):
            w = rng.choice(long)
            at = rng.randrange(len(w) - 60)
            q = w[at:at + 60]
            q[rng.randrange(5, 55)] = "flamingo"
            asked.append(json.dumps({"id": i, "quote": " ".join(q), "call": "call"}) + "\n")
        times = []
        for some in (asked[:1], asked):
            with open(folder + ".jsonl", "w", encoding="utf-8") as f:
                f.writelines(some)
            start = time.perf_counter()
            subprocess.run([program, "check", folder + ".jsonl", "--calls", folder, "--json"], capture_output=True)
            times.append(time.perf_counter() - start)
        os.remove(folder + ".jsonl")
    print("near-misses of 60 words in a call of %d words: %.3f ms each" % (words, (times[1] - times[0]) / 999 * 1000), flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program")
    ap.add_argument("talk")
    ap.add_argument("--calls", type=int, nargs="+", default=[10, 100, 1000])
    ap.add_argument("--quotes", type=int, default=3000)
    ap.add_argument("--seconds", type=float, default=5)
    ap.add_argument("--runs", type=int, default=5, help="of which the quickest counts")
    a = ap.parse_args()
    rng = random.Random(7)
    lines = talk(a.talk)
    near_miss(a.program, lines, rng)
    for n in a.calls:
        with tempfile.TemporaryDirectory() as folder:
            calls = make(folder, lines, n, rng)
            asked = quotes(calls, a.quotes, rng)
            path = os.path.join(folder, "quotes.jsonl")
            with open(path, "w", encoding="utf-8") as f:
                f.writelines(json.dumps(q) + "\n" for q in asked)
            os.rename(path, folder + ".jsonl")
            runs = [whole_process([a.program, "check", folder + ".jsonl", "--calls", folder, "--json"]) for _ in range(a.runs)]
            took, memory, out = min(runs, key=lambda run: run[0])
            told = min(whole_process([sys.executable, "-c", TOLD, folder, folder + ".jsonl"])[0] for _ in range(min(a.runs, 3)))
            os.remove(folder + ".jsonl")
            texts = {}
            start = time.perf_counter()
            for i in range(n):
                with open(os.path.join(folder, "call-%04d.txt" % i), "rb") as f:
                    texts["call-%04d" % i] = f.read()
            for t in texts.values():
                t.find(b"never to be found in any call")
            floor = time.perf_counter() - start
            verdicts = [json.loads(line)["verdict"] for line in out.splitlines()]
            wrong = sum(v in ("exact", "normalized", "elided") for v in verdicts[1::3])
            own = len(asked) / took
            print("%5d calls  verbatim %9.0f quotes/s (%.3f s, %.0f times reading alone, %.0f MB for %.0f MB of talk; %d changed quotes verified)" % (
                n, own, took, took / floor, memory, n * SIZE / 1e6, wrong), flush=True)
            words = {k: v.decode() for k, v in texts.items()}
            try:
                from rapidfuzz import fuzz
                one = timed(asked, a.seconds, lambda q: fuzz.partial_ratio_alignment(q["quote"], words[q["call"]]))
                all_ = timed(asked, a.seconds, lambda q: [fuzz.partial_ratio_alignment(q["quote"], t) for t in words.values()])
                print("             rapidfuzz %8.0f told the call: %.1f times; %.0f as a whole process: %.1f times; %.1f everywhere: %.0f times" % (
                    one, own / one, len(asked) / told, told / took, all_, own / all_), flush=True)
            except ImportError:
                print("             rapidfuzz is not installed")
            try:
                from langextract.core import data
                from langextract import resolver
                aligner = resolver.Resolver()
                def look(q):
                    made = [data.Extraction(extraction_class="q", extraction_text=q["quote"])]
                    list(aligner.align(made, words[q["call"]], 0))
                one = timed(asked, a.seconds, look)
                print("             langextract %6.1f told the call: %.0f times" % (one, own / one), flush=True)
            except ImportError:
                print("             langextract is not installed")


if __name__ == "__main__":
    main()
