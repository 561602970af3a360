//! The project that a command works on: its folder, its config, its store, and what the stages need of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::calls::{Call, CallId};
use crate::config::Config;
use crate::error::Error;
use crate::evidence::{Checked, ClaimedQuote, Library};
use crate::project::Project;
use crate::review::ledger::{self, Row, Stamp};
use crate::review::{Act, Docket, DocketTheme, Entry, Hash, Head, NewTheme, Reviews, is_by_hand, is_there, settle};
use crate::store::{Store, StoreError};
use crate::themes::{Draft, Origin, Theme, ThemeId};

/// Who stands beside entries that follow from changed calls, which no person made.
const TOOL: &str = "verbatim";
const REVIEWER: &str = "reviewer";

/// A project that is open.
#[derive(Debug)]
pub struct Workspace {
    /// Its folder.
    pub project: Project,
    /// Its config.
    pub config: Config,
    /// What is kept.
    pub store: Store,
}

impl Workspace {
    /// Opens the project, and makes it where it isn't yet.
    ///
    /// # Errors
    /// Where its folder can't be made, its config is wrong, or its database can't be used.
    pub fn make(named: Option<&Path>) -> Result<Workspace, Error> {
        let (project, config) = located(named)?;
        project.make()?;
        let store = Store::open(&project.database())?;
        Ok(Workspace { project, config, store })
    }

    /// Opens a project that is there.
    ///
    /// # Errors
    /// As [`Workspace::make`], and where there is none yet.
    pub fn open(named: Option<&Path>) -> Result<Workspace, Error> {
        Workspace::open_if_made(named)?.ok_or_else(|| {
            Error::failed("There is no project here yet.")
                .hint("`verbatim run FOLDER` reads the transcripts in a folder and starts one; `--project DIR` names a project elsewhere.")
        })
    }

    /// Opens a project, where there is one.
    ///
    /// # Errors
    /// Where its config is wrong, or its database can't be used.
    pub fn open_if_made(named: Option<&Path>) -> Result<Option<Workspace>, Error> {
        let (project, config) = located(named)?;
        if !project.is_made() {
            return Ok(None);
        }
        let store = Store::open(&project.database())?;
        Ok(Some(Workspace { project, config, store }))
    }

    /// The whole ledger, every link checked.
    ///
    /// # Errors
    /// Where the chain is broken.
    pub fn ledger(&self) -> Result<(Vec<Entry>, Head), Error> {
        let rows: Vec<Row> = self
            .store
            .ledger()?
            .into_iter()
            .map(|r| Row { seq: r.seq, body: r.body, previous: Hash(r.prev), hash: Hash(r.hash) })
            .collect();
        ledger::read(&rows).map_err(|broken| {
            Error::failed(format!("{}.", capital(&broken.to_string()))).hint(
                "Nothing is exported from a ledger that doesn't hold. Go back to a copy of the .verbatim folder from before the change.",
            )
        })
    }

    /// The calls, and the themes with their quotes checked against them just now.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub fn docket(&self) -> Result<Docket, Error> {
        let calls = self.store.calls()?;
        let reviews = Reviews::replay(&self.ledger()?.0);
        // One that a person began to make, and that the ledger doesn't know of, is none.
        let themes: Vec<Theme> = self.store.themes()?.into_iter().filter(|t| is_there(&reviews, t)).collect();
        let checked = {
            let library = Library::new(&calls);
            let claims: Vec<ClaimedQuote> =
                themes.iter().flat_map(|t| t.claims().into_iter().cloned().chain(t.counter.iter().cloned())).collect();
            library.check_all(&claims)
        };
        let mut checked = checked.into_iter();
        let themes = themes
            .into_iter()
            .map(|theme| {
                let quotes = each_place_once(&theme, checked.by_ref().take(theme.claims().len()).collect());
                let counter = each_place_once(&theme, checked.by_ref().take(theme.counter.len()).collect());
                DocketTheme { theme, quotes, counter }
            })
            .collect();
        let texts = self.revised_texts()?;
        Ok(Docket::new(calls, themes, texts))
    }

    /// The docket, after the ledger was told what became of judgements whose calls changed.
    ///
    /// # Errors
    /// Where the store can't be read or written.
    pub fn settled_docket(&mut self) -> Result<Docket, Error> {
        let mut docket = self.docket()?;
        loop {
            let (mut entries, _) = self.ledger()?;
            let acts = settle(&docket, &Reviews::replay(&entries));
            let mut kept = true;
            for act in &acts {
                match self.append(&entries, TOOL, None, act)? {
                    Some(entry) => entries.push(entry),
                    None => kept = false,
                }
            }
            if kept {
                let reviews = Reviews::replay(&entries);
                let lapsed = reviews.touched().filter_map(|id| reviews.theme(id)).flat_map(|r| r.lapsed.values());
                let calls: BTreeSet<CallId> = lapsed.map(|l| l.seen.place.call.clone()).collect();
                for call in calls {
                    self.store.previous(&call)?.into_iter().for_each(|before| docket.keep_before(before));
                }
                return Ok(docket);
            }
        }
    }

    /// Appends `act` after `entries`; `None` where another window wrote first, and nothing was kept.
    ///
    /// # Errors
    /// Where the entry can't be kept.
    pub fn append(&mut self, entries: &[Entry], who: &str, theme: Option<&Theme>, act: &Act) -> Result<Option<Entry>, Error> {
        let head = entries.last().map_or(Head { count: 0, hash: Hash::start() }, |e| Head { count: e.seq, hash: e.hash.clone() });
        let (model, prompt) = proposed_by(theme);
        let stamp = Stamp { at: now(), who: who.to_owned(), model, prompt };
        let (row, entry) =
            ledger::next(&head, &stamp, act).map_err(|e| Error::failed("An entry of the ledger can't be written.").because(e))?;
        match self.store.append(&row.body, &row.previous.0, &row.hash.0) {
            Ok(_) => Ok(Some(entry)),
            Err(StoreError::LedgerMoved) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a text that an entry names by its hash.
    ///
    /// # Errors
    /// Where it can't be kept.
    pub fn keep_text(&mut self, text: &str) -> Result<(), Error> {
        self.store.put_text(text)?;
        Ok(())
    }

    /// Keeps a theme that a person makes, and gives its id. It is there once the ledger says so.
    ///
    /// # Errors
    /// Where it can't be kept.
    pub fn add_theme(&mut self, new: &NewTheme) -> Result<ThemeId, Error> {
        let draft = Draft { kind: new.kind, statement: new.statement.clone(), findings: new.findings(), counter: Vec::new() };
        let id = self.store.add_themes(&[draft])?.into_iter().next();
        id.ok_or_else(|| Error::failed("The new theme can't be kept."))
    }

    /// Keeps a passage with a theme, by hand, and checks it against its call. It is a quote of the theme once the ledger says so.
    ///
    /// # Errors
    /// Where it can't be kept.
    pub fn add_quote(&mut self, docket: &Docket, theme: &ThemeId, claim: &ClaimedQuote) -> Result<Option<Checked>, Error> {
        let named = claim.call.clone().map(CallId);
        let Some((theme, call)) = docket.theme(theme).zip(named.and_then(|id| docket.call(&id))) else { return Ok(None) };
        let new = NewTheme { kind: theme.theme.kind, statement: claim.text.clone(), quotes: vec![claim.clone()] };
        self.store.add_to_theme(&theme.theme.id, &new.findings(), &[])?;
        let library = Library::new(std::slice::from_ref(call));
        Ok(library.check_all(std::slice::from_ref(claim)).into_iter().next())
    }

    /// The name of the one who leads the review, where it is known.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub fn reviewer(&self) -> Result<Option<String>, Error> {
        match &self.config.review.reviewer {
            Some(name) => Ok(Some(name.clone())),
            None => Ok(self.store.setting(REVIEWER)?),
        }
    }

    /// Keeps the name of the one who leads the review.
    ///
    /// # Errors
    /// Where it can't be kept.
    pub fn set_reviewer(&mut self, name: &str) -> Result<(), Error> {
        self.store.set_setting(REVIEWER, name)?;
        Ok(())
    }

    fn revised_texts(&self) -> Result<Vec<String>, Error> {
        let (entries, _) = self.ledger()?;
        let hashes: BTreeSet<&Hash> = entries.iter().filter_map(|e| e.act.text()).collect();
        let mut texts = Vec::new();
        for hash in hashes {
            texts.extend(self.store.text(&hash.0)?);
        }
        Ok(texts)
    }
}

fn located(named: Option<&Path>) -> Result<(Project, Config), Error> {
    let current = std::env::current_dir().map_err(|e| Error::failed("The current folder can't be used.").because(e))?;
    let project = Project::locate(named, &current)?;
    let config = Config::load(&project.config_file(), |name| std::env::var(name).ok())?;
    Ok((project, config))
}

/// Each place once; what a person took in stands beside a claim of the same place, which may have left the theme.
fn each_place_once(theme: &Theme, quotes: Vec<Checked>) -> Vec<Checked> {
    let mut seen = BTreeSet::new();
    quotes.into_iter().filter(|q| is_by_hand(theme, &q.claim) || seen.insert(q.id.clone())).collect()
}

fn proposed_by(theme: Option<&Theme>) -> (Option<String>, Option<Hash>) {
    match theme.and_then(|t| t.findings.first()).map(|f| &f.origin) {
        Some(Origin::Offline) => (Some("offline finder".into()), None),
        Some(Origin::Model { model, prompt_hash, .. }) => (Some(model.clone()), Some(Hash(prompt_hash.clone()))),
        Some(Origin::Hand) | None => (None, None),
    }
}

/// The time, as RFC 3339 in UTC, to the second.
pub(super) fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_else(|_| jiff::Timestamp::now()).to_string()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

impl Workspace {
    /// A hash of what a finder reads: calls, roles and what is known about them.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub fn fingerprint(&self) -> Result<Hash, Error> {
        Ok(fingerprint(&self.store.calls()?))
    }

    /// Where the documents are written.
    pub fn messaging_dir(&self) -> PathBuf {
        self.project.root().join(&self.config.export.dir)
    }

    /// A file's path as the store keeps it.
    pub fn path_as_kept(&self, path: &Path) -> String {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let root = self.project.root().canonicalize().unwrap_or_else(|_| self.project.root().to_owned());
        Project::locate(Some(&root), &root).map_or_else(|_| whole.display().to_string(), |p| p.path_as_kept(&whole))
    }
}

/// A hash of calls, of who is who in them and of what is known about them.
pub(super) fn fingerprint(calls: &[Call]) -> Hash {
    let parts: Vec<String> = calls
        .iter()
        .map(|c| {
            format!(
                "{} {} {:?} {:?} {:?}",
                c.id,
                c.version.0,
                c.metadata.source_type,
                c.metadata.consent,
                c.speakers.iter().map(|s| (&s.name, s.role())).collect::<Vec<_>>()
            )
        })
        .collect();
    Hash::of_parts(parts.iter().map(String::as_str))
}
