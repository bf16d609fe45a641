//! One request and its answer, with the retries between.

use alloc::boxed::Box;
use alloc::string::String;

use crate::auth::Credentials;
use crate::catalogue::{Catalogue, ErrorShape};
use crate::error::Failure;
use crate::host::{Host, Response};
use crate::json;
use crate::retry::{self, Attempts, Decision};
use crate::text::{concat, quote};

/// Sends a GET until it is answered with success; returns the body. `waited` is how many milliseconds the scan has
/// waited so far.
pub fn get(
    host: &mut dyn Host,
    catalogue: &Catalogue,
    credentials: &Credentials,
    url: &str,
    waited: &mut u64,
) -> Result<String, Failure> {
    let mut attempts = Attempts::default();
    let started = host.now();
    let mut slept = 0;
    loop {
        attempts.sent += 1;
        let answer = host.get(url, &credentials.headers);
        let (failure, asked, salt) = match answer {
            Ok(response) if (200..300).contains(&response.status) => return Ok(response.body),
            Ok(response) => {
                let failure = status_failure(&response, &catalogue.errors, &credentials.secret);
                if !retry::is_transient(response.status) {
                    return Err(failure);
                }
                let asked = response.header("retry-after").and_then(|value| retry::retry_after(value, host));
                (failure, asked, response.body)
            }
            Err(text) => (Failure::Connection { detail: quote(&text, &credentials.secret) }, None, text),
        };
        let now = host.now();
        // The host's clock has seconds only; what was slept is known better.
        attempts.elapsed = slept.max(1000 * u64::try_from(now - started).unwrap_or(0));
        match retry::decide(attempts, *waited, asked, retry::noise(&salt, now, attempts.sent)) {
            Decision::Wait(millis) => {
                host.sleep(millis);
                slept += millis;
                *waited += millis;
            }
            Decision::GiveUp(asked) => {
                return Err(Failure::GaveUp { attempts, waited: *waited, asked, last: Box::new(failure) });
            }
        }
    }
}

/// How many of an answer's errors are shown.
const MAX_ERRORS: u32 = 3;

fn status_failure(response: &Response, shape: &ErrorShape, secret: &str) -> Failure {
    let detail = api_error(&response.body, shape, secret).unwrap_or_else(|| quote(&response.body, secret));
    let hint = shape.hints.iter().find(|(status, _)| *status == response.status).map(|(_, hint)| *hint);
    let code =
        json::member(&response.body, shape.list).and_then(first).and_then(|error| string(error, shape.code, secret));
    let is_unknown_id = response.status == 404 && code.as_deref() == Some(shape.unknown_id);
    Failure::Status { status: response.status, detail, hint, is_unknown_id }
}

/// The API's own words, where the body has the shape of its errors: `message (code c), …, trace t`.
fn api_error(body: &str, shape: &ErrorShape, secret: &str) -> Option<String> {
    let list = json::member(body, shape.list)?;
    let mut out = String::new();
    let mut left = MAX_ERRORS;
    let mut scanner = json::Scanner::new(list);
    let walked = scanner.array(&mut |scanner| {
        let error = scanner.value()?;
        let error = scanner.text(error);
        if left == 0 {
            return Ok(());
        }
        left -= 1;
        let message = shape.messages.iter().find_map(|key| string(error, key, secret)).unwrap_or_default();
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(&message);
        if let Some(code) = string(error, shape.code, secret) {
            out.push_str(&concat(&[" (code ", &code, ")"]));
        }
        Ok(())
    });
    walked.ok()?;
    if let Some(trace) = string(body, shape.trace, secret) {
        out.push_str(&concat(&[", trace ", &trace]));
    }
    (!out.is_empty()).then_some(out)
}

/// The first element of an array.
fn first(list: &str) -> Option<&str> {
    let mut first = None;
    let mut scanner = json::Scanner::new(list);
    let walked = scanner.array(&mut |scanner| {
        let value = scanner.value()?;
        first = first.or(Some(scanner.text(value)));
        Ok(())
    });
    walked.ok()?;
    first
}

/// A non-empty string attribute.
fn string(object: &str, key: &str, secret: &str) -> Option<String> {
    let raw = json::raw_string(json::member(object, key)?)?;
    let mut text = String::new();
    json::unescape(raw, &mut text);
    (!text.is_empty()).then(|| quote(&text, secret))
}
