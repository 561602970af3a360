//! Any bytes as any document: no panic.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.md", "a.txt", "a.html", "a.docx", "a.jsonl"] {
        let _ = verbatim::quotations::read(name, bytes);
    }
});
