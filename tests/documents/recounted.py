"""Counts in Word files and workbooks, counted again from the rows of the quote library; and the quotes of all three tables, checked anew."""

import json
import re
import subprocess

import docx
import openpyxl

import tables

THEME = re.compile(r"\((T\d+)\)")
COUNT = re.compile(r"Σ (\d+) of (\d+) calls")


def heard(messaging):
    """The calls that each theme is heard in, by the rows of the quote library, and how many calls count."""
    calls = {}
    for row in tables.rows(messaging / "quote-library.csv"):
        if row["supports"] == "supports":
            calls.setdefault(row["theme_id"], set()).add(row["call_id"])
    everything = json.loads((messaging / "quote-library.json").read_text("utf-8"))
    return {theme: len(found) for theme, found in calls.items()}, sum(c["counted"] for c in everything["sample"]["calls"])


def word(path, failures):
    counts, of_calls = heard(path.parent)
    theme, recounted = None, 0
    paragraphs = docx.Document(str(path)).paragraphs
    for paragraph in paragraphs:
        text = paragraph.text
        if paragraph.style.name.startswith("Heading"):
            theme = None
        named = THEME.findall(text)
        if len(named) == 1:
            theme = named[0]
        count = COUNT.search(text)
        if count and theme in counts:
            said = (int(count[1]), int(count[2]))
            failures.check(path.name, said == (counts[theme], of_calls), f"says {said} of {theme}, not {(counts[theme], of_calls)}: {text[:90]}")
            recounted, theme = recounted + 1, None
    failures.check(path.name, recounted > 0 or not any(THEME.search(p.text) for p in paragraphs), "states no count of its themes")


def workbook(path, failures):
    counts, of_calls = heard(path.parent)
    book = openpyxl.load_workbook(path)
    by_sheet = {sheet.title: list(as_rows(sheet)) for sheet in book}
    for row in by_sheet.get("Themes", []):
        name = row["theme_id"]
        failures.check(path.name, (row["calls"], row["of_calls"]) == (counts.get(name, 0), of_calls), f"{name} has {row['calls']} of {row['of_calls']} calls")
        numbers = [q["quote_id"] for q in by_sheet["Quotes"] if q["theme_id"] == name and q["supports"] == "supports"]
        failures.check(path.name, set((row["evidence"] or "").split(", ")) == set(numbers), f"{name} rests on {row['evidence']}, not {numbers}")
    for row in by_sheet.get("Decision drivers", []):
        for side in ("won", "lost"):
            outcomes = {q["call_id"] for q in tables.rows(path.with_name("quote-library.csv"))
                        if q["theme_id"] == row["theme_id"] and q["supports"] == "supports" and q["deal_outcome"] == side}
            failures.check(path.name, row[f"{side}_calls"] == len(outcomes), f"{row['theme_id']}: {row[f'{side}_calls']} {side}, not {len(outcomes)}")


def as_rows(sheet):
    heads = [cell.value for cell in sheet[1]]
    return (dict(zip(heads, values)) for values in sheet.iter_rows(min_row=2, values_only=True))


def as_said(binary, folder, failures):
    """The quotes of the three tables, each in its call, through `check`: every one is exact or differs in what nobody reads."""
    messaging = folder / "messaging"
    everything = json.loads((messaging / "quote-library.json").read_text("utf-8"))
    book = openpyxl.load_workbook(messaging / "quote-library.xlsx")
    libraries = {
        "quote-library.csv": [(r["quote_id"], unguarded(r["quote"]), r["call_id"]) for r in tables.rows(messaging / "quote-library.csv")],
        "quote-library.json": [(f"E{q['evidence']}", q["text"], q["call"]) for t in everything["themes"] for q in t["supports"] + t["partly"] + t["contradicts"]],
        "quote-library.xlsx": [(r["quote_id"], r["quote"], r["call_id"]) for r in as_rows(book["Quotes"])],
    }
    for name, quotes in libraries.items():
        lines = folder / (name + ".jsonl")
        lines.write_text("".join(json.dumps({"id": i, "quote": q, "call": c}) + "\n" for i, q, c in quotes), "utf-8")
        done = subprocess.run([binary, "check", str(lines), "--calls", "calls", "--vendor", "Vendor", "--json"], cwd=folder, capture_output=True, text=True, check=False)
        failures.check(name, done.returncode == 0 and quotes, f"check ends with {done.returncode}: {done.stderr[-400:]}")
        results = [json.loads(line) for line in done.stdout.splitlines()]
        failures.check(name, sum("verdict" in r for r in results) == len(quotes), f"{len(results)} results for {len(quotes)} quotes")
        for result in results:
            if "verdict" in result:
                is_said = result["verdict"] in ("exact", "normalized", "elided")
                failures.check(name, is_said, f"{result.get('id')} is {result['verdict']}: {json.dumps(result)[:300]}")


def unguarded(cell):
    """A cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip().startswith(tables.DANGER) else cell
