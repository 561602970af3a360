//! Whose persona a call's is. A call has one; where several customers speak in it, that is nobody's of whom it isn't known otherwise.

use std::collections::BTreeSet;

use crate::calls::{Call, Role, Speaker};

/// The customers of whom it is known which persona is theirs.
pub(super) struct Personas(BTreeSet<(String, String, String)>);

impl Personas {
    /// What is known of the customers in `calls`: the persona of a call in which one customer speaks is that customer's.
    pub fn of(calls: &[Call]) -> Personas {
        let alone = calls.iter().filter_map(|call| person(call, only_customer(call)?));
        Personas(alone.collect())
    }

    /// The call's persona, where it is that of this customer: nobody else could be meant, their title says the same, or they are the only customer in
    /// another call of the account that has the same one.
    pub fn of_speaker<'c>(&self, call: &'c Call, speaker: &Speaker) -> Option<&'c str> {
        let persona = call.metadata.persona.as_deref()?;
        let is_title = || speaker.title.as_deref().is_some_and(|title| folded(title) == folded(persona));
        let is_known = || person(call, speaker).is_some_and(|person| self.0.contains(&person));
        (only_customer(call).is_some_and(|one| one.name == speaker.name) || is_title() || is_known()).then_some(persona)
    }
}

/// The call's customer, where it has one.
fn only_customer(call: &Call) -> Option<&Speaker> {
    let mut customers = call.speakers.iter().filter(|s| s.role() == Role::Customer);
    customers.next().filter(|_| customers.next().is_none())
}

/// Account, name and persona: what makes somebody the same customer in another call. A label that names nobody in particular doesn't.
fn person(call: &Call, speaker: &Speaker) -> Option<(String, String, String)> {
    let m = &call.metadata;
    let (account, persona) = (folded(m.account.as_deref()?), folded(m.persona.as_deref()?));
    (!account.is_empty() && !speaker.is_generic()).then(|| (account, folded(&speaker.name), persona))
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::Outcome;
    use crate::export::tests::call;

    #[test]
    fn a_persona_is_of_one_customer_or_of_nobody_in_particular() {
        let said = [("Dana", "It is late."), ("Tom", "It is.")];
        let dana = [("Dana", Role::Customer), ("Rob", Role::Rep)];
        let both = [("Dana", Role::Customer), ("Tom", Role::Customer), ("Rob", Role::Rep)];
        let mut calls = vec![
            call("c1", "Acme", Outcome::Won, &dana, &said[..1]),
            call("c2", "acme ", Outcome::Won, &both, &said),
            call("c3", "Bolt", Outcome::Won, &both, &said),
        ];
        let persona = |calls: &[Call], at: usize, name: &str| {
            Personas::of(calls).of_speaker(&calls[at], calls[at].speaker(name).unwrap()).map(str::to_owned)
        };
        let lead = Some("warehouse lead".to_owned());
        assert_eq!(persona(&calls, 0, "Dana"), lead, "nobody else could be meant");
        assert_eq!(persona(&calls, 1, "Dana"), lead, "the other call of the account says so");
        assert_eq!([persona(&calls, 1, "Tom"), persona(&calls, 2, "Dana"), persona(&calls, 2, "Tom")], [None, None, None]);
        calls[2].speakers[1].title = Some("Warehouse Lead".into());
        assert_eq!(persona(&calls, 2, "Tom"), lead, "the title says so");
        calls[1].metadata.persona = Some("buyer".into());
        assert_eq!(persona(&calls, 1, "Dana"), None, "the buyer is Tom, or nobody knows");
    }
}
