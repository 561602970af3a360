//! Opening: new, other, damaged and locked files.

use super::*;

#[test]
fn an_empty_place_becomes_a_database_and_stays_one() {
    let folder = Folder::new();
    drop(folder.store());
    let before = std::fs::read(folder.file()).unwrap();
    drop(folder.store());
    assert_eq!(std::fs::read(folder.file()).unwrap(), before, "opening again writes nothing");
}

#[test]
fn two_terminals_may_make_it_at_once() {
    let folder = Folder::new();
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| folder.store());
        }
    });
    assert!(folder.store().calls().unwrap().is_empty());
}

#[test]
fn a_newer_one_is_refused() {
    let folder = Folder::new();
    drop(folder.store());
    folder.by_hand().pragma_update(None, "user_version", 99).unwrap();
    let error = crate::error::Error::from(Store::open(&folder.file()).unwrap_err());
    assert!(error.render().contains("written by a newer version of verbatim (its format is 99"), "{}", error.render());
    assert!(error.render().contains("Hint: Install the newest verbatim."));
}

#[test]
fn what_is_no_database_or_not_ours_is_said_and_left_as_it_is() {
    let folder = Folder::new();
    let junk = b"This is a letter to my aunt, and certainly not a database.".repeat(40);
    std::fs::write(folder.file(), &junk).unwrap();
    let error = Store::open(&folder.file()).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert!(error.to_string().contains("project.db"));
    assert_eq!(std::fs::read(folder.file()).unwrap(), junk);

    let other = Folder::new();
    other.by_hand().execute_batch("CREATE TABLE aunts (name TEXT)").unwrap();
    assert!(matches!(Store::open(&other.file()).unwrap_err(), StoreError::Foreign { .. }));

    assert!(matches!(Store::open(folder.0.path()).unwrap_err(), StoreError::Open { .. }), "a folder in its place");
    assert!(matches!(Store::open_read_only(&folder.0.path().join("none.db")).unwrap_err(), StoreError::Open { .. }));
}

#[test]
fn a_damaged_middle_is_said() {
    let folder = Folder::new();
    let mut store = folder.store();
    let long: Vec<String> = (0..400).map(|n| format!("Sentence number {n} about our month end, which takes all week.")).collect();
    put(&mut store, "a", &long.iter().map(String::as_str).collect::<Vec<_>>());
    drop(store);
    let mut bytes = std::fs::read(folder.file()).unwrap();
    for page in bytes.chunks_mut(4096).skip(1) {
        page.fill(0x5a);
    }
    std::fs::write(folder.file(), bytes).unwrap();
    let error = Store::open(&folder.file()).and_then(|store| store.calls()).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[test]
fn columns_changed_by_hand_are_damage_not_a_panic() {
    let folder = Folder::new();
    let mut store = folder.store();
    put(&mut store, "a", &["Hello."]);
    folder.by_hand().execute_batch("UPDATE versions SET speakers = '{not json'").unwrap();
    let error = store.calls().unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[test]
fn a_read_only_database_reads_and_says_that_it_cant_save() {
    let folder = Folder::new();
    put(&mut folder.store(), "a", &["Hello."]);
    let mut store = Store::open_read_only(&folder.file()).unwrap();
    assert_eq!(store.calls().unwrap().len(), 1);
    let error = store.append("{}", "", "1").unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    assert!(error.to_string().contains("project.db is read-only."), "{error}");
}

#[test]
fn a_full_disk_is_said_and_leaves_nothing_half() {
    let folder = Folder::new();
    let mut store = folder.store();
    put(&mut store, "a", &["Hello."]);
    store.db.execute_batch("PRAGMA max_page_count = 1").unwrap(); // SQLite takes the size it has.
    let long = "We spend the whole first week of a month on this. ".repeat(4000);
    let error = store.put_call(&call("b", &[&long]), long.as_bytes(), "b.vtt", 0).unwrap_err();
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error:?}");
    assert_eq!(folder.store().call_ids().unwrap(), [CallId("a".into())]);
}

#[test]
fn a_database_that_stays_locked_is_said() {
    let folder = Folder::new();
    let mut store = folder.store();
    let other = folder.by_hand();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.db.busy_timeout(Duration::ZERO).unwrap();
    assert!(matches!(store.append("{}", "", "1").unwrap_err(), StoreError::Busy { .. }));
    other.execute_batch("ROLLBACK").unwrap();
    store.append("{}", "", "1").unwrap();
}
