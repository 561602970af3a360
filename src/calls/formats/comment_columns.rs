//! What the columns of a table of comments hold: which words are a customer's, and which never are (section 3.9).

use crate::calls::date;
use crate::calls::tidy::{is_cjk, tidy};

/// What a column of a comments table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Text,
    Id,
    Date,
    Account,
    Person,
    Persona,
    Segment,
    Score,
    Author,
    Other,
}

const NOT_THE_CUSTOMER: &[&str] = &[
    "internal",
    "agent",
    "resolution",
    "assignee",
    "ai ",
    "summary",
    "translation",
    "translated",
    "sentiment",
    "reply",
    "private",
    "note",
    "our response",
    "notiz",
    "zusammenfassung",
    "übersetz",
    "stimmung",
    "bearbeiter",
    "lösung",
    "privat",
    "résumé",
    "traduction",
    "résolution",
    "réponse de",
    "resumen",
    "traducción",
    "resolución",
    "respuesta de",
    "nota ",
    "resumo",
    "tradução",
    "社内",
    "内部",
    "メモ",
    "要約",
    "翻訳",
    "owner",
    "answered by",
    "support response",
    "loss reason",
    "lost reason",
    "win reason",
    "won reason",
];
const TEXT_WORDS: &[&str] = &[
    "comment",
    "feedback",
    "verbatim",
    "response",
    "reason",
    "why",
    "what",
    "describe",
    "body",
    "description",
    "message",
    "review",
    "pros",
    "cons",
    "suggestion",
    "kommentar",
    "was",
    "warum",
    "commentaire",
    "pourquoi",
    "comentario",
    "quote",
    "highlight",
    "answer",
    "text",
    "rückmeldung",
    "begründung",
    "bemerkung",
    "anmerkung",
    "grund",
    "meinung",
    "verbesserung",
    "avis",
    "remarque",
    "raison",
    "motivo",
    "razón",
    "opinión",
    "qué",
    "sugerencia",
    "comentário",
    "opinião",
    "waarom",
    "opmerking",
    "commento",
    "perché",
];
/// In headings written without spaces.
const TEXT_PARTS: &[&str] = &["コメント", "理由", "意見", "感想", "自由記述", "评论", "原因", "反馈"];

/// "Internal note" and its kin in other languages; no "international" and no "internet".
fn is_internal(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric())
        .any(|w| matches!(w, "intern" | "interne" | "interner" | "internes" | "interno" | "interna" | "internos" | "internas"))
}

/// What a column holds, by its heading (in lower case) and its cells. The tests for "not free text" go before the words of the heading.
pub fn kind_of(name: &str, cells: &[&str]) -> Column {
    let name = name.replace(['_', '-'], " ");
    let name = name.as_str();
    if is_internal(name) {
        return Column::Other;
    }
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let filled: Vec<&str> = cells.iter().copied().filter(|c| !is_placeholder(c)).collect();
    if NOT_THE_CUSTOMER.iter().any(|n| name.contains(n)) {
        return Column::Other;
    }
    let numeric = |c: &&&str| c.trim().replace(',', ".").parse::<f64>().is_ok();
    let all = |test: &dyn Fn(&&&str) -> bool| !filled.is_empty() && filled.iter().filter(|c| test(c)).count() * 10 >= filled.len() * 9;
    let dated = |c: &&&str| c.chars().count() < 32 && date::find(c, None).is_some_and(|d| d != date::Found::NoYear);
    if has(&["id", "number", "nr", "key", "ticket"]) && !all(&|c| c.split_whitespace().count() > 3) {
        return Column::Id;
    }
    if has(&["date", "created", "submitted", "timestamp", "datum", "updated", "fecha", "erstellt"]) || all(&|c| dated(c)) {
        return Column::Date;
    }
    if has(&["score", "nps", "rating", "csat", "ces", "stars", "bewertung", "punkte", "puntuación", "nota", "評価"])
        && filled.iter().all(|c| c.split_whitespace().count() <= 2)
    {
        return Column::Score;
    }
    if all(&|c| numeric(c) || c.contains('@') && !c.contains(' ') || c.starts_with("http")) {
        return Column::Other;
    }
    if has(&[
        "account",
        "company",
        "organization",
        "organisation",
        "firma",
        "client",
        "unternehmen",
        "entreprise",
        "société",
        "empresa",
        "cuenta",
        "bedrijf",
        "会社名",
    ]) && !has(&["comment"])
    {
        return Column::Account;
    }
    if has(&["role", "title", "persona", "position", "job", "rolle", "funktion", "rôle", "poste", "cargo", "役職"]) {
        return Column::Persona;
    }
    let mut counts: Vec<usize> = filled.iter().map(|c| words_in(c)).collect();
    counts.sort_unstable();
    let median = counts.get(counts.len() / 2).copied().unwrap_or(0);
    // "Segment" heads what researchers cut out of interviews, too.
    if has(&["segment", "industry", "size", "tier", "branche", "secteur", "sector", "größe"]) && median < 4 {
        return Column::Segment;
    }
    if has(&["author", "from", "sender"]) {
        return Column::Author;
    }
    if has(&[
        "contact",
        "requester",
        "respondent",
        "name",
        "customer",
        "reviewer",
        "user",
        "kunde",
        "kontakt",
        "ansprechpartner",
        "participant",
        "nom",
        "nombre",
        "contacto",
        "cliente",
        "nome",
        "contatto",
        "氏名",
        "お名前",
    ]) && median <= 4
    {
        return Column::Person;
    }
    let distinct = filled.iter().collect::<std::collections::HashSet<_>>().len();
    let picks = distinct <= 12 && filled.len() >= distinct * 2 && filled.len() > 3;
    let short = has(&["subject", "tags", "tag", "category", "status", "priority", "plan"]) || median < 4;
    let named = words.iter().any(|w| TEXT_WORDS.iter().any(|t| w.trim_end_matches('s') == t.trim_end_matches('s')))
        || TEXT_PARTS.iter().any(|t| name.contains(t));
    if picks || filled.is_empty() {
        return Column::Other;
    }
    if (named && !(has(&["subject", "tags", "tag"]) && short))
        || (median >= 4 && distinct * 10 >= filled.len() * 7 && !has(&["subject", "tags", "tag"]))
    {
        return Column::Text;
    }
    Column::Other
}

/// Whether a cell says that there is nothing to say.
pub fn is_placeholder(cell: &str) -> bool {
    matches!(
        tidy(cell).to_lowercase().as_str(),
        "" | "n/a"
            | "na"
            | "none"
            | "-"
            | "."
            | "--"
            | "–"
            | "—"
            | "no comment"
            | "no comments"
            | "nothing"
            | "null"
            | "keine"
            | "kein kommentar"
            | "k.a."
            | "nichts"
            | "nil"
            | "?"
            | "x"
            | "ninguno"
            | "nada"
            | "aucun"
            | "rien"
            | "sin comentarios"
            | "特になし"
            | "なし"
    )
}

/// Words in a cell; three signs of Chinese or Japanese count for one.
fn words_in(cell: &str) -> usize {
    let cjk = cell.chars().filter(|c| is_cjk(*c)).count();
    cell.split_whitespace().count().max(cjk / 3)
}

/// Whether a heading says which side wrote a row, or who may see it.
pub fn tells_the_side(name: &str) -> bool {
    let name = name.replace(['_', '-'], " ");
    [
        "author type",
        "author role",
        "sender type",
        "sender role",
        "from type",
        "user role",
        "user type",
        "role",
        "side",
        "visibility",
        "public",
        "is public",
        "comment type",
        "type",
        "is internal",
        "private",
        "is private",
        "direction",
        "message type",
    ]
    .contains(&name.as_str())
}

/// Whether a row's cell below such a heading says that the row is an agent's, or private.
pub fn is_ours(name: &str, cell: &str) -> bool {
    let cell = tidy(cell).to_lowercase().replace(['_', '-'], " ");
    if name.contains("public") {
        return matches!(cell.as_str(), "false" | "no" | "0" | "private" | "internal");
    }
    if name.contains("internal") || name.contains("private") {
        return matches!(cell.as_str(), "true" | "yes" | "1");
    }
    matches!(
        cell.as_str(),
        "agent"
            | "admin"
            | "support"
            | "support agent"
            | "staff"
            | "bot"
            | "system"
            | "internal"
            | "internal note"
            | "private"
            | "private note"
            | "note"
            | "outbound"
            | "outgoing"
    )
}
