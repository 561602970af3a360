"""CSV in Python's csv, and JSON, with every count counted again."""

import csv
import json

DANGER = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def opens(path, failures):
    found = rows(path)
    failures.check(path.name, path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel would take it for another encoding")
    failures.check(path.name, bool(found), "is empty")
    for row in found:
        failures.check(path.name, None not in row and None not in row.values(), f"a row has other columns: {row}")
        for head, value in row.items():
            failures.check(path.name, not (value or "").startswith(DANGER), f"{head} starts a formula: {value}")
            failures.check(path.name, not any(ord(c) < 32 or c in "\u202e\u200b" for c in value or ""), f"{head} holds unseen characters")


def opens_json(path, failures):
    everything = json.loads(path.read_text("utf-8"))
    quotes = {q["evidence"]: q for t in everything["themes"] for q in t["supports"] + t["partly"] + t["contradicts"]}
    library = rows(path.with_name("quote-library.csv"))
    failures.check(path.name, set(quotes) == {int(r["quote_id"][1:]) for r in library}, "the tables hold other verbatims")
    for theme in everything["themes"]:
        calls = {q["call"] for q in theme["supports"]}
        failures.check(path.name, theme["support"]["calls"] == len(calls), f"{theme['id']} counts {theme['support']['calls']}, not {len(calls)}")
        supports = {r["call_id"] for r in library if r["theme_id"] == theme["id"] and r["supports"] == "supports"}
        failures.check(path.name, supports == calls, f"{theme['id']} is heard in other calls in the table")
    counted = sum(c["counted"] for c in everything["sample"]["calls"])
    failures.check(path.name, everything["sample"]["heard"]["of_calls"] == counted, "counts other calls than it lists")
