"""Workbooks, in openpyxl and in LibreOffice."""

import datetime
import tempfile

import openpyxl

import word_files

QUOTES = ["Quotes", "Themes", "Calls", "Codebook", "README"]
NUMBERS = ("turn_start", "turn_end", "char_start", "char_end", "calls", "of_calls", "won_calls", "lost_calls", "turns")
DANGER = ("=", "+", "-", "@")


def opens(path, failures):
    book = openpyxl.load_workbook(path)
    if path.name.startswith("quote-library"):
        failures.check(path.name, book.sheetnames == QUOTES, f"its sheets are {book.sheetnames}")
    for sheet in book:
        where = f"{path.name} [{sheet.title}]"
        failures.check(where, sheet.freeze_panes == "A2", "its header is not frozen")
        failures.check(where, sheet.auto_filter.ref is not None, "has no filter")
        heads = [cell.value for cell in sheet[1]]
        failures.check(where, all(heads) and len(set(heads)) == len(heads), f"its columns are {heads}")
        for row in sheet.iter_rows(min_row=2):
            for head, cell in zip(heads, row):
                failures.check(where, cell.data_type != "f", f"{cell.coordinate} is a formula")
                if isinstance(cell.value, str) and cell.value.startswith(DANGER):
                    failures.check(where, cell.quotePrefix, f"{cell.coordinate} would be one, if typed again")
                if head in NUMBERS and cell.value is not None:
                    failures.check(where, isinstance(cell.value, (int, float)), f"{cell.coordinate} is no number")
                if head == "call_date" and cell.value is not None:
                    failures.check(where, isinstance(cell.value, datetime.datetime), f"{cell.coordinate} is no date")
    with tempfile.TemporaryDirectory() as folder:
        failures.check(path.name, word_files.as_pdf(path, folder) is not None, "LibreOffice does not open it")
