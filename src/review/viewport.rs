//! What is in front of somebody who reviews or reads: how far the page is scrolled, whether its words were read, the help that lies
//! over it, and what it says back to the last key.

/// What a drawn screen was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drawn {
    /// Whether the last line of the quote (of the statement, where the theme is decided) is on the screen.
    pub quote_end: bool,
    /// The first body line that was shown.
    pub top: usize,
    /// How many body lines fit.
    pub height: usize,
    /// How many body lines there are.
    pub length: usize,
    /// How wide they were broken: a place in them means nothing at another width. 0 where the window is too small to show anything.
    pub columns: usize,
    /// The first and the last turn that were shown whole, where a call is read.
    pub turns: Option<(u32, u32)>,
}

/// How far a body of lines is scrolled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scroll {
    top: Option<usize>,
    drawn: Drawn,
}

impl Scroll {
    /// The first body line to show; `None` before anybody scrolled: a page starts at the words it is about.
    pub fn top(&self) -> Option<usize> {
        self.top
    }

    /// Takes note of what the screen showed.
    pub(super) fn drawn(&mut self, drawn: Drawn) {
        self.drawn = drawn;
    }

    /// Whether there is more below what was shown.
    pub(super) fn has_more(&self) -> bool {
        self.drawn.top + self.drawn.height < self.drawn.length
    }

    /// A page on, less a line that was on the last one; nowhere at the end.
    pub(super) fn page_down(&mut self) {
        if self.has_more() {
            self.to(self.drawn.top + self.drawn.height.saturating_sub(1).max(1));
        }
    }

    /// A page back.
    pub(super) fn page_up(&mut self) {
        self.to(self.drawn.top.saturating_sub(self.drawn.height.saturating_sub(1)));
    }

    /// A line on.
    pub(super) fn line_down(&mut self) {
        self.to(self.drawn.top + 1);
    }

    /// A line back.
    pub(super) fn line_up(&mut self) {
        self.to(self.drawn.top.saturating_sub(1));
    }

    /// As if nobody had scrolled.
    pub(super) fn reset(&mut self) {
        self.top = None;
    }

    fn to(&mut self, top: usize) {
        self.top = Some(top.min(self.drawn.length.saturating_sub(self.drawn.height)));
    }
}

/// What is in front of somebody, whatever it is about.
#[derive(Debug, Clone, Default)]
pub struct Viewport {
    pub(super) scroll: Scroll,
    /// Whether what is on it now was drawn: a key typed before that means nothing.
    pub(super) shown: bool,
    /// Whether its words were read to their last line.
    pub(super) read: bool,
    /// The first line of the help that lies over it.
    help: Option<usize>,
    note: Option<String>,
}

impl Viewport {
    /// The first body line to show at a width, where the reader scrolled at that width. At another one the page starts anew, so that
    /// nothing of a quote is jumped over.
    pub fn top(&self, columns: usize) -> Option<usize> {
        self.scroll.top.filter(|_| self.scroll.drawn.columns == columns)
    }

    /// Whether the words on the screen were read to their last line, so that they can be judged.
    pub fn has_read(&self) -> bool {
        self.read
    }

    /// The first line of the help to show, where it lies over the page.
    pub fn help(&self) -> Option<usize> {
        self.help
    }

    /// A message for the next screen.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Puts a message on the next screen.
    pub(super) fn say(&mut self, note: impl Into<String>) {
        self.note = Some(note.into());
    }

    /// The message was seen.
    pub(super) fn clear_note(&mut self) {
        self.note = None;
    }

    /// Takes note of what the screen showed: words are read once their last line was on it.
    pub(super) fn drawn(&mut self, drawn: Drawn) {
        self.scroll.drawn(drawn);
        self.shown = drawn.columns > 0 && self.help.is_none();
        self.read |= self.shown && drawn.quote_end;
    }

    /// Something else is on the page: nobody has seen it yet.
    pub(super) fn turn_to_another(&mut self) {
        self.scroll = Scroll::default();
        (self.shown, self.read) = (false, false);
    }

    /// Lays the help over the page.
    pub(super) fn open_help(&mut self) {
        self.help = Some(0);
    }

    /// Any key turns the page of the help, and the last one closes it; so does leaving.
    pub(super) fn page_help(&mut self, leaves: bool) {
        let Drawn { height, length, .. } = self.scroll.drawn;
        self.help = self.help.map(|top| top + height.max(1)).filter(|top| !leaves && *top < length);
    }
}
