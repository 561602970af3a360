//! Calls: what goes in comes out; identity; versions; roles.

use super::*;

fn identify(store: &Store, stem: &str, path: &str, lines: &[&str], source_id: Option<&str>) -> Identity {
    let version = Version(sha256(&raw(lines)));
    store.identify(&Source { stem, path, part: 0, version: &version, source_id }).unwrap()
}

#[test]
fn a_call_comes_out_as_it_went_in() {
    let folder = Folder::new();
    let mut rich = call("café", &["Ünïcode 🦷.", "Second."]);
    rich.title = Some("A talk".into());
    let unit = |start, start_ms, end_ms| Unit { start: Chars(start), start_ms: Some(Millis::from(start_ms)), end_ms };
    let units = [unit(0, 1000, None), unit(3, 5, Some(Millis::from(9)))];
    rich.turns[0].aside = crate::calls::Aside { units: units.into(), ..Default::default() }.kept();
    rich.turns[1].speaker = None;
    let aside = crate::calls::Aside {
        label: Some("2".into()),
        clock: Some("10:01".into()),
        anchor_ms: Some(Millis::from(77)),
        ..Default::default()
    };
    rich.turns[1].aside = aside.kept();
    rich.speakers[0].given = Some(crate::calls::Given { role: Role::Customer, by: "speakers.csv".into() });
    rich.speakers[1].guess = Some(crate::calls::Guess { role: Role::Rep, reason: "asks".into() });
    rich.warnings.push(crate::calls::Warning { code: "W_X".into(), message: "odd".into() });
    assert_eq!(folder.store().put_call(&rich, b"bytes", "p", 0).unwrap(), Put::New);
    let store = folder.store();
    assert_eq!(store.calls().unwrap(), [rich.clone()]);
    assert_eq!(store.call(&rich.id).unwrap(), Some(rich.clone()));
    assert_eq!(store.raw(&rich.version).unwrap().as_deref(), Some(&b"bytes"[..]));
    assert_eq!(store.call(&CallId("none".into())).unwrap(), None);
    assert_eq!(store.previous(&rich.id).unwrap(), None);
}

#[test]
fn the_same_bytes_change_nothing() {
    let folder = Folder::new();
    let mut store = folder.store();
    put(&mut store, "a", &["Hello."]);
    let before = std::fs::read(folder.file()).unwrap();
    assert_eq!(identify(&store, "a", "calls/a.vtt", &["Hello."], None), Identity { id: CallId("a".into()), is: Is::Same });
    assert_eq!(put(&mut store, "a", &["Hello."]), Put::Same);
    assert_eq!(std::fs::read(folder.file()).unwrap(), before);
}

#[test]
fn what_changed_beside_the_bytes_is_updated_in_place() {
    let folder = Folder::new();
    let mut store = folder.store();
    put(&mut store, "a", &["Hello."]);
    let mut again = call("a", &["Hello."]);
    again.metadata.account = Some("Harborline".into());
    again.turns[0].text = "Hello there.".into();
    assert_eq!(store.put_call(&again, b"Hello.", "calls/a.vtt", 0).unwrap(), Put::Updated);
    assert_eq!(store.calls().unwrap(), [again]);
    assert_eq!(store.previous(&CallId("a".into())).unwrap(), None);
    assert_eq!((matches(&store, "hello"), matches(&store, "there")), (1, 1));
}

#[test]
fn other_content_is_a_new_version_and_may_go_back() {
    let folder = Folder::new();
    let mut store = folder.store();
    put(&mut store, "a", &["The old words."]);
    let old = call("a", &["The old words."]);
    assert_eq!(identify(&store, "a", "calls/a.vtt", &["The new words."], None).is, Is::NewVersion);
    assert_eq!(put(&mut store, "a", &["The new words."]), Put::NewVersion { previous: old.version.clone() });
    assert_eq!(store.calls().unwrap(), [call("a", &["The new words."])]);
    assert_eq!(store.previous(&old.id).unwrap(), Some(old.clone()));
    assert_eq!((matches(&store, "old"), matches(&store, "new")), (0, 1), "search knows what is current only");

    // A copy of the old file elsewhere doesn't bring it back; the file itself, put back, does.
    assert_eq!(identify(&store, "a copy", "calls/a copy.vtt", &["The old words."], None).is, Is::Superseded);
    assert_eq!(store.put_call(&old, b"The old words.", "calls/a copy.vtt", 0).unwrap(), Put::LeftAlone);
    assert!(matches!(put(&mut store, "a", &["The old words."]), Put::NewVersion { .. }));
    assert_eq!(store.call(&old.id).unwrap().as_ref(), Some(&old));
    assert_eq!(store.version(&old.id, &call("a", &["The new words."]).version).unwrap(), Some(call("a", &["The new words."])));
}

#[test]
fn a_clash_of_names_gets_a_number() {
    let folder = Folder::new();
    let mut store = folder.store();
    put(&mut store, "call", &["One."]);
    let second = identify(&store, "Call", "other/Call.vtt", &["Two."], None);
    assert_eq!(second, Identity { id: CallId("Call-2".into()), is: Is::New });
    store.put_call(&call("Call-2", &["Two."]), b"Two.", "other/Call.vtt", 0).unwrap();
    assert_eq!(identify(&store, "call", "third/call.vtt", &["Three."], None).id.0, "call-3");
    assert_eq!(identify(&store, "Call", "other/Call.vtt", &["Two, changed."], None).id.0, "Call-2");
    assert_eq!(identify(&store, "", "x", &["?"], None).id.0, "call-3", "a file that is only an ending");
}

#[test]
fn the_recorders_own_id_says_more_than_the_path() {
    let folder = Folder::new();
    let mut store = folder.store();
    let mut first = call("a", &["One."]);
    first.metadata.source_id = Some("gong-1".into());
    store.put_call(&first, b"One.", "calls/a.json", 0).unwrap();
    assert_eq!(identify(&store, "b", "elsewhere/b.json", &["One, longer."], Some("gong-1")).id.0, "a");
    assert_eq!(identify(&store, "a", "calls/a.json", &["Another talk."], Some("gong-2")).id.0, "a-2", "saved over it");
}

#[test]
fn one_file_may_hold_several_calls() {
    let folder = Folder::new();
    let mut store = folder.store();
    let version = Version(sha256(b"page"));
    for part in 1..=2 {
        let source = Source { stem: "page", path: "page.json", part, version: &version, source_id: None };
        let identity = store.identify(&source).unwrap();
        assert_eq!(identity.is, Is::New);
        let read = Call { id: identity.id, version: version.clone(), ..call("", &["Hello."]) };
        assert_eq!(store.put_call(&read, b"page", "page.json", part).unwrap(), Put::New);
        assert_eq!(store.identify(&source).unwrap().is, Is::Same);
    }
    assert_eq!(store.call_ids().unwrap(), [CallId("page".into()), CallId("page-2".into())]);
}

#[test]
fn an_id_that_another_terminal_gave_away_is_not_written_over() {
    let folder = Folder::new();
    let (mut here, mut there) = (folder.store(), folder.store());
    put(&mut there, "a", &["Theirs."]);
    let error = here.put_call(&call("a", &["Ours."]), b"Ours.", "ours/a.vtt", 0).unwrap_err();
    assert!(matches!(error, StoreError::IdTaken { .. }));
    assert_eq!(here.calls().unwrap(), [call("a", &["Theirs."])]);
}

#[test]
fn roles_given_by_hand_stand_above_the_files() {
    let folder = Folder::new();
    let mut store = folder.store();
    for (id, line) in [("a", "One."), ("b", "Two.")] {
        let mut read = call(id, &[line]);
        read.speakers.push(Speaker { name: "Speaker 4".into(), ..Speaker::default() });
        read.speakers[1].given = Some(crate::calls::Given { role: Role::Customer, by: "speakers.csv".into() });
        store.put_call(&read, line.as_bytes(), id, 0).unwrap();
    }
    let (a, b) = (CallId("a".into()), CallId("b".into()));
    let role = |store: &Store, id: &CallId, name: &str| store.call(id).unwrap().unwrap().speaker(name).unwrap().role();
    let mut give = |call, name, role| store.give_role(call, name, role, "Dana", "2025-01-01T00:00:00Z");
    give(Some(&a), "Ann", Role::Other).unwrap();
    give(None, "Ann", Role::Customer).unwrap();
    give(None, "Ben", Role::Rep).unwrap();
    give(None, "Speaker 4", Role::Customer).unwrap();
    assert!(matches!(give(Some(&CallId("x".into())), "Ann", Role::Rep), Err(StoreError::NoCall { .. })));
    assert_eq!((role(&store, &a, "Ann"), role(&store, &b, "Ann")), (Role::Other, Role::Customer), "for one call before for all");
    assert_eq!(role(&store, &a, "Ben"), Role::Rep, "before the sidecar's");
    assert_eq!(role(&store, &a, "Speaker 4"), Role::Unknown, "nobody in particular is nobody elsewhere");
    assert_eq!(store.call(&b).unwrap().unwrap().speakers[0].given.as_ref().unwrap().by, "you");

    store.give_role(Some(&a), "Ann", Role::Rep, "Dana", "").unwrap();
    assert_eq!(role(&store, &a, "Ann"), Role::Rep, "the latest");
    store.give_role(Some(&a), "Ann", Role::Unknown, "Dana", "").unwrap();
    assert_eq!(role(&store, &a, "Ann"), Role::Unknown, "taken back");
    let mut again = call("a", &["One."]);
    again.speakers[1].given = None;
    store.put_call(&again, b"One.", "a", 0).unwrap();
    assert_eq!(role(&store, &a, "Ben"), Role::Rep, "stays when the call is read again");
}
