//! Themes, evidence numbers, texts and settings.

use super::*;

fn ids(ids: &[&str]) -> Vec<ThemeId> {
    ids.iter().map(|id| ThemeId((*id).to_owned())).collect()
}

fn with_two_calls(folder: &Folder) -> Store {
    let mut store = folder.store();
    put(&mut store, "a", &["Month end hurts."]);
    put(&mut store, "b", &["The month end takes a week."]);
    store
}

/// The findings as they were given: each has got the time at which it was kept.
fn without_time(mut findings: Vec<Finding>) -> Vec<Finding> {
    for finding in &mut findings {
        let at = finding.at.take().unwrap();
        assert!(at.len() == 20 && at.ends_with('Z'), "{at}");
    }
    findings
}

#[test]
fn themes_come_out_as_they_went_in() {
    let folder = Folder::new();
    let mut store = with_two_calls(&folder);
    let model = Origin::Model { model: "m".into(), prompt_hash: "ff".into(), settings: "as told".into() };
    let mut one = draft("Month end hurts.", vec![finding("a", "Month end hurts."), Finding { origin: model, ..finding("b", "a week") }]);
    one.counter = vec![ClaimedQuote { text: "It is fine.".into(), ..ClaimedQuote::default() }];
    one.kind = Kind::Success;
    let two = draft("Nothing found it.", Vec::new());
    assert_eq!(store.add_themes(&[one.clone(), two.clone()]).unwrap(), ids(&["T1", "T2"]));
    let got: Vec<Draft> = folder
        .store()
        .themes()
        .unwrap()
        .into_iter()
        .map(|t| Draft { kind: t.kind, statement: t.statement, findings: without_time(t.findings), counter: t.counter })
        .collect();
    assert_eq!(got, [one, two]);
}

#[test]
fn a_second_proposal_replaces_only_what_nobody_touched() {
    let folder = Folder::new();
    let mut store = with_two_calls(&folder);
    let drafts: Vec<Draft> = ["one", "two", "three"].iter().map(|s| draft(s, vec![finding("a", s)])).collect();
    assert_eq!(store.add_themes(&drafts).unwrap(), ids(&["T1", "T2", "T3"]));
    let touched = HashSet::from_iter(ids(&["T1"]));
    let new = [draft("four", vec![finding("b", "four")]), drafts[1].clone()];
    assert_eq!(store.replace_untouched(&touched, &new).unwrap(), ids(&["T4", "T2"]), "what is proposed again keeps its id");
    let left: Vec<ThemeId> = store.themes().unwrap().into_iter().map(|theme| theme.id).collect();
    assert_eq!(left, ids(&["T1", "T2", "T4"]));

    assert_eq!(store.replace_untouched(&HashSet::new(), &[]).unwrap(), []);
    assert_eq!(store.add_themes(&drafts[..1]).unwrap(), ids(&["T5"]), "a number is never given twice");
    assert_eq!(store.read(|db| db.query_row("SELECT count(*) FROM quotes", [], |row| row.get::<_, i64>(0))).unwrap(), 1);
}

#[test]
fn new_evidence_joins_a_theme_once() {
    let folder = Folder::new();
    let mut store = with_two_calls(&folder);
    let id = store.add_themes(&[draft("one", vec![finding("a", "one")])]).unwrap().remove(0);
    let more = [finding("a", "one"), finding("b", "two")];
    let against = [ClaimedQuote { text: "It is fine.".into(), ..ClaimedQuote::default() }];
    assert_eq!(store.add_to_theme(&id, &more, &against).unwrap(), 2);
    assert_eq!(store.add_to_theme(&id, &more, &against).unwrap(), 0);
    assert_eq!(without_time(store.themes().unwrap().remove(0).findings), more);
    for id in ids(&["T9", "9", "T", "Tx", "T01"]) {
        assert!(matches!(store.add_to_theme(&id, &more, &[]), Err(StoreError::NoTheme { .. })), "{id}");
    }
}

#[test]
fn half_of_a_proposal_is_none() {
    let folder = Folder::new();
    let mut store = with_two_calls(&folder);
    let drafts = [draft("one", vec![finding("a", "one")]), draft("two", vec![finding("no such call", "two")])];
    assert!(store.add_themes(&drafts).is_err());
    assert!(store.themes().unwrap().is_empty());
}

#[test]
fn texts_are_known_by_their_hash_and_no_others_are_given() {
    let folder = Folder::new();
    let mut store = folder.store();
    let hash = store.put_text("Month end hurts.").unwrap();
    assert_eq!(store.put_text("Month end hurts.").unwrap(), hash);
    assert_eq!(store.text(&hash).unwrap().as_deref(), Some("Month end hurts."));
    folder.by_hand().execute("UPDATE texts SET text = 'Month end is lovely.'", []).unwrap();
    assert_eq!(store.text(&hash).unwrap(), None, "changed by hand, it is not what was decided on");
}

#[test]
fn settings_and_sidecars_are_kept() {
    let folder = Folder::new();
    let mut store = folder.store();
    assert_eq!(store.setting("reviewer").unwrap(), None);
    store.set_setting("reviewer", "Dana").unwrap();
    store.set_setting("reviewer", "Robin").unwrap();
    assert_eq!(store.setting("reviewer").unwrap().as_deref(), Some("Robin"));
    assert!(store.put_source("calls/calls.csv", "calls.csv", b"file\n").unwrap());
    assert!(!store.put_source("calls/calls.csv", "calls.csv", b"file\n").unwrap());
    assert!(store.put_source("calls/calls.csv", "calls.csv", b"file,date\n").unwrap());
    assert_eq!(store.sources().unwrap(), [("calls/calls.csv".to_owned(), b"file,date\n".to_vec())]);
}
