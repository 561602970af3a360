//! A verbatim with all that a document says beside it.

use serde::Serialize;

use super::grounds::Grounds;
use super::theme::meaning;
use super::translations::Translation;
use crate::calls::{Call, CallId, Chars, Millis, Role, Turn};
use crate::evidence::{Flag, Piece, QuoteId, Verdict, sentence};
use crate::review::{CONTEXT_TURNS, INTENSITY, JudgedVerbatim};
use crate::themes::Judgement;

/// A verbatim with all that a document says beside it. The names of its fields are those of `themes --json`.
#[derive(Debug, Clone, Serialize)]
pub struct Quoted {
    /// The evidence number.
    pub evidence: u32,
    /// The quote's id: a hash of call, place and words.
    pub id: QuoteId,
    /// The source's words; a cut is ` … `.
    pub text: String,
    /// What somebody made of it in another language.
    pub translation: Option<Translation>,
    /// What the reviewer said of it.
    pub judgement: Judgement,
    /// What checking the quote gave.
    pub verdict: Verdict,
    /// What the words may hide.
    pub flags: Vec<Flag>,
    /// The same in words, without quotation marks, which are for verbatims alone.
    pub cautions: Vec<String>,
    /// The whole sentences that the words stand in, one text for each turn; only where there is a caution, and more to say than the words do.
    pub in_full: Vec<String>,
    /// Who said it.
    pub speaker: Option<String>,
    /// The same with what they are and where: how an attribution names them.
    pub who: String,
    /// Their role: always `customer`, since nothing else can be evidence.
    pub role: Role,
    /// Their job title.
    pub title: Option<String>,
    /// The call.
    pub call: CallId,
    /// The turn, from 1, in which the words start.
    pub turn: u32,
    /// First character, from 0, in that turn's text.
    pub start: Chars,
    /// One past the last character of the first piece.
    pub end: Chars,
    /// All pieces.
    pub pieces: Vec<Piece>,
    /// Milliseconds from the start of the recording.
    pub time_ms: Option<u64>,
    /// The same as `0:04:12`.
    pub time: Option<String>,
    /// When the last turn of it ended, in milliseconds, where the source says.
    pub end_ms: Option<u64>,
    /// The account.
    pub account: Option<String>,
    /// The type of person; none where it is not known of the speaker, but only of the call.
    pub persona: Option<String>,
    /// The class of accounts.
    pub segment: Option<String>,
    /// How it stood, in words.
    pub outcome: Option<String>,
    /// The call's date.
    pub date: Option<String>,
    /// Whether it was said at the end of the call, after the last question or the goodbye, where people become candid.
    pub candid: bool,
    /// Whether the turn before it, of somebody else, asked something.
    pub prompted: bool,
    /// How strongly the reviewer says it is felt, from 1 to 3.
    pub intensity: Option<u8>,
    /// What that means.
    pub intensity_words: Option<&'static str>,
    /// The reviewer's note, without quotation marks.
    pub note: Option<String>,
    /// SHA-256 of the file it was read from.
    pub version: String,
    /// How far it may go: the call's permission, `internal_only` where none was given.
    pub permission: String,
    /// Who judged it.
    pub judged_by: String,
    /// When, as an RFC 3339 time in UTC.
    pub judged_at: String,
    /// The turns before it that were on screen.
    pub before: Vec<Around>,
    /// The turns after it that were on screen.
    pub after: Vec<Around>,
}

/// A turn around a verbatim.
#[derive(Debug, Clone, Serialize)]
pub struct Around {
    /// Its index, from 1.
    pub turn: u32,
    /// Who speaks.
    pub speaker: Option<String>,
    /// Their given role.
    pub role: Role,
    /// The words.
    pub text: String,
}

/// Milliseconds as `0:04:12`.
pub(super) fn clock(ms: u64) -> String {
    let s = ms / 1000;
    format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// An outcome, a source type or a role as people write it.
pub(super) fn words(code: &str) -> String {
    code.replace('_', " ")
}

impl Quoted {
    /// What documents say of `judged`; `None` where its call is gone, which an accepted theme's verbatim never is.
    pub(super) fn of(grounds: &Grounds<'_>, judged: &JudgedVerbatim) -> Option<Quoted> {
        let verbatim = judged.verbatim();
        let call = grounds.docket.call(verbatim.call())?;
        let pieces = verbatim.place().pieces.clone();
        let (first, last) = (*pieces.first()?, *pieces.last()?);
        let m = &call.metadata;
        let speaker = verbatim.speaker().and_then(|name| call.speaker(name));
        let persona = speaker.and_then(|s| grounds.personas.of_speaker(call, s));
        let cautions: Vec<String> = judged.flags().iter().map(|f| unquoted(f.meaning())).collect();
        Some(Quoted {
            evidence: judged.number(),
            id: verbatim.id(),
            text: verbatim.text().to_owned(),
            translation: None,
            judgement: judged.judgement(),
            verdict: judged.verdict(),
            flags: judged.flags().to_vec(),
            in_full: if cautions.is_empty() { Vec::new() } else { in_full(call, &pieces) },
            cautions,
            speaker: verbatim.speaker().map(str::to_owned),
            who: who(call, verbatim.speaker(), persona),
            role: verbatim.role(),
            title: speaker.and_then(|s| s.title.clone()),
            call: call.id.clone(),
            turn: first.turn,
            start: first.start,
            end: first.end,
            time_ms: verbatim.time_ms(),
            time: verbatim.time_ms().map(clock),
            end_ms: call.turn(last.turn).and_then(|t| t.end_ms).map(Millis::get),
            account: m.account.clone(),
            persona: persona.map(str::to_owned),
            segment: m.segment.clone(),
            outcome: m.outcome.map(|o| words(o.as_str())),
            date: m.date.clone(),
            candid: grounds.is_candid(&call.id, first.turn),
            prompted: prompted(call, first.turn),
            intensity: judged.intensity(),
            intensity_words: judged.intensity().and_then(|level| meaning(&INTENSITY, level)),
            note: judged.note().map(unquoted),
            version: verbatim.version().0.clone(),
            permission: m.permission.clone().unwrap_or_else(|| "internal_only".into()),
            judged_by: judged.judged_by().to_owned(),
            judged_at: judged.judged_at().to_owned(),
            before: around(call, first.turn.saturating_sub(CONTEXT_TURNS)..first.turn),
            after: around(call, last.turn.saturating_add(1)..last.turn.saturating_add(1 + CONTEXT_TURNS)),
            pieces,
        })
    }
}

/// `Ana, warehouse lead, Fjord Foods`.
fn who(call: &Call, name: Option<&str>, persona: Option<&str>) -> String {
    let title = name.and_then(|n| call.speaker(n)).and_then(|s| s.title.clone()).or_else(|| persona.map(str::to_owned));
    let name = name.unwrap_or("speaker without a name").to_owned();
    [Some(name), title, call.metadata.account.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Words without the quotation marks that they stand in themselves: a verbatim gets one pair, not two.
pub(super) fn own_words(words: &str) -> &str {
    words.trim().strip_prefix('“').and_then(|t| t.strip_suffix('”')).filter(|t| !t.contains(['“', '”'])).unwrap_or(words)
}

/// A text that is no verbatim, without quotation marks.
pub(super) fn unquoted(text: &str) -> String {
    text.replace(['"', '“', '”', '„', '«', '»'], "")
}

/// Whether the turn before `turn` is somebody else's, and a question.
fn prompted(call: &Call, turn: u32) -> bool {
    let speaker = call.turn(turn).and_then(|t| t.speaker.as_deref());
    let before = turn.checked_sub(1).and_then(|index| call.turn(index)).filter(|t| t.speaker.as_deref() != speaker);
    before.is_some_and(|t| t.text.contains(['?', '？']))
}

fn around(call: &Call, turns: std::ops::Range<u32>) -> Vec<Around> {
    let around = |t: &Turn| Around {
        turn: t.index,
        speaker: t.speaker.as_deref().map(str::to_owned),
        role: call.role_of(t),
        text: t.text.to_string(),
    };
    turns.filter_map(|index| call.turn(index)).map(around).collect()
}

/// For each turn that has a piece, its text from the start of the first sentence to the end of the last one that a piece touches; none of a turn
/// whose piece is all of it already.
fn in_full(call: &Call, pieces: &[Piece]) -> Vec<String> {
    let mut turns: Vec<u32> = pieces.iter().map(|p| p.turn).collect();
    turns.dedup();
    let whole = |index: u32| {
        let text = &call.turn(index)?.text;
        let here = || pieces.iter().filter(|p| p.turn == index);
        let (start, end) = sentence(text, here().map(|p| p.start).min()?, here().map(|p| p.end).max()?);
        let whole = Chars::slice(text, start, end)?;
        let is_quoted = |p: &Piece| Chars::slice(text, p.start, p.end).is_some_and(|said| without_stop(said) == without_stop(whole));
        (!here().any(is_quoted)).then(|| whole.to_owned())
    };
    turns.into_iter().filter_map(whole).collect()
}

/// A sentence without its full stop, which a quote may leave out.
fn without_stop(sentence: &str) -> &str {
    sentence.trim().trim_end_matches(['.', '。'])
}
