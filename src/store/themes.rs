//! Proposals: themes, their findings and quotes. Nothing of what people said of them is here.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, Transaction, params};

use super::{Store, StoreError, from_json, from_word, to_json};
use crate::calls::CallId;
use crate::evidence::ClaimedQuote;
use crate::themes::{Draft, Finding, Theme, ThemeId};

impl Store {
    /// All themes, in the order of their numbers.
    pub fn themes(&self) -> Result<Vec<Theme>, StoreError> {
        self.read(themes)
    }

    /// Adds themes, and gives their new ids in the same order.
    pub fn add_themes(&mut self, drafts: &[Draft]) -> Result<Vec<ThemeId>, StoreError> {
        self.write(|db| drafts.iter().map(|draft| add(db, draft)).collect())
    }

    /// A second proposal: themes that are not among the `touched` (nobody judged or decided anything of them) make room for `drafts`,
    /// whose ids are given in the same order. One that is proposed again as it was keeps its id.
    pub fn replace_untouched(&mut self, touched: &HashSet<ThemeId>, drafts: &[Draft]) -> Result<Vec<ThemeId>, StoreError> {
        self.write(|db| {
            let mut replaced: Vec<Theme> = themes(db)?.into_iter().filter(|theme| !touched.contains(&theme.id)).collect();
            let mut ids = Vec::with_capacity(drafts.len());
            for draft in drafts {
                ids.push(match replaced.iter().position(|theme| draft.is(theme)) {
                    Some(at) => replaced.remove(at).id,
                    None => add(db, draft)?,
                });
            }
            for theme in &replaced {
                remove(db, &theme.id)?;
            }
            Ok(ids)
        })
    }

    /// Adds to a theme the findings and the quotes against it that it doesn't have yet, and gives how many were new. They count for
    /// nothing until somebody judges them.
    pub fn add_to_theme(&mut self, id: &ThemeId, findings: &[Finding], counter: &[ClaimedQuote]) -> Result<usize, StoreError> {
        let added = self.write(|db| {
            let (Some(theme), Some(number)) = (themes(db)?.into_iter().find(|theme| theme.id == *id), number(id)) else { return Ok(None) };
            let has = |new: &Finding| theme.findings.iter().any(|old| old.call == new.call && old.quotes == new.quotes);
            let mut added = 0;
            for finding in findings.iter().filter(|finding| !has(finding)) {
                add_finding(db, number, finding)?;
                added += 1;
            }
            for quote in counter.iter().filter(|quote| !theme.counter.contains(quote)) {
                add_quote(db, None, Some(number), quote)?;
                added += 1;
            }
            Ok(Some(added))
        })?;
        added.ok_or_else(|| StoreError::NoTheme { id: id.0.clone() })
    }
}

/// The number in an id: `T12` is 12.
pub(super) fn number(id: &ThemeId) -> Option<i64> {
    id.0.strip_prefix('T')?.parse().ok()
}

pub(super) fn remove(db: &Connection, id: &ThemeId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM themes WHERE number = ?1")?.execute([number(id)])?;
    Ok(())
}

fn add(db: &Transaction<'_>, draft: &Draft) -> rusqlite::Result<ThemeId> {
    db.prepare_cached("INSERT INTO themes (kind, statement) VALUES (?1, ?2)")?.execute([draft.kind.as_str(), &draft.statement])?;
    let number = db.last_insert_rowid();
    for finding in &draft.findings {
        add_finding(db, number, finding)?;
    }
    for quote in &draft.counter {
        add_quote(db, None, Some(number), quote)?;
    }
    Ok(ThemeId(format!("T{number}")))
}

fn add_finding(db: &Transaction<'_>, theme: i64, finding: &Finding) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO findings (theme, call, kind, statement, origin, at) VALUES (?1, ?2, ?3, ?4, ?5, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))")?.execute(params![
        theme,
        finding.call.0,
        finding.kind.as_str(),
        finding.statement,
        to_json(&finding.origin)?
    ])?;
    let seq = db.last_insert_rowid();
    finding.quotes.iter().try_for_each(|quote| add_quote(db, Some(seq), None, quote))
}

fn add_quote(db: &Transaction<'_>, finding: Option<i64>, against: Option<i64>, quote: &ClaimedQuote) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO quotes (finding, against, text, call, turn, speaker) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![finding, against, quote.text, quote.call, quote.turn, quote.speaker])
        .map(drop)
}

pub(super) fn themes(db: &Connection) -> rusqlite::Result<Vec<Theme>> {
    let mut of_finding: HashMap<i64, Vec<ClaimedQuote>> = HashMap::new();
    let mut against: HashMap<i64, Vec<ClaimedQuote>> = HashMap::new();
    let mut quotes = db.prepare_cached("SELECT finding, against, text, call, turn, speaker FROM quotes ORDER BY seq")?;
    let mut rows = quotes.query([])?;
    while let Some(row) = rows.next()? {
        let quote = ClaimedQuote { text: row.get(2)?, call: row.get(3)?, turn: row.get(4)?, speaker: row.get(5)? };
        match row.get(0)? {
            Some(finding) => of_finding.entry(finding).or_default().push(quote),
            None => against.entry(row.get(1)?).or_default().push(quote),
        }
    }

    let mut of_theme: HashMap<i64, Vec<Finding>> = HashMap::new();
    let mut findings = db.prepare_cached("SELECT seq, theme, call, kind, statement, origin, at FROM findings ORDER BY seq")?;
    let mut rows = findings.query([])?;
    while let Some(row) = rows.next()? {
        let quotes = of_finding.remove(&row.get(0)?).unwrap_or_default();
        let (kind, origin) = (from_word(row, 3)?, from_json(row, 5)?);
        let finding = Finding { call: CallId(row.get(2)?), kind, statement: row.get(4)?, quotes, origin, at: row.get(6)? };
        of_theme.entry(row.get(1)?).or_default().push(finding);
    }

    let mut themes = db.prepare_cached("SELECT number, kind, statement FROM themes ORDER BY number")?;
    themes
        .query_map([], |row| {
            let number: i64 = row.get(0)?;
            Ok(Theme {
                id: ThemeId(format!("T{number}")),
                kind: from_word(row, 1)?,
                statement: row.get(2)?,
                findings: of_theme.remove(&number).unwrap_or_default(),
                counter: against.remove(&number).unwrap_or_default(),
            })
        })?
        .collect()
}
