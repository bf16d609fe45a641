//! Times in RFC 3339.

/// Milliseconds since the Unix epoch of a time such as `2012-10-20T07:15:20.902Z`; `None` if the text is no such time.
pub(crate) fn milliseconds(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', 't'])?;
    let (year, month, day) = three(date, '-')?;
    let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return None,
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let (hour, minute, second) = three(clock, ':')?;
    let is_valid = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    if !is_valid || fraction.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let milliseconds: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset_seconds(offset)?;
    Some(seconds * 1000 + milliseconds)
}

/// Three numbers with a separator between them.
fn three(text: &str, separator: char) -> Option<(i64, i64, i64)> {
    let numbers: Option<Vec<i64>> = text.split(separator).map(|part| part.parse().ok()).collect();
    match numbers?[..] {
        [a, b, c] => Some((a, b, c)),
        _ => None,
    }
}

/// Seconds of an offset such as `Z` and `+02:00`.
fn offset_seconds(offset: &str) -> Option<i64> {
    if matches!(offset, "Z" | "z") {
        return Some(0);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    Some(sign * (hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * 60))
}

/// Days since 1970-01-01 of a date in the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // The year begins in March, so that the leap day is its last day.
    let year = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

#[test]
fn times_are_read() {
    let cases = [
        ("1970-01-01T00:00:00Z", Some(0)),
        ("2012-10-20T07:15:20.902Z", Some(1_350_717_320_902)),
        ("2024-02-29T23:59:59.5+02:00", Some(1_709_243_999_500)),
        ("2023-01-01T00:00:00.123456-00:30", Some(1_672_533_000_123)),
        ("2023-01-01", None),
        ("2023-01-01T00:00:00", None),
        ("2023-13-01T00:00:00Z", None),
        ("1672531200000", None),
    ];
    for (text, expected) in cases {
        assert_eq!(milliseconds(text), expected, "{text}");
    }
}
