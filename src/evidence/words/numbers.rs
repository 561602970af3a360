//! Numbers in words.

/// The characters that numbers are written with in Chinese and Japanese.
pub const HAN_DIGITS: &str = "〇零一二三四五六七八九十百千万億亿兆两兩";

/// Numbers in words.
pub const NUMBERS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fourty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "hundred", "thousand", "million", "billion", "trillion", "hundreds", "thousands", "millions", "billions",
    "dozen", "dozens", "half", "third", "thirds", "quarter", "quarters", "double", "triple", "twice", "once", "thrice", "second",
    "percent", "grand", "couple", "point",
    "ein", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "hundert", "tausend",
    "deux", "trois", "quatre", "cinq", "dix", "cent", "mille",
    "dos", "tres", "cuatro", "cinco", "diez", "cien", "mil",
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "億", "亿", "两", "半",
];

/// Stand between the words of one number: "a hundred and fifty", "two point five".
pub const WITHIN_NUMBERS: &[&str] = &["and", "point", "a", "und"];

/// Signs in words, before a number.
pub const SIGNS: &[&str] = &["minus", "negative", "plus"];

/// Those of the numbers in words that are mostly none.
pub const NUMBERS_TOO: &[&str] = &["second", "point", "once", "twice"];
