//! Forgetting a call leaves none of its words anywhere in the file.

use super::*;

const SECRET: &str = "zanzibarisch month end";

#[test]
fn no_word_of_it_is_left() {
    let folder = Folder::new();
    let mut store = folder.store();
    let said = format!("Our {SECRET} hurts.");
    put(&mut store, "a", &[&format!("An older {SECRET}.")]);
    put(&mut store, "a", &[&said]);
    put(&mut store, "b", &["Closing takes a week."]);
    store.give_role(Some(&CallId("a".into())), "Ann", Role::Customer, "Dana", "").unwrap();
    let mut shared = draft(&said, vec![finding("a", &said), finding("b", "Closing takes a week.")]);
    shared.counter = vec![ClaimedQuote { text: SECRET.into(), ..ClaimedQuote::default() }];
    store
        .add_themes(&[draft("Only here.", vec![finding("a", SECRET)]), shared, draft("Elsewhere.", vec![finding("b", "a week")])])
        .unwrap();
    let text = store.put_text(&said).unwrap();
    let own = store.put_text("My own words.").unwrap();
    store.append("{}", "0", "1").unwrap();

    store.forget(&CallId("a".into())).unwrap();

    assert_eq!(store.call_ids().unwrap(), [CallId("b".into())]);
    assert_eq!(store.raw(&Version(sha256(said.as_bytes()))).unwrap(), None);
    assert_eq!((store.text(&text).unwrap(), store.text(&own).unwrap()), (None, Some("My own words.".into())));
    let themes: Vec<_> = store.themes().unwrap().into_iter().map(|t| (t.id.0, t.statement, t.findings.len(), t.counter.len())).collect();
    assert_eq!(themes, [("T2".into(), "Closing takes a week.".into(), 1, 0), ("T3".into(), "Elsewhere.".into(), 1, 0)]);
    assert_eq!(store.ledger().unwrap().len(), 1, "what was decided stays");
    drop(store);
    let file = String::from_utf8_lossy(&std::fs::read(folder.file()).unwrap()).to_lowercase();
    assert!(!file.contains("zanzibarisch"), "text");
    assert!(!file.contains("zanzibar"), "search index");
    assert!(file.contains("closing takes a week"));
}

#[test]
fn it_does_not_come_back_by_itself_and_its_id_is_not_given_again() {
    let folder = Folder::new();
    let mut store = folder.store();
    put(&mut store, "a", &["Words."]);
    store.forget(&CallId("a".into())).unwrap();
    assert!(matches!(store.forget(&CallId("a".into())), Err(StoreError::NoCall { .. })));
    assert_eq!(put(&mut store, "a", &["Words."]), Put::LeftAlone);
    assert_eq!(put(&mut store, "a", &["Words, re-exported."]), Put::LeftAlone, "the same path");
    assert!(store.calls().unwrap().is_empty());
    let version = Version(sha256(b"Other."));
    let source = Source { stem: "a", path: "elsewhere/a.vtt", part: 0, version: &version, source_id: None };
    assert_eq!(store.identify(&source).unwrap(), Identity { id: CallId("a-2".into()), is: Is::New });
}

#[test]
fn a_file_of_several_calls_loses_its_bytes_but_the_others_keep_their_turns() {
    let folder = Folder::new();
    let mut store = folder.store();
    let version = Version(sha256(b"page"));
    for (part, id) in [(1, "page"), (2, "page-2")] {
        let read = Call { id: CallId(id.into()), version: version.clone(), ..call("", &["Hello."]) };
        let stem = Source { stem: "page", path: "page.json", part, version: &version, source_id: None };
        assert_eq!(store.identify(&stem).unwrap().id.0, id);
        store.put_call(&read, b"page", "page.json", part).unwrap();
    }
    store.forget(&CallId("page".into())).unwrap();
    assert_eq!(store.raw(&version).unwrap(), None);
    assert_eq!(store.calls().unwrap().len(), 1);
    assert_eq!(matches(&store, "hello"), 1);
}
