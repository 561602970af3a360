//! Microsoft Stream's WebVTT: `NOTE Confidence` before every cue, no speakers (section 3.2 d).

use super::{Fit, Format, webvtt, zoom_vtt};

/// Stream captions.
pub const FORMAT: Format = Format {
    id: "vtt-stream",
    name: "Microsoft Stream captions (.vtt)",
    recognised_by: "starts with WEBVTT and has NOTE Confidence or NOTE duration lines",
    fits: |s| if webvtt::is(&s.text) && s.text.lines().any(webvtt::is_stream_note) { Fit::Sure } else { Fit::No },
    read: |s| zoom_vtt::read(s, "vtt-stream"),
};
