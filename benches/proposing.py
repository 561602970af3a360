#!/usr/bin/env python3
"""What proposing costs beside waiting: an endpoint on loopback answers every request after a fixed delay, so many at once. Prints the time of
`propose` on 100 calls against the delay times the waves of requests that the steps need, and that of a second run, which sends nothing.

    cargo build --release
    python3 benches/proposing.py target/release/verbatim [--calls 100] [--delay 1.0] [--at-once 8]

The bars: the ratio is at most 1.1, and the second run takes less than a second. Each round of grouping is a step: the next needs its replies.
"""

import argparse
import collections
import http.server
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ["03-pinecrest-pediatric-dentistry.txt", "09-tri-county-community-dental.txt"]
KINDS = ["problem", "success", "objection"]
MATTERS = 12


def found(text):
    """Eight findings of each call, with what customers said; every tenth quote has a word too many, and will go back."""
    findings = []
    for number, call in enumerate(re.split(r"^CALL \d+\n", text, flags=re.M)[1:], 1):
        customers = set(re.findall(r"^([A-Z]+) .*, customer$", call, flags=re.M))
        turns = re.findall(r"^(\d+)([A-Z]+) (.*)$", call, flags=re.M)
        long = [(turn, words) for turn, code, words in turns if code in customers and len(words.split()) > 12]
        for at, (turn, words) in enumerate(long[:8]):
            quote = re.split(r"(?<=[.!?]) ", words)[0]
            matter = sum(map(ord, quote)) % MATTERS
            findings.append(
                {
                    "call": number,
                    "kind": KINDS[at % len(KINDS)],
                    "statement": f"This is what matter {matter} is about, said by {number} {turn}",
                    "quotes": [{"turn": int(turn), "text": quote + (" indeed" if at == 7 else "")}],
                }
            )
    return {"findings": findings}


def grouped(text):
    of = {}
    for number, matter in re.findall(r"^(\d+) .*matter (\d+)", text, flags=re.M):
        of.setdefault(matter, []).append(int(number))
    return {"themes": [{"statement": f"This is what matter {m} is about", "ids": ids} for m, ids in of.items() if len(ids) > 1]}


def reply(step, text):
    if step == "find":
        return found(text)
    if step == "repair":
        return {"quotes": [{"id": int(n), "do": "withdraw", "turn": 0, "text": ""} for n in re.findall(r"^QUOTE (\d+)$", text, flags=re.M)]}
    if step == "second_look":
        return {"findings": []}
    if step == "group":
        return grouped(text)
    return {"passages": [{"passage": int(n), "stands": "neither"} for n in re.findall(r"^PASSAGE (\d+) ", text, flags=re.M)]}


def round_of(step, text):
    """The step, and of grouping the round: in the first no statement comes from a group."""
    if step != "group":
        return step
    return "group" if re.search(r"^\d+ .* said by", text, flags=re.M) and not re.search(r"about$", text, flags=re.M) else "group again"


class Endpoint(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    delay = 1.0
    steps = []
    in_flight = 0
    most = 0
    lock = threading.Lock()

    def do_POST(self):
        came = time.perf_counter()
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        step = body["response_format"]["json_schema"]["name"]
        with self.lock:
            Endpoint.steps.append(round_of(step, body["messages"][1]["content"]))
            Endpoint.in_flight += 1
            Endpoint.most = max(Endpoint.most, Endpoint.in_flight)
        text = json.dumps(reply(step, body["messages"][1]["content"]))
        answer = json.dumps({"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}]}).encode()
        # The delay holds for the whole: what this server itself needs is in it.
        time.sleep(max(0.0, came + self.delay - time.perf_counter()))
        with self.lock:
            Endpoint.in_flight -= 1
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


def write_calls(folder, number):
    calls = folder / "calls"
    calls.mkdir()
    texts = [(ROOT / "fixtures/calls" / name).read_text("utf-8") for name in SOURCES]
    for n in range(number):
        # Every fourth word gets the call's number, so that no call is held for another.
        words = texts[n % len(texts)].split(" ")
        text = " ".join(w + str(n) if at % 4 == 3 and w.isalpha() and w.islower() else w for at, w in enumerate(words))
        (calls / f"{n:05}.txt").write_text(text, "utf-8")


def propose(binary, folder):
    start = time.perf_counter()
    ran = subprocess.run([binary, "propose"], cwd=folder, capture_output=True, text=True, check=False)
    return time.perf_counter() - start, ran


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--delay", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--at-once", type=int, default=8)
    arguments = parser.parse_args()
    binary = str(pathlib.Path(arguments.binary).resolve())
    Endpoint.delay = arguments.delay
    server = Server(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        write_calls(folder, arguments.calls)
        address = f"http://127.0.0.1:{server.server_address[1]}/v1"
        endpoint = f'[endpoint]\nprotocol = "openai"\nmodel = "bench"\nbase_url = "{address}"\nmax_concurrency = {arguments.at_once}\n'
        people = '[people]\nreps = ["Marisol Vance", "Tess Holloway"]\n'
        (folder / "verbatim.toml").write_text(endpoint + people)
        subprocess.run([binary, "ingest", "calls"], cwd=folder, capture_output=True, check=False)
        names = [f"{name}=customer" for name in ("Tamika Reyes", "Jo Abernathy", "Monique Desrosiers", "Harlan Boggs")]
        subprocess.run([binary, "speakers", *(part for name in names for part in ("--set", name))], cwd=folder, capture_output=True, check=False)
        seconds, ran = propose(binary, folder)
        # A round of grouping ends before the next begins; so do the steps.
        rounds = collections.Counter(Endpoint.steps)
        waves = sum(-(-count // arguments.at_once) for count in rounds.values())
        for step, count in rounds.items():
            print(f"{step:12} {count:4} requests, {-(-count // arguments.at_once)} waves of {arguments.at_once}")
        ratio = seconds / (arguments.delay * waves)
        print(f"propose: {seconds:.2f} s for {waves} waves of {arguments.delay} s: ratio {ratio:.3f} (bar: 1.1), at most {Endpoint.most} in flight")
        sent = len(Endpoint.steps)
        again, _ = propose(binary, folder)
        print(f"second run: {again:.2f} s (bar: 1), {len(Endpoint.steps) - sent} requests")
        if ratio > 1.1 or again >= 1 or len(Endpoint.steps) != sent or ran.returncode != 0:
            sys.exit("a bar is not met")


if __name__ == "__main__":
    main()
