"""Markdown, in a CommonMark parser."""

import re

from markdown_it import MarkdownIt

MARK = re.compile(r"<!-- (/?(pmm|verbatim)(:[A-Za-z0-9-]+)?) -->\s*")


def opens(path, failures):
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text("utf-8"))
    failures.check(path.name, tokens[0].tag == "h1", "does not begin with its title")
    depth = 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
            failures.check(path.name, level <= depth + 1, f"a heading of level {level} follows one of level {depth}")
            depth = level
        if token.type == "html_block":
            failures.check(path.name, not MARK.sub("", token.content).strip(), f"holds HTML: {token.content}")
        failures.check(path.name, token.type not in ("fence", "code_block"), f"holds code: {token.content}")
        for child in token.children or []:
            failures.check(path.name, child.type not in ("html_inline", "link_open", "image"), f"holds {child.type}: {token.content}")
