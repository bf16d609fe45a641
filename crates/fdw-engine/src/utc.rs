//! Times in UTC as text.

use time::UtcDateTime;

/// A time as in RFC 3339, with milliseconds; `None` if it is outside the years that RFC 3339 can express. The argument
/// is in milliseconds since the Unix epoch.
pub fn to_rfc3339(millis: i64) -> Option<String> {
    let time = utc(millis)?;
    let (hour, minute, second, millisecond) = time.as_hms_milli();
    Some(format!("{}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z", date(time)))
}

/// The date of a time, as in RFC 3339; `None` as in [`to_rfc3339`]. The argument is in milliseconds since the Unix
/// epoch.
pub fn to_date(millis: i64) -> Option<String> {
    utc(millis).map(date)
}

fn utc(millis: i64) -> Option<UtcDateTime> {
    let time = UtcDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).ok()?;
    (0..=9999).contains(&time.year()).then_some(time)
}

fn date(time: UtcDateTime) -> String {
    format!("{:04}-{:02}-{:02}", time.year(), u8::from(time.month()), time.day())
}
