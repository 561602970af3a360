#!/usr/bin/env bash
# Opens every exported document with a program that isn't ours: Word files and workbooks in LibreOffice, python-docx and openpyxl, tables in Python's
# csv, pages in Chromium, Markdown in a CommonMark parser. Needs python 3.11 and its package registry on the first start, LibreOffice, poppler's
# pdftotext and Chromium (Debian: apt install libreoffice-writer libreoffice-calc poppler-utils chromium). `cargo test` needs none of it.
#
#     .ci/documents.sh [--keep FOLDER]
#     VERBATIM=target/release/verbatim .ci/documents.sh    # this binary instead of building one
set -euo pipefail
cd "$(dirname "$0")/.."
for program in soffice pdftotext; do
  command -v "$program" >/dev/null || { echo "$program is missing: apt install libreoffice-writer libreoffice-calc poppler-utils" >&2; exit 1; }
done
venv="${VENV:-target/documents-venv}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check -r tests/documents/requirements.txt
if [ -z "${VERBATIM:-}" ]; then
  cargo build --locked
  VERBATIM=target/debug/verbatim
fi
exec "$venv/bin/python" tests/documents/open_all.py "$VERBATIM" "$@"
