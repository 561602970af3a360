"""Plays a review in a terminal, as a person would: looks at each screen, judges, decides. What it says stands in a table of answers.

    python3 reviewer.py target/debug/verbatim PROJECT answers.json

The table says, by the start of a theme's statement, what to say of it: `statement` (its new wording), `severity`, `none_against`, and for its quotes,
by their start: `s`, `p`, `c` or `u`, with a level from 1 to 3 behind it where it is felt (`s3`). A quote that isn't named is unrelated; a theme that isn't
named is put off, or judged `s` throughout and accepted where `others` is `accept`.
"""

import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios
import time

import pyte

ROWS, COLUMNS = 60, 110
PATIENCE = 30
# Keys pressed before a screen was looked at are thrown away, by contract.
LOOK = 0.13


class Terminal:
    """The program on a terminal, whose screen can be read."""

    def __init__(self, command, folder):
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.child, self.end = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color"})
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def read(self, seconds):
        """Takes what comes until nothing came for so long; whether the program is still there."""
        while select.select([self.end], [], [], seconds)[0]:
            try:
                data = os.read(self.end, 65536)
            except OSError:
                return False
            if not data:
                return False
            self.stream.feed(data)
        return True

    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait(self, what, holds):
        until = time.monotonic() + PATIENCE
        while not holds(self.text()):
            if not self.read(LOOK) or time.monotonic() > until:
                raise SystemExit(f"waited in vain for {what}; the screen:\n{self.text()}")
        self.read(LOOK)
        return self.text()

    def press(self, keys):
        """Presses a key, once more where nothing came of it, and gives the screen after it."""
        before = self.text()
        for _ in range(20):
            os.write(self.end, keys.encode())
            for _ in range(8):
                if not self.read(LOOK) or self.text() != before:
                    self.read(LOOK)
                    return self.text()
        raise SystemExit(f"pressed {keys!r} in vain; the screen:\n{before}")

    def type(self, text):
        os.write(self.end, text.encode())
        self.read(2 * LOOK)


def flat(text):
    return re.sub(r"\s+", " ", re.sub(r"[▌│]", " ", text)).strip()


def is_quote(text):
    return "Do these words carry the claim?" in text and "[q] leave" in text


def is_decision(text):
    return "your decision" in text and "[q] leave" in text


def title(text):
    return text.strip().splitlines()[0] if text.strip() else ""


def choose(terminal, key, level):
    """Opens a list with `key` and takes its line of this level, counted from 1."""
    terminal.press(key)
    for _ in range(int(level) - 1):
        terminal.type("\x1b[B")
    terminal.type("\r")
    terminal.wait("the review again", lambda t: is_quote(t) or is_decision(t))


def words(text):
    """The lines on the screen that the quote stands in."""
    return flat("\n".join(line for line in text.splitlines() if line.lstrip().startswith("▌")))


def judge(terminal, answers, others):
    """Judges the quotes of the theme on the screen, until its decision is there."""
    for _ in range(200):
        text = terminal.wait("a quote or the decision", lambda t: is_quote(t) or is_decision(t))
        if is_decision(text):
            return text
        said = words(text)
        answer = next((a for start, a in answers.items() if flat(start)[:60] in said), "s" if others == "accept" else "u")
        if len(answer) > 1 and answer[1:].isdigit():
            choose(terminal, "i", answer[1:])
        if len(answer) > 1 and not answer[1:].isdigit():
            terminal.press("N")
            terminal.type(answer[1:].strip())
            terminal.type("\r")
            terminal.wait("the quote again", is_quote)
        after = terminal.press(answer[0])
        while "last line first" in after:
            terminal.press(" ")
            after = terminal.press(answer[0])
    raise SystemExit("this theme has no end:\n" + terminal.text())


def review(binary, folder, table):
    terminal = Terminal([binary, "review"], folder)
    terminal.wait("the summary", lambda t: "for your decision" in t)
    text = terminal.press("\r")
    done = {"accepted": 0, "rejected": 0, "put off": 0}
    while is_quote(text) or is_decision(text):
        claim = flat(text.split("Claim:", 1)[1].split("Do these words", 1)[0] if "Claim:" in text else text)
        known = next((a for start, a in table["themes"].items() if claim.startswith(start)), None)
        if known is None and table.get("others") != "accept":
            text = terminal.press("l")
            done["put off"] += 1
            continue
        known = known or {}
        if known.get("statement"):
            terminal.press("e")
            terminal.type("\x7f" * 300)
            terminal.type(known["statement"] + "\r")
            terminal.wait("the new claim", is_quote)
        judge(terminal, known.get("quotes", {}), table.get("others"))
        if known.get("severity"):
            choose(terminal, "h", known["severity"])
        if known.get("none_against"):
            text = terminal.press("o")
            for _ in range(30):
                if is_decision(text):
                    break
                text = terminal.press("u")
            terminal.press("0")
        before = title(terminal.text())
        if "[a] accept" not in terminal.text():
            text = terminal.press("1")
            done["rejected"] += 1
        else:
            text = terminal.press("a")
            done["accepted"] += 1
        if title(text) == before:
            text = terminal.wait("what follows", lambda t: title(t) != before)
    # The blind-spot check: turns drawn at random, in one of which something was missed.
    if table.get("sample") and "[r]" in text:
        text = terminal.press("r")
        for answer in table["sample"]:
            if "[y]" not in text:
                break
            text = terminal.press(answer)
    terminal.press("q")
    terminal.read(1)
    return done


if __name__ == "__main__":
    binary, folder, answers = sys.argv[1:]
    with open(answers, encoding="utf-8") as file:
        table = json.load(file)
    print(review(os.path.abspath(binary), folder, table))
