//! Replies that were paid for, and the secret.

use super::*;

#[test]
fn a_reply_comes_back_and_goes_with_any_of_its_calls() {
    let folder = Folder::new();
    let mut store = folder.store();
    put(&mut store, "a", &["Month end hurts."]);
    put(&mut store, "b", &["A week."]);
    let replies = store.replies().unwrap();
    let ids = |ids: &[&str]| ids.iter().map(|id| CallId((*id).to_owned())).collect::<Vec<_>>();
    for (request, about) in [(1, ids(&["a", "b"])), (2, ids(&["b"])), (3, ids(&["a"])), (4, ids(&[]))] {
        assert_eq!(replies.get(&[request; 32]).unwrap(), None);
        replies.put(&[request; 32], b"zanzibar", &about).unwrap();
        replies.put(&[request; 32], b"zanzibar", &about).unwrap();
    }
    store.forget(&CallId("a".into())).unwrap();
    let left: Vec<bool> = (1..=4).map(|request| replies.get(&[request; 32]).unwrap().is_some()).collect();
    assert_eq!(left, [false, true, false, false]);
}

#[test]
fn every_project_has_a_secret_of_its_own_and_keeps_it() {
    let (one, two) = (Folder::new(), Folder::new());
    let secret = one.store().envelope_secret().unwrap();
    assert_eq!(secret, one.store().envelope_secret().unwrap());
    assert_ne!(secret, two.store().envelope_secret().unwrap());
}
