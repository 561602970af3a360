//! Quotations in tables: cells under a heading like "Quote", with who said it in the cell for that, or the next one.

use super::{
    Kind, attribution,
    block::Passage,
    names::Names,
    take::{self, Taken},
};

const QUOTE: &[&str] = &[
    "quote",
    "quotes",
    "verbatim",
    "verbatims",
    "quotation",
    "quotations",
    "customer quote",
    "customer quotes",
    "in their words",
    "in their own words",
    "what they said",
    "voice of customer",
    "voice of the customer",
    "voc",
    "customer words",
    "customer language",
    "zitat",
    "zitate",
    "o-ton",
    "citation",
    "citations",
    "cita",
    "citas",
    "引用",
    "発言",
    "顧客の声",
];
const WHO: &[&str] = &[
    "speaker",
    "who",
    "who said",
    "name",
    "said by",
    "attribution",
    "source",
    "person",
    "customer",
    "contact",
    "by",
    "interviewee",
    "participant",
    "respondent",
    "sprecher",
    "quelle",
    "wer",
    "nom",
    "auteur",
    "話者",
    "発言者",
];
const ACCOUNT: &[&str] = &[
    "account",
    "company",
    "organization",
    "organisation",
    "customer",
    "client",
    "firm",
    "employer",
    "kunde",
    "firma",
    "unternehmen",
    "entreprise",
    "société",
    "cliente",
    "empresa",
    "azienda",
    "bedrijf",
    "会社",
    "顧客名",
];
const CALL: &[&str] = &["call", "transcript", "file", "recording", "interview", "call id", "gespräch", "appel"];

/// Adds the quotations of a table to `out`.
pub(super) fn take(rows: &[Vec<Passage>], names: &dyn Names, out: &mut Taken) {
    let heads: Vec<String> = rows.first().map(|r| r.iter().map(|c| plain(&c.text)).collect()).unwrap_or_default();
    let is_one = |head: &str, names: &[&str]| names.iter().any(|n| head == *n || n.len() > 4 && head.starts_with(n));
    let column =
        |names: &[&str], taken: &[Option<usize>]| (0..heads.len()).find(|i| is_one(&heads[*i], names) && !taken.contains(&Some(*i)));
    let Some(quote) = column(QUOTE, &[]) else {
        for row in rows {
            // Without a heading that says so, a cell that is a known name says who spoke the others.
            let who = row.iter().find_map(|c| attribution::line(&c.text, names));
            let before = out.quotations.len();
            for cell in row {
                take::marked(cell, None, Kind::Marks, names, out);
            }
            out.quotations[before..].iter_mut().for_each(|q| q.attribution = q.attribution.take().or_else(|| who.clone()));
        }
        return;
    };
    // "Customer" is the account where another column has the person.
    let account = column(ACCOUNT, &[Some(quote)]);
    let named = column(WHO, &[Some(quote), account]).or(account);
    let account = account.filter(|a| Some(*a) != named);
    let call = column(CALL, &[Some(quote), named, account]);
    for row in rows.iter().skip(1) {
        let text_of = |i: usize| row.get(i).and_then(|c| attribution::tidy(&c.text));
        // Without a column for it, the next cell names who said it, if it starts like a name and isn't a sentence.
        let who = match named {
            Some(n) => text_of(n).map(|who| account.and_then(text_of).map_or(who.clone(), |account| format!("{who}, {account}"))),
            None => text_of(quote + 1).filter(|t| {
                Some(quote + 1) != call
                    && t.split_whitespace().count() <= 10
                    && t.starts_with(char::is_uppercase)
                    && heads.get(quote + 1).is_none_or(String::is_empty)
            }),
        };
        let before = out.quotations.len();
        for (i, cell) in row.iter().enumerate() {
            if i == quote {
                take::whole(cell, Kind::Cell, names, out);
            } else if Some(i) != named && Some(i) != call && Some(i) != account {
                take::marked(cell, None, Kind::Marks, names, out);
            }
        }
        let call = call.and_then(text_of);
        for q in out.quotations[before..].iter_mut().filter(|q| q.kind == Kind::Cell) {
            q.attribution = q.attribution.take().or_else(|| who.clone());
            q.call.clone_from(&call);
        }
    }
}

fn plain(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| !matches!(c, '*' | '_' | ':' | '"' | '“' | '”'))
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
