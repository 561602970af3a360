//! One page of a PDF as text: its pieces in the order in which they are drawn, and columns told apart where each row was drawn across them.
//!
//! Where words are put on the page beside each other says who spoke them: two columns read across would put one person's words into another's mouth.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// A gap between two words of one line that is no space, in heights of the font.
const WIDE: f64 = 1.0;
/// Columns are believed where so many rows have two pieces.
const FEWEST_ROWS: usize = 4;
/// Shorter pieces, in characters, are times, names or numbers; the columns of prose are wider.
const NARROW: usize = 20;

/// Words without a line's end or a wide gap between them.
#[derive(Debug, Default, Clone)]
struct Piece {
    text: String,
    /// Where it starts, in the page's units from the left.
    left: f64,
    /// Whether it stands on the line of the piece before, behind a wide gap.
    beside: bool,
}

/// Collects a page's pieces while the page is drawn.
#[derive(Debug, Default)]
pub struct Page {
    pieces: Vec<Piece>,
    word_starts: bool,
    last_end: f64,
    last_y: f64,
}

impl OutputDev for Page {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(&mut self, at: &Transform, width: f64, _: f64, font_size: f64, char: &str) -> Result<(), OutputError> {
        // The side of a square as large as the letter's box.
        let size = (font_size * (at.m11 + at.m21) * font_size * (at.m12 + at.m22)).abs().sqrt();
        let (x, y) = (at.m31, at.m32);
        if self.word_starts || self.pieces.is_empty() {
            let down = (y - self.last_y).abs();
            if self.pieces.is_empty() || down > size * 1.5 || x < self.last_end && down > size * 0.5 {
                // A far step leaves an empty line, as a paragraph does.
                if down > size * 1.5 && x < self.last_end && !self.pieces.is_empty() {
                    self.pieces.push(Piece::default());
                }
                self.pieces.push(Piece { left: x, ..Piece::default() });
            } else if x > self.last_end + size * WIDE {
                self.pieces.push(Piece { left: x, beside: true, ..Piece::default() });
            } else if x > self.last_end + size * 0.1 {
                self.add(" ");
            }
        }
        self.add(char);
        self.word_starts = false;
        self.last_y = y;
        self.last_end = x + width * size;
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.word_starts = true;
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

impl Page {
    fn add(&mut self, text: &str) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.text.push_str(text);
        }
    }

    /// The page's text: column after column, a table's cells with tabs between them, or as it was drawn.
    pub fn text(&self) -> String {
        let rows = self.rows();
        let beside: Vec<&&[Piece]> = rows.iter().filter(|row| row.len() > 1).collect();
        let filled = rows.iter().filter(|row| !row.iter().all(|p| p.text.is_empty())).count();
        if beside.len() >= FEWEST_ROWS && beside.len() * 2 > filled && beside.iter().all(|row| row.len() == 2) {
            let right = beside.iter().filter_map(|row| row.get(1)).map(|p| p.left).fold(f64::INFINITY, f64::min);
            let wide = |at: usize| {
                beside.iter().filter(|row| row.get(at).is_some_and(|p| p.text.chars().count() >= NARROW)).count() * 2 > beside.len()
            };
            let aligned = beside.iter().filter(|row| row.get(1).is_some_and(|p| p.left - right < 12.0)).count() * 10 >= beside.len() * 8;
            if wide(0) && wide(1) && aligned {
                let column =
                    |wanted: bool| self.pieces.iter().filter(move |p| (p.left >= right) == wanted).map(|p| format!("{}\n", p.text));
                return column(false).chain(column(true)).collect();
            }
        }
        let timed =
            beside.iter().filter(|row| row.len() == 3 && row.first().is_some_and(|p| super::script::bare_time(&p.text).is_some())).count();
        let between = if timed >= 2 && timed * 10 >= beside.len() * 7 { "\t" } else { " " };
        rows.iter().map(|row| row.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(between) + "\n").collect()
    }

    /// Pieces that stand beside each other.
    fn rows(&self) -> Vec<&[Piece]> {
        let mut rows = Vec::new();
        let mut from = 0;
        for at in 1..=self.pieces.len() {
            if self.pieces.get(at).is_none_or(|p| !p.beside) {
                rows.extend(self.pieces.get(from..at));
                from = at;
            }
        }
        rows
    }
}
