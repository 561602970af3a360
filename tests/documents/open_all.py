"""Reviews two projects in a terminal, exports them, and opens every document with a program that isn't ours.

    python3 open_all.py target/debug/verbatim [--keep FOLDER]

The first project is the ten calls in fixtures/calls; in the second, everything that a customer, a table or a name says is hostile.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import markdown_files
import pages
import recounted
import reviewer
import tables
import word_files
import workbooks

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HOSTILE = [
    "The problem is we run out of labels <script>alert(1)</script> {{ calls }} {% for x in y %} every week.",
    "I'm not going to pay that price, it's too expensive for us | **bold** [x](javascript:alert(1)) ![i](http://evil.example/i.png).",
    "The problem is that =HYPERLINK(\"http://evil.example\",\"x\") stands in the sheet and nobody trusts the number.",
    "My worry is the price, <img src=x onerror=alert(2)> <!-- /pmm --> <!-- pmm:positioning --> is what it said.",
    "We lost a whole week over that, \u202edrawkcab\u202c and \u200bhidden and \x1b[31mred \x07bell.",
    "Now I don't have to think about it, “it just works”, $x^2$ ~~gone~~ &lt;b&gt; :tada: www.evil.example.",
]


class Failures(list):
    """What was found wrong, each with its document."""

    def check(self, name, holds, what):
        if not holds:
            self.append(f"{name}: {what}")
            print(f"  ✗ {name}: {what}")


def fixture(binary, folder):
    shutil.copytree(ROOT / "fixtures/calls", folder / "calls")
    (folder / "verbatim.toml").write_text('[project]\nproduct = "Parwell"\n[review]\nreviewer = "Mara Lind"\n', "utf-8")
    run(binary, folder, "ingest", "calls")
    for who in ("Nadia Ferreira=rep", "Kelvin Tran=customer", "Ashgrove Conf Room=customer"):
        run(binary, folder, "speakers", "--set", who)
    run(binary, folder, "propose")
    table = json.loads((ROOT / "tests/documents/fixture_review.json").read_text("utf-8"))
    return reviewer.review(binary, folder, table)


def hostile(binary, folder):
    calls = folder / "calls"
    calls.mkdir()
    (folder / "verbatim.toml").write_text('[project]\nproduct = "=1+1 <b>{{ 7*7 }}</b>"\n[review]\nreviewer = "@Mara | <i>Lind</i>"\n', "utf-8")
    rows = ["file,date,account,persona,segment,outcome,competitor"]
    for n in range(6):
        say = HOSTILE[n:] + HOSTILE[:n]
        turns = "".join(f"Rita Reyes: {words}\nSam Vendor: We can look at that, {{{{ head }}}} <b>promise</b>.\n" for words in say)
        (calls / f"call{n}.txt").write_text(turns, "utf-8")
        outcome = "won" if n < 3 else "lost"
        rows.append(f'call{n}.txt,2025-03-0{n + 1},"=cmd|\' /C calc\'!A0 {n}",+lead <b>,@segment | {{{{ x }}}},{outcome},-Rival')
    (calls / "calls.csv").write_text("\n".join(rows) + "\n", "utf-8")
    run(binary, folder, "ingest", "calls")
    run(binary, folder, "speakers", "--set", "Rita Reyes=customer")
    run(binary, folder, "speakers", "--set", "Sam Vendor=rep")
    run(binary, folder, "propose")
    return reviewer.review(binary, folder, {"others": "accept", "themes": {}})


def run(binary, folder, *arguments):
    return subprocess.run([binary, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def opened(name, folder, failures):
    messaging = folder / "messaging"
    files = sorted(messaging.iterdir())
    is_hostile = name == "hostile"
    for path in files:
        began = time.monotonic()
        match path.suffix:
            case ".docx":
                word_files.opens(path, failures)
                recounted.word(path, failures)
            case ".xlsx":
                workbooks.opens(path, failures)
                recounted.workbook(path, failures)
            case ".csv":
                tables.opens(path, failures)
            case ".json":
                tables.opens_json(path, failures)
            case ".md":
                markdown_files.opens(path, failures)
            case ".html":
                pages.opens(path, failures, is_hostile)
            case other:
                failures.check(path.name, False, f"nothing opens {other}")
        print(f"  {path.name:<36} {path.stat().st_size:>10,} bytes  {time.monotonic() - began:5.1f} s")
    failures.check(name, len(files) >= 18, f"only {len(files)} documents")


def said_again(binary, folder, failures):
    """What went out comes back: `check` finds every quotation as it was said."""
    for path in sorted((folder / "messaging").iterdir()):
        if path.suffix in (".md", ".docx", ".html"):
            done = run(binary, folder, "check", str(path), "--calls", "calls", "--vendor", "Vendor")
            failures.check(path.name, done.returncode == 0, f"check finds it otherwise (exit code {done.returncode}):\n{done.stdout[-800:]}")


def full_disk(binary, folder, failures):
    """A disk that is full halfway, as a limit on the size of files: the error names the document, and the old one is whole."""
    messaging = folder / "messaging"
    before = {p.name: p.read_bytes() for p in messaging.iterdir()}
    config = folder / "verbatim.toml"
    kept = config.read_text("utf-8")
    # So that the next export has other bytes to write.
    config.write_text(kept.replace('product = "Parwell"', 'product = "Parwell Two"'), "utf-8")
    half = len(before["evidence-report.html"]) // 2 // 1024
    done = subprocess.run(["bash", "-c", f"trap '' XFSZ; ulimit -f {half}; exec \"$0\" export --only evidence", binary], cwd=folder, capture_output=True,
                          text=True, check=False)
    failures.check("a full disk", done.returncode == 1 and "evidence-report.html" in done.stderr, f"export ends with {done.returncode}: {done.stderr}")
    failures.check("a full disk", {p.name: p.read_bytes() for p in messaging.iterdir()} == before, "leaves half a file, or no old one")
    config.write_text(kept, "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--keep", type=pathlib.Path, help="leave the projects in this folder, to look at")
    arguments = parser.parse_args()
    binary = os.path.abspath(arguments.binary)
    failures = Failures()
    with tempfile.TemporaryDirectory() as place:
        for name, make in (("fixtures", fixture), ("hostile", hostile)):
            folder = (arguments.keep or pathlib.Path(place)) / name
            folder.mkdir(parents=True)
            print(f"{name}: reviewed, {make(binary, folder)}")
            exported = run(binary, folder, "export")
            failures.check(name, exported.returncode == 0, f"export ends with {exported.returncode}: {exported.stderr}")
            before = {p.name: p.read_bytes() for p in (folder / "messaging").iterdir()}
            run(binary, folder, "export")
            failures.check(name, before == {p.name: p.read_bytes() for p in (folder / "messaging").iterdir()}, "a second export gives other bytes")
            opened(name, folder, failures)
            recounted.as_said(binary, folder, failures)
            if name == "fixtures":
                said_again(binary, folder, failures)
                full_disk(binary, folder, failures)
    print(f"{len(failures)} found wrong" if failures else "all documents open as they should")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
