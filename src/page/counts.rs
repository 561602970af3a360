//! Numbers and times as people read them.

/// `1 call`, `3 calls`.
pub fn plural(n: usize, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{} {thing}s", thousands(n)) }
}

/// A number with a comma between thousands.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Milliseconds as `hh:mm:ss`.
pub fn clock(ms: u64) -> String {
    let s = ms / 1000;
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!((thousands(7).as_str(), thousands(1234).as_str(), thousands(1_234_567).as_str()), ("7", "1,234", "1,234,567"));
        assert_eq!((plural(1, "call").as_str(), plural(0, "call").as_str()), ("1 call", "0 calls"));
        assert_eq!(clock(3_723_999), "01:02:03");
    }
}
