"""Word files, in python-docx and in LibreOffice."""

import pathlib
import subprocess
import tempfile

import docx


def as_pdf(path, folder):
    """The file as LibreOffice prints it, or None."""
    profile = pathlib.Path(folder) / "profile"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, check=False, timeout=180)
    pdf = pathlib.Path(folder) / (path.stem + ".pdf")
    return pdf if pdf.exists() else None


def text_of(pdf):
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def opens(path, failures):
    document = docx.Document(str(path))
    styles = [p.style.name for p in document.paragraphs if p.text.strip()]
    title = next((p.text for p in document.paragraphs if p.style.name == "Title"), "")
    failures.check(path.name, bool(title), "has no title")
    failures.check(path.name, styles.count("Heading 1") >= 1, "has no headings for an outline")
    failures.check(path.name, all(row.cells for table in document.tables for row in table.rows), "has a table without cells")
    failures.check(path.name, not document.inline_shapes, "shows a picture")
    targets = [r.target_ref for r in document.part.rels.values() if r.is_external]
    failures.check(path.name, not targets, f"links to {targets}")
    with tempfile.TemporaryDirectory() as folder:
        pdf = as_pdf(path, folder)
        failures.check(path.name, pdf is not None, "LibreOffice does not open it")
        if pdf:
            text = text_of(pdf)
            failures.check(path.name, title.split()[0] in text and len(text) > 500, "LibreOffice shows little of it")
