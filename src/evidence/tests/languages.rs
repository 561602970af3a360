//! Cuts in the talk of other languages.

use super::verdicts::check_in;
use super::*;

#[test]
fn no_cut_swallows_what_turns_a_statement_round_in_any_language() {
    for (said, quote) in [
        ("Il sistema, per dire la verità, non funziona quando siamo in tanti.", "Il sistema … funziona quando siamo in tanti."),
        ("Il sistema funziona bene e, se piove, ci aspettiamo che si fermi.", "Il sistema funziona bene … ci aspettiamo che si fermi."),
        ("Ce système n'est pas lent pour nous et les équipes le savent.", "Ce système … lent pour nous et les équipes le savent."),
        ("Ce système n’offre guère de rapports pour les équipes.", "Ce système … de rapports pour les équipes."),
        ("On l'achète tout de suite, s'il marche, et on le garde.", "On l'achète tout de suite … et on le garde."),
        ("Il ne marche plus depuis que nous avons changé de version.", "Il … marche plus depuis que nous avons changé de version."),
        ("Het systeem is, als we eerlijk zijn, traag voor ons.", "Het systeem is … traag voor ons."),
        ("Het rapport zegt niets over de kosten van het team.", "Het rapport zegt … over de kosten van het team."),
        ("Ningún informe llega a tiempo, si te soy sincera, al equipo.", "Ningún informe llega a tiempo … al equipo."),
        ("O relatório sai sempre, se não chover, na segunda.", "O relatório sai sempre … na segunda."),
        ("Es geht uns, nein, keineswegs schnell genug damit.", "Es geht uns … schnell genug damit."),
        ("Systemet är, om jag ska vara ärlig, långsamt för oss.", "Systemet är … långsamt för oss."),
        ("Raport nigdy nie przychodzi na czas do zespołu.", "Raport … przychodzi na czas do zespołu."),
        ("보고서가 제때 도착하지 않아요 그래서 우리는 기다려요.", "보고서가 제때 … 그래서 우리는 기다려요."),
        ("यह सिस्टम हमारे लिए नहीं चलता है और टीम जानती है।", "यह सिस्टम हमारे लिए … चलता है और टीम जानती है।"),
        ("It makes it impossible to use the export in the team.", "It makes it … to use the export in the team."),
    ] {
        let checked = check_in(&[("Dana", said)], quote);
        assert_eq!(checked.verdict, Verdict::Altered, "{quote} of {said}");
    }
}

#[test]
fn what_turns_a_statement_in_another_language_only_may_be_cut() {
    for (said, quote) in [
        ("Das war als Team am Anfang wirklich schwer für uns und wir waren müde.", "Das war … am Anfang wirklich schwer für uns"),
        ("El equipo se cansa mucho y los informes se retrasan con el cierre.", "El equipo … mucho y los informes … con el cierre."),
        ("Le rapport se lance tout seul et les équipes sont contentes.", "Le rapport … tout seul et les équipes sont contentes."),
        ("Il sistema si ferma per noi e abbiamo molto lavoro.", "Il sistema … per noi e abbiamo molto lavoro."),
        ("A equipe entra no sistema para ver os relatórios de uma vez.", "A equipe entra … para ver os relatórios de uma vez."),
        ("We zijn hier om te leren van het team en een plan te maken.", "We zijn hier … te leren van het team en een plan te maken."),
    ] {
        let checked = check_in(&[("Dana", said)], quote);
        assert_eq!(checked.verdict, Verdict::Elided, "{quote} of {said}");
        assert!(!checked.flags.contains(&Flag::MeaningAtRisk), "{quote}");
    }
}
