//! The ledger only grows, whoever tries otherwise.

use super::*;

fn three(folder: &Folder) -> Store {
    let mut store = folder.store();
    for (prev, hash) in [("0", "1"), ("1", "2"), ("2", "3")] {
        store.append("{\"what\":\"x\"}", prev, hash).unwrap();
    }
    store
}

#[test]
fn rows_come_out_in_order() {
    let folder = Folder::new();
    let store = three(&folder);
    let rows = store.ledger().unwrap();
    assert_eq!(
        rows.iter().map(|row| (row.seq, row.prev.as_str(), row.hash.as_str())).collect::<Vec<_>>(),
        [(1, "0", "1"), (2, "1", "2"), (3, "2", "3")]
    );
    assert_eq!(store.ledger_after(2).unwrap(), rows[2..]);
    assert!(store.ledger_after(u64::MAX).unwrap().is_empty());
}

#[test]
fn only_the_end_can_be_gone_on_from() {
    let folder = Folder::new();
    let mut store = three(&folder);
    assert!(matches!(store.append("{}", "2", "4"), Err(StoreError::LedgerMoved)));
    assert_eq!(store.append("{}", "3", "4").unwrap(), 4);
}

#[test]
fn the_database_refuses_every_other_change() {
    let folder = Folder::new();
    let store = three(&folder);
    let by_hand = folder.by_hand();
    for sql in [
        "UPDATE ledger SET body = '{}' WHERE seq = 2",
        "UPDATE ledger SET seq = 9 WHERE seq = 3",
        "DELETE FROM ledger WHERE seq = 3",
        "DELETE FROM ledger",
        "INSERT INTO ledger VALUES (5, '{}', '3', '5')",
        "INSERT INTO ledger VALUES (4, '{}', '2', '5')",
        "INSERT INTO ledger VALUES (0, '{}', '3', '5')",
        "INSERT OR REPLACE INTO ledger VALUES (2, '{}', '1', '5')",
        "INSERT OR REPLACE INTO ledger VALUES (4, '{}', '3', '1')",
        "INSERT INTO ledger (body, prev, hash) VALUES ('{}', '2', '5')",
        "INSERT INTO ledger VALUES (1, '{}', '0', '5') ON CONFLICT (seq) DO UPDATE SET body = '{}'",
    ] {
        assert!(by_hand.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(store.ledger().unwrap().len(), 3);
}

#[test]
fn two_terminals_lose_nothing() {
    let folder = Folder::new();
    drop(folder.store());
    const EACH: u64 = 20;
    std::thread::scope(|threads| {
        for name in ["a", "b"] {
            let folder = &folder;
            threads.spawn(move || {
                let mut store = folder.store();
                for n in 0..EACH {
                    loop {
                        let prev = store.ledger().unwrap().last().map_or_else(|| "0".to_owned(), |row| row.hash.clone());
                        match store.append(&format!("{name}{n}"), &prev, &format!("{name}{n}")) {
                            Ok(_) => break,
                            Err(StoreError::LedgerMoved) => {}
                            Err(error) => panic!("{error:?}"),
                        }
                    }
                }
            });
        }
    });
    let rows = folder.store().ledger().unwrap();
    assert_eq!(rows.len() as u64, 2 * EACH);
    for (row, next) in rows.iter().zip(&rows[1..]) {
        assert_eq!((row.seq + 1, &row.hash), (next.seq, &next.prev));
    }
    for name in ["a", "b"] {
        let own: Vec<_> = rows.iter().filter(|row| row.body.starts_with(name)).map(|row| row.body.clone()).collect();
        assert_eq!(own, (0..EACH).map(|n| format!("{name}{n}")).collect::<Vec<_>>());
    }
}
