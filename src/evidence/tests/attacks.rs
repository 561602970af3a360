//! Quotes that were never said, made to look as if they were; and true ones that look as if they weren't.

use super::verdicts::check_in;
use super::*;
use crate::evidence::Flag;

fn of(said: &str, quote: &str) -> Checked {
    check_in(&[("Dana", said)], quote)
}

#[test]
fn a_broken_off_word_is_no_word_that_says_something() {
    for (said, quote) in [
        ("We have a no-nonsense approach to billing and like it a lot.", "We have a nonsense approach to billing and like it a lot"),
        ("We did not — notice that the price went up twice last year.", "We did notice that the price went up twice last year"),
        ("Then they said no — normally we would have renewed it by now.", "Then they said normally we would have renewed it by now"),
        ("They gave us support for free, if - iffy support at best.", "They gave us support for free, iffy support at best"),
        ("It went from ten - tens of people had to log in again.", "It went from tens of people had to log in again"),
        ("We lost the whole report - reports were late all year.", "We lost the whole reports were late all year"),
        ("We had no time for a plan - planning takes a week here.", "We had no time for a planning takes a week here"),
        ("We need to fix our PR process before we buy any tool.", "We need to fix our process before we buy any tool"),
        ("Last week we re-read the contract with our legal team.", "Last week we read the contract with our legal team"),
        ("We went for plan B because the first one was far too slow.", "We went for plan because the first one was far too slow"),
        ("I gave it an F. Frankly the second was better for our firm.", "I gave it an Frankly the second was better for our firm"),
        ("To err is human and we are patient with the vendor.", "To is human and we are patient with the vendor"),
        ("It leaves a gap of ten mm between the two panels in it.", "It leaves a gap of ten between the two panels in it"),
        ("Somebody has to press the *pause* button in the middle of it.", "Somebody has to press the button in the middle of it"),
    ] {
        assert!(!of(said, quote).verdict.is_verified(), "{quote}");
    }
    for (said, quote) in [
        ("So w we ha- habits die hard and th-the team knows it.", "So we habits die hard and the team knows it."),
        ("So wha - what we do is in this Aur - Aurora stuff.", "So what we do is in this Aurora stuff."),
        ("It is done. Yeah. Yeah, I have nothing to add to it.", "It is done. Yeah, I have nothing to add to it."),
        ("W what we do is to export it by hand every week.", "what we do is to export it by hand every week"),
        ("Honestly we we're tired of the popups in the tool.", "Honestly we're tired of the popups in the tool."),
        ("Then it it's a blank page again for all of us.", "Then it's a blank page again for all of us."),
        ("It is the end of you know the quarter and we export it.", "It is the end of the quarter and we export it."),
        ("And you've got you know, a hundred of them to close.", "And you've got a hundred of them to close."),
    ] {
        assert!(of(said, quote).verdict.is_verified(), "{quote}");
    }
}

#[test]
fn a_stutter_is_said_in_one_breath() {
    for (said, quote) in [
        ("Well I really doubt that. That works well for us in practice.", "I really doubt that works well for us in practice"),
        ("I like what they do. They do not listen to our requests at all.", "I like what they do not listen to our requests at all"),
        ("How can I present it? It's an ergonomic shape for the hand.", "How can I present it's an ergonomic shape for the hand"),
        ("If someone wants to do that, that's fine with all of us.", "If someone wants to do that's fine with all of us"),
        ("Is it better? Better than what we had with the old one?", "Is it better than what we had with the old one?"),
        ("We hold cash, cash equivalents and bonds for the next year.", "We hold cash equivalents and bonds for the next year"),
        ("It was a real win-win deal for the two of us in the end.", "It was a real win deal for the two of us in the end"),
    ] {
        assert_eq!(of(said, quote).verdict, Verdict::Altered, "{quote}");
    }
    for (said, quote) in [
        ("And the, the export is slow in the the evening for us.", "And the export is slow in the evening for us."),
        ("The exports, um, exports are slow in the evening for us.", "The exports are slow in the evening for us."),
    ] {
        assert_eq!(of(said, quote).verdict, Verdict::Normalized, "{quote}");
    }
}

#[test]
fn a_cut_hides_no_restriction_no_condition_behind_a_phrase_and_none_behind_an_abbreviation() {
    for (said, quote) in [
        ("We only pay for seats that log in, so on paper it is cheap.", "We … pay for seats that log in"),
        ("Everyone but the CFO approved of the lilac theme in May.", "Everyone … approved of the lilac theme in May"),
        ("There is little reason for us to switch vendors this year.", "There is … reason for us to switch vendors this year"),
        ("There is zero demand for the email app among nurses.", "There is … demand for the email app among nurses"),
        ("We daren't use the scooter in Bristol on Mondays.", "We … use the scooter in Bristol on Mondays"),
        ("The layout was non-intuitive for the interns in Bristol.", "The layout was … intuitive for the interns in Bristol"),
        ("Our spreadsheets are error-free and bug-free in the end.", "Our spreadsheets are error … and bug-free in the end"),
        (
            "We would renew that plan, you know, if they fixed the export, the whole team likes it.",
            "We would renew that plan … they fixed the export, the whole team likes it",
        ),
        ("We would renew it for sure if they fixed the export.", "We would renew it … they fixed the export"),
        ("We will buy it, you'll see, if the price comes down to ten per seat.", "We will buy it … the price comes down to ten per seat"),
        ("We can leave at 5 p.m. unless it rains and then we all take the train.", "We can leave at 5 p.m. … we all take the train"),
    ] {
        assert_eq!(of(said, quote).verdict, Verdict::Altered, "{quote}");
    }
    for (said, quote) in [
        ("It is a non-conventional tool for us and we like it.", "It is a … tool for us and we like it"),
        ("There is a little gap for us to switch vendors this year.", "There is … gap for us to switch vendors this year"),
        ("You can ask now if they like it and they call back.", "You can … they like it and they call back"),
    ] {
        assert_eq!(of(said, quote).verdict, Verdict::Elided, "{quote}");
    }
}

#[test]
fn no_end_of_a_quote_makes_another_word_or_number() {
    for (said, quote) in [
        ("The layout was non-intuitive for the interns.", "intuitive for the interns"),
        ("Our spreadsheets are error-free and bug-free.", "Our spreadsheets are error"),
        ("It's pay-as-you-go with twenty-one seats in it.", "one seats in it"),
        ("It cost us 40k for the whole of last year.", "It cost us 40"),
        ("Uh-uh, we don't use that in the team.", "Uh, we don't use that in the team"),
    ] {
        assert_eq!(of(said, quote).verdict, Verdict::Altered, "{quote}");
    }
    for (said, quote) in [
        ("The audit cost us forty two thousand euros.", "two thousand euros"),
        ("The audit cost us forty two thousand euros.", "The audit cost us forty"),
        ("Last year a hundred and fifty users complained.", "fifty users complained"),
        ("It grew by minus five percent in the last year.", "five percent in the last year"),
        ("Half a million rows, a third of them wrong.", "A million rows, a third of them wrong."),
        ("I doubt the voice mode saves effort.", "the voice mode saves effort"),
        ("The calendar mode saves effort, said the brochure.", "The calendar mode saves effort"),
    ] {
        assert!(of(said, quote).flags.contains(&Flag::Clipped), "{quote}");
    }
    assert!(!of("We have two or five users in the team.", "five users in the team").flags.contains(&Flag::Clipped));
}

#[test]
fn a_cut_in_a_number_or_over_a_hedge_is_told() {
    for (said, quote, rest) in [
        ("We have 3 million rows and 12 thousand tags.", "We have 3 … rows and 12 thousand tags", "million"),
        ("We had about two hundred users and they all left.", "We had about two … users and they all left", "hundred"),
        ("It takes three and a half hours to close it.", "It takes three … hours to close it", "and a half"),
        ("Roughly ninety nine point five percent uptime for us.", "Roughly ninety … percent uptime for us", "nine point five"),
        ("It was -5% at the end of the year for us.", "It was … 5% at the end of the year for us", "-"),
        ("We grew by minus five percent this year.", "We grew by … five percent this year", "minus"),
    ] {
        let checked = of(said, quote);
        let shown: Vec<_> = checked.difference.iter().map(|d| (d.source.as_str(), d.kind)).collect();
        assert_eq!((checked.verdict, shown), (Verdict::Altered, vec![(rest, DifferenceKind::Number)]), "{quote}");
    }
    for (said, quote) in [
        ("We went from thirty six to forty five of them, and so on.", "We went from thirty … of them, and so on"),
        ("We probably lose two days every month with it.", "We … lose two days every month with it"),
    ] {
        assert!(of(said, quote).flags.contains(&Flag::MeaningAtRisk), "{quote}");
    }
}

#[test]
fn signs_and_times_that_were_said_are_words() {
    for (said, quote) in [
        ("The odds were (5:1) in our favor when we signed.", "The odds were (3:1) in our favor when we signed"),
        ("I called them at nine (9:15) and at ten that day.", "I called them at nine (9:45) and at ten that day"),
        ("The meeting starts in the morning with all admins.", "The meeting starts in the morning (9:30) with all admins"),
        ("They promised a ratio [3:1] of agents to calls.", "They promised a ratio of agents to calls"),
        ("The rate moved by “-5” percent in the last year.", "The rate moved by 5 percent in the last year"),
        ("We counted 55 bugs in the last release of it.", "We counted 5*5 bugs in the last release of it"),
        ("The alert is reliable and the team can trust it.", "The alert is[n't] reliable and the team can trust it."),
        ("The alert is reliable and the team can trust it.", "The alert is reliable and the team can['t] trust it."),
        ("The alert is reliable and the team can trust it.", "The alert is [un] reliable and the team can trust it."),
        ("We would buy it again from them at any price.", "We would [refuse to] buy it again from them at any price."),
    ] {
        assert_eq!(of(said, quote).verdict, Verdict::Altered, "{quote}");
    }
    for (said, quote) in [
        ("We're on the new plan and we'll get ten seats now.", "We`re on the new plan and we`ll get ten seats now"),
        ("On May 5 2024 we moved all the data to them.", "On May 5\u{A0}2024 we moved all the data to them"),
        ("So you're saying if PyPI suddenly was a company…", "So you’re saying if PyPI suddenly was a company…"),
        ("It is -5 percent in the second half of the year.", "It is **-5** percent in the second half of the year"),
    ] {
        assert_eq!(of(said, quote).verdict, Verdict::Normalized, "{quote}");
    }
}

#[test]
fn a_cut_before_the_first_word_costs_nothing() {
    let said = format!("{}the export broke twice in May.", "we like the tool and ".repeat(60));
    assert_eq!(of(&said, "… the export broke twice in May").verdict, Verdict::Elided);
}
