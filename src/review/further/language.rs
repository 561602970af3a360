//! The words of a language that say nothing, deny, or tell that something goes well or badly; small tables, one for each language.
//!
//! The theme's own words tell its language: the one whose smallest words they use most. A language without a table is taken as English, where
//! its words are compared as they are and nothing is known to deny.

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};

/// One language's words, separated by spaces, lower case.
struct Table {
    algorithm: Algorithm,
    /// Say nothing by themselves.
    stop: &'static str,
    /// Deny.
    negations: &'static str,
    /// Tell that something goes well.
    well: &'static str,
    /// Tell that something goes badly.
    badly: &'static str,
}

/// The languages, English first: among equals the first one is taken.
static TABLES: [Table; 7] = [
    Table {
        algorithm: Algorithm::English,
        stop: "a about after again all also am an and any anything are as at back be because been before being but by came can come could day did do does doing done down each even every everything few for from get gets getting give go goes going gone good got had has have having he her here him his how i if in into is it its just kind know like little look lot made make many maybe me mean more most much my need now of off oh okay on one only or other our out over own people pretty probably put really right said same saw say see she should so some something sort still stuff such take than that the their them then there these they thing things think this those thought through time to too two up us use used using very want was way we well went were what when where which while who why will with would yeah year years yes you your",
        negations: "not no never none nobody nothing without hardly barely rarely neither nor isn't wasn't aren't weren't don't doesn't didn't can't cannot couldn't won't wouldn't haven't hasn't hadn't shouldn't",
        well: "fine easy easily easier happy glad love loved great excellent solved fixed works worked smooth smoothly reliable fast quick quickly cheap cheaper affordable worth helpful perfect impressed trust fair enough simple seamless",
        badly: "problem problems issue issues hard difficult fail fails failed broke broken slow expensive worse worst bad wrong lost stuck pain painful annoying frustrated frustrating trouble miss missed missing confusing hate struggle struggled worry worried late manual manually",
    },
    Table {
        algorithm: Algorithm::German,
        stop: "aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist da dabei damit dann das dass dein dem den denn der des dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines einfach er es etwas euch eure für gab ganz gar geht gemacht gibt gut habe haben halt hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre im immer in ins irgendwie ist ja jede jedem jeden jeder jetzt kann könnte können machen man mal mehr mein mich mir mit mittlerweile muss müssen nach noch nun nur ob oder oft sagen schon sehr sein seine seit sich sie sind so sollte soll sondern über um und uns unser unsere unter viel vom von vor wann war waren was wegen weil welche wenn wer werden wie wieder wir wird wirklich wo wollte worden wurde wurden würde zu zum zur zwei",
        negations: "nicht nie niemals kein keine keinem keinen keiner keines nichts niemand ohne kaum weder nirgends",
        well: "einfach leicht leichter gut super toll prima begeistert zufrieden froh glücklich gelöst klappt funktioniert funktionierte reibungslos zuverlässig schnell schneller günstig günstiger fair hilfreich perfekt lohnt vertrauen",
        badly: "problem probleme schwierig schwer kaputt scheitert gescheitert langsam teuer teurer schlecht schlechter falsch verloren fehlt fehlen fehler frustrierend nervig nervt mühsam umständlich verwirrend sorge sorgen angst spät zu manuell ärger ärgerlich",
    },
    Table {
        algorithm: Algorithm::French,
        stop: "ai au aucunement aussi autre autres aux avait avant avec avez avoir avons beaucoup bien bon ça car ce cela ces cet cette chez comme comment dans de des deux donc du elle elles en encore entre est et étaient était été être eu fait faire faut ici il ils je jour juste la là le les leur leurs lui ma mais me même mes moi mon nos notre nous on ont ou où par parce pas peu peut peux plus pour pouvez pourquoi puis quand que quel quelle quelque quelques qui quoi sa sans se ses si soit son sont sous suis sur ta tes toi ton tous tout toute toutes très trop tu un une va vais vers voilà vos votre vous vraiment y",
        negations: "ne n pas jamais aucun aucune rien personne sans guère ni nulle",
        well: "facile facilement simple simplement bien heureux heureuse content contente ravi ravie super excellent résolu marche marchait fonctionne fonctionnait fluide fiable rapide rapidement abordable juste parfait utile confiance vaut",
        badly: "problème problèmes difficile dur échec échoue cassé lent lente cher chère pire mauvais faux perdu bloqué pénible frustrant galère manque manquait confus inquiet inquiète retard manuel manuelle erreur erreurs",
    },
    Table {
        algorithm: Algorithm::Spanish,
        stop: "a al algo algunos ahora ante antes aquí así aunque bien cada casi como con cosas creo cual cuando de del desde donde dos el él ella ellos en entonces entre era eran es esa ese eso esta está están este esto estos fue fueron ha había hace hacer hasta hay la las le les lo los luego más me mi mientras mis mucho muy nos nosotros o otra otro para pero poco por porque pues que qué quien se sea ser si sí sido sin sobre son su sus también tan te tengo tenía tiene todo todos tu un una uno unos usted ustedes va vamos ver y ya yo",
        negations: "no nunca jamás ningún ninguna ninguno nada nadie sin tampoco ni apenas",
        well: "fácil fácilmente sencillo bien contento contenta feliz encantado encantada excelente genial resuelto funciona funcionaba fluido fiable rápido rápida barato asequible justo perfecto útil confianza vale",
        badly: "problema problemas difícil duro falla fallo fallaba roto lento lenta caro cara peor malo mal equivocado perdido atascado molesto frustrante lío falta faltaba confuso preocupa preocupado tarde manual error errores",
    },
    Table {
        algorithm: Algorithm::Portuguese,
        stop: "a ao aos agora ainda algo algumas alguns antes aqui as assim até bem cada coisa com como da das de dela dele deles depois do dos e é ela ele eles em entre era eram essa esse esta está estão este eu fazer foi foram gente há isso isto já lá lhe mais mas me mesmo meu minha muito na nas né no nos nós o onde os ou outra outro para pela pelo pode por porque pra qual quando que quem se seja ser seu sua são só também tem têm tenho teve tinha todo todos tudo um uma umas uns vai você vocês",
        negations: "não nunca jamais nenhum nenhuma nada ninguém sem nem tampouco mal",
        well: "fácil facilmente simples bem feliz contente satisfeito satisfeita ótimo excelente resolvido funciona funcionava tranquilo confiável rápido rápida barato acessível justo perfeito útil confiança vale",
        badly: "problema problemas difícil duro falha falhou falhava quebrado lento lenta caro cara pior ruim errado perdido travado chato frustrante complicado falta faltava confuso preocupa preocupado atraso tarde manual erro erros",
    },
    Table {
        algorithm: Algorithm::Dutch,
        stop: "aan al alle alles als ander andere ben bij daar dan dat de deze die dit doen door dus echt een eens en er even gaan gaat ge geweest gewoon goed had hadden heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan konden kunnen maar maken me meer men met mij mijn moet moeten na naar nog nu of om omdat onder ons onze ook op over toch te toen tot twee u uit uw van veel voor waar want waren was wat we wel werd wie wij willen wordt worden ze zelf zich zij zijn zo zou zouden",
        negations: "niet nooit geen niets niks niemand zonder nauwelijks noch nergens",
        well: "makkelijk makkelijker eenvoudig simpel fijn blij tevreden geweldig prima uitstekend opgelost werkt werkte soepel betrouwbaar snel sneller goedkoop goedkoper betaalbaar eerlijk handig perfect vertrouwen waard",
        badly: "probleem problemen moeilijk lastig faalt mislukt kapot traag langzaam duur duurder slecht slechter fout kwijt vast vervelend frustrerend gedoe ontbreekt missen mist verwarrend zorgen bezorgd laat handmatig fouten",
    },
    Table {
        algorithm: Algorithm::Italian,
        stop: "a abbiamo ad adesso ai al alla alle allora anche ancora avere aveva avevamo bene c che chi ci cioè come con così cosa cose da dai dal dalla degli dei del della delle dello di dopo dove due e è ed era erano essere fa fare già gli ha hanno ho i il in io l la le lei li lo loro lui ma me mi mia mio molto ne nei nel nella noi nostro o ogni ora per perché però più poco poi può proprio quando quella quello questa questo qui quindi se sei si sia siamo sono sta stato su sua sui sul sulla suo tra tu tutta tutti tutto un una uno va vi voi",
        negations: "non mai nessun nessuna nessuno niente nulla senza né neanche nemmeno neppure",
        well: "facile facilmente semplice bene contento contenta felice ottimo eccellente fantastico risolto funziona funzionava fluido affidabile veloce rapido economico conveniente giusto perfetto utile fiducia vale",
        badly: "problema problemi difficile duro fallisce fallito rotto lento lenta caro cara peggio peggiore cattivo sbagliato perso bloccato fastidioso frustrante casino manca mancava mancano confuso preoccupa preoccupato ritardo tardi manuale errore errori",
    },
];

/// Below this many letters, a stem begins too many other words.
const LONG_STEM: usize = 4;

/// A language, ready to be looked up.
pub(super) struct Words {
    stemmer: Stemmer,
    is_english: bool,
    stop: BTreeSet<&'static str>,
    negations: BTreeSet<&'static str>,
    /// Stems of words that tell that something goes well.
    pub(super) well: BTreeSet<String>,
    /// Stems of words that tell that something goes badly.
    pub(super) badly: BTreeSet<String>,
}

/// The words of a text, lower case, apostrophes made one.
pub(super) fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('’', "'");
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').map(|w| w.trim_matches('\''));
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn table_of(texts: &[String]) -> &'static Table {
    let said: Vec<String> = texts.iter().flat_map(|t| words(t)).collect();
    let small = |table: &Table| {
        let set: BTreeSet<&str> = table.stop.split(' ').chain(table.negations.split(' ')).collect();
        said.iter().filter(|w| set.contains(w.as_str())).count()
    };
    TABLES.iter().rev().max_by_key(|table| small(table)).unwrap_or(&TABLES[0])
}

/// The words that say nothing by themselves, or only deny, in the language that these texts are in.
pub fn small_words(texts: &[String]) -> BTreeSet<&'static str> {
    let table = table_of(texts);
    table.stop.split(' ').chain(table.negations.split(' ')).collect()
}

impl Words {
    /// The language that these texts are in.
    pub(super) fn of_language(texts: &[String]) -> Words {
        Words::of(table_of(texts))
    }

    fn of(table: &Table) -> Words {
        let stemmer = Stemmer::create(table.algorithm);
        let stems = |list: &'static str| list.split(' ').map(|w| stemmer.stem(w).into_owned()).collect();
        let set = |list: &'static str| list.split(' ').collect();
        Words {
            is_english: matches!(table.algorithm, Algorithm::English),
            stop: set(table.stop),
            negations: set(table.negations),
            well: stems(table.well),
            badly: stems(table.badly),
            stemmer,
        }
    }

    fn content<'w>(&self, words: &'w [String]) -> impl Iterator<Item = &'w String> {
        words.iter().filter(|w| w.chars().count() > 2 && !self.stop.contains(w.as_str()) && !self.negations.contains(w.as_str()))
    }

    /// The stems of the words that say something.
    pub(super) fn stems(&self, words: &[String]) -> Vec<String> {
        self.content(words).map(|w| self.stemmer.stem(w).into_owned()).collect()
    }

    /// What to ask a search for. The search knows English forms by itself; of other languages it is asked for all that begins with the stem.
    pub(super) fn to_ask_for(&self, words: &[String]) -> Vec<String> {
        let with_ending = |w: &String| {
            let stem = self.stemmer.stem(w);
            if self.is_english || stem.chars().count() < LONG_STEM { w.clone() } else { format!("{stem}*") }
        };
        self.content(words).map(with_ending).collect()
    }

    /// Whether the words deny something. French and Italian tie their "n'" to the next word.
    pub(super) fn denies(&self, words: &[String]) -> bool {
        let deny = |w: &String| self.negations.contains(w.as_str()) || (!self.is_english && w.starts_with("n'"));
        words.iter().any(deny)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Words {
        Words::of_language(&[text.to_owned()])
    }

    #[test]
    fn a_language_is_told_by_its_smallest_words() {
        for (text, denial, affirmation) in [
            ("We never know what is in the drawer", "it isn't slow", "it is slow"),
            ("Wir wissen nie, was in der Schublade ist", "das ist nicht langsam", "das ist langsam"),
            ("On ne sait jamais ce qu'il y a dans le tiroir", "ce n'est pas lent", "c'est lent"),
            ("Nunca sabemos lo que hay en el cajón", "eso no es lento", "eso es lento"),
            ("A gente nunca sabe o que tem na gaveta, não é", "isso não é lento", "isso é lento"),
            ("We weten nooit wat er in de la ligt", "dat is niet traag", "dat is traag"),
            ("Non sappiamo mai che cosa c'è nel cassetto", "questo non è lento", "questo è lento"),
        ] {
            let language = of(text);
            assert!(language.denies(&words(text)), "{text}");
            assert!(language.denies(&words(denial)), "{denial}");
            assert!(!language.denies(&words(affirmation)), "{affirmation}");
        }
    }

    #[test]
    fn words_of_other_forms_are_asked_for() {
        let german = of("Uns gehen die Etiketten aus, und das merkt keiner");
        assert_eq!(german.stems(&words("die Etiketten")), german.stems(&words("ein Etikett")));
        assert!(german.to_ask_for(&words("Uns gehen die Etiketten aus")).contains(&"etikett*".to_owned()));
        assert_eq!(of("we run out of labels").to_ask_for(&words("we run out of labels")), ["run", "labels"]);
        assert!(german.badly.contains(&german.stems(&words("Probleme"))[0]));
    }

    #[test]
    fn what_has_no_table_is_compared_as_it_is() {
        let other = of("ラベルがすぐに無くなる");
        assert!(!other.denies(&words("ラベルがすぐに無くなる")));
        assert_eq!(of("").to_ask_for(&[]), Vec::<String>::new());
    }
}
