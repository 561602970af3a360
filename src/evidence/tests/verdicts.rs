//! One case for each rule, in talk made up for it.

use super::*;

fn sales_call() -> Call {
    call(
        "acme",
        &[
            ("Rep Ray", "Thanks for joining. Is the export slow for you? We think it just works."),
            (
                "Dana Whitfield",
                "Yes, the export is slow. Um, it took eleven weeks to, you know, go live, and I think we we lost about 1,000 orders. I wouldn't say it's bad.",
            ),
            ("Rep Ray", "Mm-hmm, right."),
            ("Dana Whitfield", "And then the the invoices were wrong every month, unless somebody checked them by hand in the portal."),
            (
                "Tom Okonjo",
                "For me it was never about price. My boss said the dashboard is a maze. We can't export anything, but it just works.",
            ),
            ("Rep Ray", "So you would pay twice as much for the premium plan?"),
            ("Someone", "The rollout was painless for our team in Ohio."),
            ("Dana Whitfield", "Das dauerte um drei Wochen länger. 導入に十一週間かかりました。"),
        ],
    )
}

fn other_call() -> Call {
    call("bolt", &[("Ines Moreau", "We compared seven vendors last spring and picked the cheapest one."), ("Rep Ray", "It just works.")])
}

fn check(quote: &str, speaker: Option<&str>, at: Option<&str>) -> Checked {
    let calls = [sales_call(), other_call()];
    let claim = ClaimedQuote { text: quote.into(), call: at.map(Into::into), turn: None, speaker: speaker.map(Into::into) };
    Library::new(&calls).check(&claim)
}

#[track_caller]
fn verdict(quote: &str, speaker: &str, want: Verdict) {
    let got = check(quote, Some(speaker), Some("acme"));
    assert_eq!(got.verdict, want, "{quote}\n{:?}\n{:?}", got.difference, got.nearest);
}

#[test]
fn honest_quoting_is_verified() {
    for (quote, want) in [
        ("the export is slow", Verdict::Exact),
        ("The export is SLOW!", Verdict::Normalized),
        ("“The export is slow.”", Verdict::Normalized),
        ("the **export** is&nbsp;slow", Verdict::Normalized),
        ("it took eleven weeks to go live", Verdict::Normalized),
        ("I think we lost about 1000 orders", Verdict::Normalized),
        ("and then the invoices were wrong", Verdict::Normalized),
        ("I wouldn’t say it’s bad", Verdict::Normalized),
        ("the export is slow … it took eleven weeks", Verdict::Elided),
        ("[the customer] took eleven weeks", Verdict::Elided),
        ("then the invoices … every month", Verdict::Elided),
        ("I wouldn't say it's bad. And then the invoices were wrong", Verdict::Elided),
        ("I wouldn't say it's bad … the invoices were wrong", Verdict::Elided),
        ("導入に十一週間かかりました", Verdict::Exact),
        ("00:00:05.000 --> 00:00:08.000\nit took eleven weeks\n\n00:00:08.000 --> 00:00:09.000\nto go live", Verdict::Normalized),
    ] {
        verdict(quote, "Dana", want);
    }
}

#[test]
fn a_changed_word_is_altered() {
    for quote in [
        "it took seven weeks to go live",
        "it took 11 weeks to go live",
        "I would say it's bad, the export is slow",
        "we lost about 1,500 orders",
        "we lost 1,000 orders",
        "and we lost about 1,000 orders",
        "the invoices were right every month",
        "the export is not slow",
        "the export is very slow",
        "the export is [not] slow",
        "it took eleven months to go live",
        "the invoices were wrong … somebody checked them by hand",
        "the invoices were wrong every month … in the portal",
        "um the export is um slow",
        "導入に十二週間かかりました",
        "Das dauerte drei Wochen länger",
    ] {
        let got = check(quote, Some("Dana Whitfield"), Some("acme"));
        assert!(!got.verdict.is_verified(), "{quote}: {:?}", got.verdict);
    }
    verdict("it took seven weeks to go live", "Dana", Verdict::Altered);
    verdict("the export is not slow", "Dana", Verdict::Altered);
    verdict("for me it was about price", "Tom Okonjo", Verdict::Altered);
    verdict("We can export anything, but it just works", "Tom Okonjo", Verdict::Altered);
    // In four words, one left out or added leaves two in a row.
    verdict("checked by hand in", "Dana", Verdict::Altered);
    verdict("seven fine sellers last", "Ines Moreau", Verdict::NotFound);
    assert_eq!(check("seven fine vendors last", Some("Ines Moreau"), Some("bolt")).verdict, Verdict::Altered);
}

#[test]
fn the_difference_says_what_changed() {
    let got = check("it took seven weeks to go live", Some("Dana"), None);
    assert_eq!(got.difference, [Difference { claimed: "seven".into(), source: "eleven".into(), kind: DifferenceKind::Number }]);
    let got = check("for me it was about price", Some("Tom Okonjo"), None);
    assert_eq!(got.difference, [Difference { claimed: String::new(), source: "never".into(), kind: DifferenceKind::Negation }]);
    let got = check("and we we lost about 1,000 orders", Some("Dana"), None);
    assert_eq!(got.difference, [Difference { claimed: String::new(), source: "I think".into(), kind: DifferenceKind::Hedge }]);
}

#[test]
fn other_mouths_and_other_calls_are_misattributed() {
    verdict("So you would pay twice as much for the premium plan?", "Dana", Verdict::Misattributed);
    verdict("My boss said the dashboard is a maze", "Dana", Verdict::Misattributed);
    verdict("We compared seven vendors last spring", "Dana", Verdict::Misattributed);
    assert_eq!(check("you would pay twice as much for the premium plan", None, None).verdict, Verdict::Misattributed);
    assert_eq!(check("picked the cheapest one", Some("Ines Moreau"), Some("nowhere.txt")).verdict, Verdict::Misattributed);
    let rep = check("you would pay twice as much for the premium plan", Some("Rep Ray"), None);
    assert_eq!((rep.verdict, rep.verified().map(Verbatim::role)), (Verdict::Exact, Some(Role::Rep)));
    let unknown = check("the rollout was painless", None, None);
    assert_eq!((unknown.verdict, unknown.customer_verbatim().is_some()), (Verdict::Normalized, false));
}

#[test]
fn pieces_of_separate_places_are_stitched() {
    verdict("the invoices were wrong every month … the export is slow", "Dana", Verdict::Stitched);
    verdict("the export is slow … the dashboard is a maze", "Dana", Verdict::Stitched);
    verdict("checked them by hand in the portal. For me it was never about price", "Dana", Verdict::Stitched);
    verdict("it took eleven weeks to … picked the cheapest one", "Dana", Verdict::Stitched);
}

#[test]
fn what_was_never_said_is_not_found() {
    for quote in ["Security told us it must run on our own servers", "…", "", "?!", "[not]", "the", "slow the is export weeks took"] {
        assert!(!check(quote, Some("Dana"), Some("bolt")).verdict.is_verified(), "{quote}");
    }
    verdict("Security told us it must run on our own servers", "Dana", Verdict::NotFound);
    verdict("…", "Dana", Verdict::NotFound);
}

#[test]
fn a_short_quote_stands_where_the_claim_says() {
    let tom = check("it just works", Some("Tom Okonjo"), Some("acme"));
    assert_eq!((tom.verdict, tom.verified().map(|v| v.turn())), (Verdict::Exact, Some(5)));
    assert_eq!(check("it just works", Some("Dana Whitfield"), Some("acme")).verdict, Verdict::Misattributed);
    assert_eq!(check("it just works", None, Some("bolt")).verdict, Verdict::Misattributed);
}

#[test]
fn a_likelier_place_by_somebody_else_does_not_hide_the_one_that_is_claimed() {
    let calls = [
        call("alpha", &[("Lena", "Well we make of it this as"), ("Rep Rob", "Mm-hm."), ("Lena", "a platform for us.")]),
        call("beta", &[("Tomas", "They make all of this as a hobby, I believe.")]),
        call("gamma", &[("Uma", "So we make, how to say, this as a service.")]),
    ];
    for (speaker, at) in [("Lena", "alpha"), ("Tomas", "beta"), ("Uma", "gamma")] {
        let claim = ClaimedQuote { text: "make … this as a".into(), speaker: Some(speaker.into()), ..ClaimedQuote::default() };
        let checked = Library::new(&calls).check(&claim);
        assert_eq!((checked.verdict, checked.places[0].call.0.as_str()), (Verdict::Elided, at), "{speaker}");
    }
}

#[test]
fn flags_say_what_the_words_hide() {
    let flags = |quote: &str, who: &str| check(quote, Some(who), Some("acme")).flags;
    assert!(flags("it's bad", "Dana").contains(&Flag::Clipped));
    assert!(flags("the dashboard is a maze", "Tom Okonjo").contains(&Flag::Reported));
    assert!(flags("the export is slow", "Dana").contains(&Flag::Echo));
    assert!(flags("it just works", "Tom Okonjo").contains(&Flag::Echo));
    let ines = call(
        "x",
        &[(
            "Ines",
            "We liked the reports a lot even though on some days they were not there at all when we looked, and the support team was quick.",
        )],
    );
    let claim = ClaimedQuote { text: "We liked the reports … the support team was quick".into(), ..ClaimedQuote::default() };
    assert_eq!(Library::new(&[ines]).check(&claim).flags, [Flag::MeaningAtRisk]);
    assert!(flags("Yes, the export is slow.", "Dana").iter().all(|f| *f == Flag::Echo));
}

#[test]
fn a_number_without_its_sign_is_clipped_and_a_part_of_one_is_not_said() {
    let said = "It went from 12.5 [thousand] to -5 percent, about $30 or 40% of 1,500 [seats] and A-7 too";
    let check = |quote: &str| {
        let call = call("x", &[("Ines", said)]);
        Library::new(&[call]).check(&ClaimedQuote { text: quote.into(), ..ClaimedQuote::default() })
    };
    for quote in ["5 percent", "30 or", "or 40"] {
        assert!(check(quote).flags.contains(&Flag::Clipped), "{quote}");
    }
    for quote in ["-5 percent", "or 40% of", "40% of 1,500"] {
        assert!(!check(quote).flags.contains(&Flag::Clipped), "{quote}");
    }
    for quote in ["5 [thousand]", "500 [seats] and", "It went from 12", "40% of 1"] {
        assert!(!check(quote).verdict.is_verified(), "{quote}");
    }
}

#[test]
fn characters_are_counted_and_not_bytes() {
    let got = check("導入に十一週間", Some("Dana"), Some("acme"));
    let v = got.verified().unwrap();
    assert_eq!(v.text(), "導入に十一週間");
    assert_eq!(v.place().pieces[0].start, crate::calls::Chars(35));
}

#[test]
fn hostile_quotes_are_bounded() {
    let calls = [call("a", &[("Dana", &"a b a a b c. ".repeat(300)), ("Rep", "mm-hm"), ("Dana", &"so and so ".repeat(300))])];
    let library = Library::new(&calls);
    for text in [
        "a … ".repeat(300),
        "so … and ".repeat(150),
        "a b ".repeat(500),
        "[a] b ".repeat(200),
        "so and ".repeat(2000),
        format!("{} x", "a b a a b c. ".repeat(299)),
        "[".repeat(10_000),
        "“".repeat(10_000),
        "1 000 ".repeat(300),
        "a-b-".repeat(300),
    ] {
        let _ = library.check(&ClaimedQuote { text, ..ClaimedQuote::default() });
    }
}

#[test]
fn marks_that_were_said_are_the_words_also_beside_hidden_characters() {
    let said = "We saw <b>bold</b>\u{200B} and &lt;i&gt; in\tthe \u{202E}export\u{202C}, twice.";
    let calls = [call("tags", &[("Dana Whitfield", said)])];
    let of = |text: &str| {
        let checked =
            Library::new(&calls).check(&ClaimedQuote { text: text.into(), call: None, turn: None, speaker: Some("Dana Whitfield".into()) });
        (checked.verdict, checked.verbatim.map(|v| v.text().to_owned()))
    };
    assert_eq!(of(said), (Verdict::Exact, Some(said.into())));
    for shown in
        ["We saw <b>bold</b> and &lt;i&gt; in the export, twice.", "We saw <b>bo\u{200B}ld</b> and &lt;i&gt; in the export, twice."]
    {
        assert_eq!(of(shown), (Verdict::Normalized, Some(said.into())), "{shown}");
    }
    let (verdict, part) = of("<b>bold</b> and &lt;i&gt; in the export");
    assert_eq!((verdict, part.as_deref()), (Verdict::Normalized, Some("<b>bold</b>\u{200B} and &lt;i&gt; in\tthe \u{202E}export")));
    assert_ne!(of("We saw <b>bold</b> and &lt;u&gt; in the export, twice.").0, Verdict::Normalized, "another tag");
    assert_ne!(of("saw <b>bold</b> and &lt;i&gt; in the exp").0, Verdict::Normalized, "half a word");
}

/// Checks a quote of Dana's against one call.
pub(super) fn check_in(turns: &[(&str, &str)], quote: &str) -> Checked {
    let calls = [call("a", turns)];
    Library::new(&calls).check(&ClaimedQuote { text: quote.into(), speaker: Some("Dana".into()), ..ClaimedQuote::default() })
}

/// The verdict on a quote of Dana's, against one turn of hers.
fn of(said: &str, quote: &str) -> Verdict {
    check_in(&[("Dana", said), ("Robin", "So what is next on the list for today?")], quote).verdict
}

#[test]
fn what_looks_like_a_filler_a_stutter_or_a_mark_may_be_a_word() {
    for (said, changed) in [
        ("The pipe is a 12 mm pipe for us.", "The pipe is a 12 pipe for us."),
        ("She works in the ER at night.", "She works in the at night."),
        ("Nós compramos um sistema novo este ano.", "Nós compramos sistema novo este ano."),
        ("我们天天都在用这个系统。", "我们天都在用这个系统。"),
        ("費用はますます高くなりました。", "費用はます高くなりました。"),
        ("導入に二十五万円かかりました。", "五万円かかりました。"),
        ("導入に二十五万円かかりました。", "導入に二十"),
        ("We need > 5 users in it.", "We need < 5 users in it."),
        ("We had ~50 users on it.", "We had 50 users on it."),
        ("We are at –5 there.", "We are at 5 there."),
        ("We use it every day for the close.", "We use it <never> every day for the close."),
        ("It was kind of slow there.", "It was slow there."),
        ("It never works here.", "It works here."),
    ] {
        assert_eq!(of(said, changed), Verdict::Altered, "{changed} of {said}");
        assert!(of(said, said).is_verified(), "{said}");
    }
    for (said, honest) in [
        ("It is, um, 12, mm, metres long for us.", "It is 12 metres long for us."),
        ("UM SO WE ER LIKE IT A LOT", "SO WE LIKE IT A LOT"),
        ("我我们都在用这个系统。", "我们都在用这个系统。"),
        ("We passed the 1,000 mark.", "We passed the 1,\u{200b}000 mark."),
        ("It took 2-3 hours of work.", "It took 2\u{2212}3 hours of work."),
        ("We like it – 5 of us do.", "We like it - 5 of us do."),
        ("我们每天都用它来结账。", "我们每天都用[门户]来结账。"),
    ] {
        assert!(of(said, honest).is_verified(), "{honest} of {said}: {:?}", of(said, honest));
    }
}

#[test]
fn no_bracket_hides_or_adds_what_turns_a_statement_round() {
    for (said, changed) in [
        ("It works for us… and the team in Ohio likes it.", "It works for us… [not] and the team in Ohio likes it."),
        ("We saw it was fast and cheap for the team.", "We saw it was fast … [never] for the team."),
        ("We saw it was fast and cheap for the team.", "We saw it was fast [500] … for the team."),
        ("Nobody needs it before they close the books.", "[Everybody] needs it before they close the books."),
        ("We don't like the export in the tool.", "[We] like the export in the tool."),
        ("If he buys it we are all set for it.", "[The boss] buys it we are all set for it."),
        ("The export works well for nobody.", "The export works well for [us]."),
    ] {
        assert!(!of(said, changed).is_verified(), "{changed} of {said}");
    }
    assert_eq!(of("It's not that slow, it works for the team.", "[The portal] works for the team."), Verdict::Elided);
    assert_eq!(of("That wouldn't damage itself so easily.", "[damage] itself so easily."), Verdict::Elided, "what was said, in brackets");
}

#[test]
fn a_cut_swallows_no_negation_that_is_a_turn_of_its_own_or_stands_behind_fillers() {
    let said =
        [("Dana", "We saw it was"), ("Robin", "mm-hm"), ("Dana", "not"), ("Robin", "right"), ("Dana", "very fast in the new release.")];
    let checked = |text: &str| check_in(&said, text).verdict;
    assert_eq!(checked("We saw it was … very fast in the new release."), Verdict::Altered);
    assert!(checked("We saw it was not very fast in the new release.").is_verified());
    let fillers = "We saw it was, you know, um, uh, like, not, like, um, you know, very fast in June.";
    assert_eq!(of(fillers, "We saw it was … very fast in June."), Verdict::Altered);
    assert_eq!(of("It was a big help for all of us in the team. We are not sorry.", "It was a big help … in the team."), Verdict::Elided);
}

#[test]
fn a_listeners_sound_in_any_language_breaks_no_quote() {
    for (first, sound, rest, whole) in [
        ("Der Export war langsam und", "Verstehe.", "wir mussten warten.", "Der Export war langsam und wir mussten warten."),
        ("L'export était lent et", "Je vois.", "nous devions attendre.", "L'export était lent et nous devions attendre."),
        ("エクスポートが遅くて", "はい。", "毎晩数字を待っていました。", "エクスポートが遅くて毎晩数字を待っていました。"),
        ("エクスポートが遅くて", "なるほど。", "毎晩数字を待っていました。", "エクスポートが遅くて毎晩数字を待っていました。"),
    ] {
        let checked = check_in(&[("Dana", first), ("Robin", sound), ("Dana", rest)], whole);
        assert_eq!(checked.verdict, Verdict::Elided, "{whole}");
    }
}

#[test]
fn a_report_is_no_reported_speech() {
    let flags = |said: &str| check_in(&[("Dana", said)], said).flags;
    for own in [
        "We like it better than the old tool for the reports.",
        "The customer asked for it in June.",
        "The reports are late each month.",
        "Nobody tells us when it is late.",
        "No one tells us when it is late.",
    ] {
        assert!(!flags(own).contains(&Flag::Reported), "{own}");
    }
    for others in [
        "Apparently the export is slow for them.",
        "Our accountants complain that it is slow.",
        "People say the export is slow.",
        "My boss asked whether it is slow.",
    ] {
        assert!(flags(others).contains(&Flag::Reported), "{others}");
    }
}

#[test]
fn what_an_end_hides_is_shown() {
    for (said, quote, claimed, source) in [
        ("導入に二十五万円かかりました。", "五万円かかりました。", "五万", "二十五万"),
        ("導入に二十五万円かかりました。", "導入に二十", "二十", "二十五万"),
        ("Nobody needs it before they close the books.", "[Everybody] needs it before they close the books.", "[Everybody]", "Nobody"),
        ("We don't like the export in the tool.", "[We] like the export in the tool.", "[We]", "don't"),
        ("The export works well for nobody.", "The export works well for [us].", "[us]", "nobody"),
    ] {
        let checked = check_in(&[("Dana", said)], quote);
        let shown: Vec<(&str, &str)> = checked.difference.iter().map(|d| (d.claimed.as_str(), d.source.as_str())).collect();
        assert_eq!((checked.verdict, shown), (Verdict::Altered, vec![(claimed, source)]), "{quote}");
    }
}

#[test]
fn each_part_of_a_stitched_quote_is_shown_where_it_was_said() {
    let said = [
        ("Dana", "Nobody could say yes to what we wanted. It was a long year."),
        ("Robin", "What did you do about the export then?"),
        ("Dana", "We built our own export over a weekend, and the team trusted me with it."),
    ];
    for (quote, parts) in [
        (
            "the team trusted me with it … Nobody could say yes to what we wanted",
            ["the team trusted me with it", "Nobody could say yes to what we wanted"],
        ),
        ("It was a long year. What did you do about the export?", ["It was a long year", "What did you do about the export"]),
    ] {
        let checked = check_in(&said, quote);
        let shown: Vec<&str> = checked.parts.iter().map(|p| p.text.as_str()).collect();
        assert_eq!((checked.verdict, shown), (Verdict::Stitched, parts.to_vec()), "{quote}");
    }
}

#[test]
fn a_changed_last_word_is_told_as_one() {
    let said =
        [("Dana", "The core developers trusted me. Guido was willing to say, okay, that is good enough, you can take care of this.")];
    let checked = check_in(&said, "the core developers trusted you");
    let shown: Vec<(&str, &str)> = checked.difference.iter().map(|d| (d.claimed.as_str(), d.source.as_str())).collect();
    assert_eq!((checked.verdict, shown), (Verdict::Altered, vec![("you", "me")]));
}

#[test]
fn a_quote_that_ends_in_the_middle_of_a_filler_is_compared_to_its_end() {
    let said = [("Dana", "We were at the end of, you know, the quarter and had to close the books by hand.")];
    assert_eq!(check_in(&said, "at the very end of, you").verdict, Verdict::Altered);
    assert_eq!(check_in(&said, "know, the quarter and had close the books").verdict, Verdict::Altered);
    assert_eq!(check_in(&said, "know, the quarter").verdict, Verdict::Exact);
}
