//! What a reviewer can do, as the ledger keeps it: hashes and places, never words.

use serde::{Deserialize, Serialize};

use super::Hash;
use crate::calls::{CallId, Role, Version};
use crate::evidence::{Place, QuoteId};
use crate::themes::{Judgement, Kind, ThemeId};

/// Exactly what was on the screen when a verbatim was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Where the words stood.
    pub place: Place,
    /// Hash of the words.
    pub words: Hash,
    /// Hash of the speaker's name.
    pub speaker: Hash,
    /// The speaker's given role.
    pub role: Role,
    /// Hash of the turns around.
    pub context: Hash,
    /// Hash of the statement that it was judged against.
    pub statement: Hash,
    /// The kind that it was judged against.
    pub kind: Kind,
}

impl Seen {
    /// Whether `now` shows the same: all but the turn's number, which may move when a call gets a new version.
    pub fn is_same(&self, now: &Seen) -> bool {
        fn part(s: &Seen) -> impl PartialEq + '_ {
            (&s.place.call, &s.words, &s.speaker, s.role, &s.context, &s.statement, s.kind)
        }
        part(self) == part(now)
    }
}

/// Why a theme was rejected: one key each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// The quotes don't carry the statement.
    NotSupported,
    /// Several different things were put together.
    NotOneThing,
    /// It says what another theme says.
    Duplicate,
    /// True, and of no use for messaging.
    NotUseful,
    /// Anything else; a note says what.
    Other,
}

impl RejectReason {
    /// All of them, in the order of their keys.
    pub const ALL: [RejectReason; 5] =
        [RejectReason::NotSupported, RejectReason::NotOneThing, RejectReason::Duplicate, RejectReason::NotUseful, RejectReason::Other];

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            RejectReason::NotSupported => "the quotes don't carry it",
            RejectReason::NotOneThing => "several different things put together",
            RejectReason::Duplicate => "another theme says it already",
            RejectReason::NotUseful => "true, but of no use for messaging",
            RejectReason::Other => "another reason",
        }
    }
}

/// Why a judgement, or the decision that rests on it, no longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LapseReason {
    /// The words are no longer in the call, or the call is gone.
    WordsGone,
    /// Another speaker says them now, or the speaker's role changed.
    SpeakerChanged,
    /// The turns around them changed.
    ContextChanged,
    /// The reviewer judged a quote otherwise than when the theme was accepted.
    JudgedAgain,
    /// The statement or the kind is no longer what was accepted, or the statement's text is missing.
    ClaimChanged,
    /// None of the calls that carried it counts any more.
    SupportGone,
    /// A quote that it rested on was cut otherwise, or went into another theme.
    QuotesChanged,
}

impl LapseReason {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            LapseReason::WordsGone => "the words are no longer in the call",
            LapseReason::SpeakerChanged => "the speaker or the speaker's role changed",
            LapseReason::ContextChanged => "the turns around the words changed",
            LapseReason::JudgedAgain => "a quote was judged otherwise since",
            LapseReason::ClaimChanged => "the statement is not the one that was accepted",
            LapseReason::SupportGone => "no call that supports it counts any more",
            LapseReason::QuotesChanged => "a quote was cut otherwise or went into another theme",
        }
    }
}

/// A quote that leaves a theme for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The quote.
    pub quote: QuoteId,
    /// Hash of the claim that it is the place of ([`super::claim_hash`]).
    pub claim: Hash,
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// A verbatim was judged, in its context, against a statement.
    Judged {
        /// The theme.
        theme: ThemeId,
        /// The verbatim's quote id.
        quote: QuoteId,
        /// What was said of it.
        judgement: Judgement,
        /// What was on the screen.
        seen: Seen,
        /// How long it was on the screen, in milliseconds.
        shown_ms: u64,
    },
    /// A theme was accepted.
    Accepted {
        /// The theme.
        theme: ThemeId,
        /// Hash of the statement that was accepted.
        statement: Hash,
        /// The kind that was accepted.
        kind: Kind,
        /// Hash of all judgements that it was accepted on.
        judgements: Hash,
    },
    /// A theme was rejected.
    Rejected {
        /// The theme.
        theme: ThemeId,
        /// Why.
        reason: RejectReason,
        /// Hash of a note, kept beside the ledger.
        note: Option<Hash>,
    },
    /// A theme was put off.
    PutOff {
        /// The theme.
        theme: ThemeId,
    },
    /// A theme's statement or kind was changed: its verbatims are judged again.
    Revised {
        /// The theme.
        theme: ThemeId,
        /// Hash of the new statement, whose text is kept beside the ledger.
        statement: Hash,
        /// The kind from now on.
        kind: Kind,
    },
    /// A call got a new version in which a judged verbatim stands as before: its judgement goes with it.
    Carried {
        /// The theme.
        theme: ThemeId,
        /// The quote's id before.
        quote: QuoteId,
        /// The quote's id from now on.
        to: QuoteId,
    },
    /// What a judgement was about changed: it no longer holds.
    Lapsed {
        /// The theme.
        theme: ThemeId,
        /// The quote.
        quote: QuoteId,
        /// What changed.
        reason: LapseReason,
    },
    /// A passage that nobody had cited was taken into a theme, by hand.
    Taken {
        /// The theme.
        theme: ThemeId,
        /// The quote's id.
        quote: QuoteId,
        /// Hash of its claim.
        claim: Hash,
    },
    /// A quote was cut to other words of the same turn: those are judged anew.
    Reworded {
        /// The theme.
        theme: ThemeId,
        /// The quote's id before.
        quote: QuoteId,
        /// Hash of the claim that leaves.
        claim: Hash,
        /// Hash of the claim that stands in its stead.
        to: Hash,
    },
    /// A theme's quotes went into another, which says the same: they are judged against that one's statement.
    Merged {
        /// The theme that is no more.
        theme: ThemeId,
        /// The theme that goes on.
        into: ThemeId,
    },
    /// Some quotes of a theme became a theme of their own.
    Split {
        /// The theme that they left.
        theme: ThemeId,
        /// The new theme.
        into: ThemeId,
        /// Hash of the new theme's statement.
        statement: Hash,
        /// The quotes.
        moved: Vec<Moved>,
    },
    /// A theme was made by hand, of words that a person marked.
    Made {
        /// The theme.
        theme: ThemeId,
        /// Hash of its statement.
        statement: Hash,
        /// Hashes of its claims.
        claims: Vec<Hash>,
    },
    /// Somebody looked for the opposite of a theme, and found none.
    NoneAgainst {
        /// The theme.
        theme: ThemeId,
        /// How many passages that might speak against it were on the screen.
        passages: u32,
        /// Over how many calls they were looked for.
        of_calls: u32,
    },
    /// A note was written on a quote.
    Noted {
        /// The theme.
        theme: ThemeId,
        /// The quote.
        quote: QuoteId,
        /// Hash of the note, kept beside the ledger.
        note: Hash,
    },
    /// It was said how much harm is in a theme.
    Rated {
        /// The theme.
        theme: ThemeId,
        /// From 1 (hardly matters) to 5 (stops them).
        severity: u8,
    },
    /// It was said how strongly a quote is felt.
    Felt {
        /// The theme.
        theme: ThemeId,
        /// The quote.
        quote: QuoteId,
        /// From 1 (matter of fact) to 3 (strongly).
        intensity: u8,
    },
    /// Turns of a call were on the screen, read in the call itself.
    Read {
        /// The call.
        call: CallId,
        /// The version that was read.
        version: Version,
        /// The first turn.
        from: u32,
        /// The last turn.
        to: u32,
    },
    /// A customer's turn that no theme cites was drawn at random and looked at: does it hold something that was missed?
    Sampled {
        /// The hash of the ledger's end when the sample was drawn: the same seed draws the same.
        seed: Hash,
        /// The call.
        call: CallId,
        /// The turn.
        turn: u32,
        /// Hash of the turn's words.
        words: Hash,
        /// How many uncited turns it was drawn from.
        of: u32,
        /// Whether something was missed in it.
        missed: bool,
    },
    /// A second coder judged a verbatim, without seeing the first one's judgement. It accepts and lapses nothing.
    Coded {
        /// The theme.
        theme: ThemeId,
        /// The verbatim's quote id.
        quote: QuoteId,
        /// What was said of it.
        judgement: Judgement,
        /// What was on the screen.
        seen: Seen,
        /// How long it was on the screen, in milliseconds.
        shown_ms: u64,
    },
    /// A person looked at words that may hold a name, and said that they may go outside.
    Cleared {
        /// The evidence number or the theme's id.
        of: String,
        /// Hash of the words as they would read outside.
        words: Hash,
    },
    /// A person said that a quote or a theme stays inside, whatever the rules say.
    Held {
        /// The evidence number or the theme's id.
        of: String,
    },
    /// Two coders had judged a verbatim differently; after talking it through, the one who leads judged it again. It holds like any judgement
    /// of the one who leads; how far the two agreed is counted without it.
    Adjudicated {
        /// The theme.
        theme: ThemeId,
        /// The verbatim's quote id.
        quote: QuoteId,
        /// What was said of it.
        judgement: Judgement,
        /// What was on the screen.
        seen: Seen,
        /// How long it was on the screen, in milliseconds.
        shown_ms: u64,
        /// The second coder's name.
        with: String,
    },
    /// An earlier entry no longer holds.
    Undone {
        /// Its number.
        entry: u64,
    },
}

impl Act {
    /// The theme that it is about.
    pub fn theme(&self) -> Option<&ThemeId> {
        match self {
            Act::Judged { theme, .. }
            | Act::Accepted { theme, .. }
            | Act::Rejected { theme, .. }
            | Act::PutOff { theme }
            | Act::Revised { theme, .. }
            | Act::Carried { theme, .. }
            | Act::Lapsed { theme, .. }
            | Act::Taken { theme, .. }
            | Act::Reworded { theme, .. }
            | Act::Merged { theme, .. }
            | Act::Split { theme, .. }
            | Act::Made { theme, .. }
            | Act::NoneAgainst { theme, .. }
            | Act::Noted { theme, .. }
            | Act::Rated { theme, .. }
            | Act::Felt { theme, .. }
            | Act::Coded { theme, .. }
            | Act::Adjudicated { theme, .. } => Some(theme),
            Act::Read { .. } | Act::Sampled { .. } | Act::Cleared { .. } | Act::Held { .. } | Act::Undone { .. } => None,
        }
    }

    /// The hashes of the texts that people wrote and that it names.
    pub fn text(&self) -> Option<&Hash> {
        match self {
            Act::Revised { statement, .. } | Act::Split { statement, .. } => Some(statement),
            Act::Noted { note, .. } | Act::Rejected { note: Some(note), .. } => Some(note),
            _ => None,
        }
    }

    /// Whether a person did it, so that the review's undo can take it back. That something was read can't be; what may go outside is
    /// taken back by its opposite, not by an undo in a review that never showed it.
    pub fn by_hand(&self) -> bool {
        !matches!(self, Act::Carried { .. } | Act::Lapsed { .. } | Act::Read { .. } | Act::Cleared { .. } | Act::Held { .. })
    }
}
