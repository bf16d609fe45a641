//! One request and its answer, with the retries between.

use alloc::boxed::Box;
use alloc::string::String;

use crate::auth::Credentials;
use crate::catalogue::{Catalogue, ErrorShape};
use crate::error::Failure;
use crate::host::{Host, Response};
use crate::json;
use crate::retry::{self, Attempts, Decision};
use crate::text::{append, quote};

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
                let asked = response.retry_after.as_deref().and_then(retry::retry_after);
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
                return Err(Failure::GaveUp { attempts, waited: *waited, asked, last: Box::leak(Box::new(failure)) });
            }
        }
    }
}

/// The API's own words where the body has the shape of its errors, `message (code c), trace t` of the first of them;
/// else the body's beginning.
fn status_failure(response: &Response, shape: &ErrorShape, secret: &str) -> Failure {
    let body = response.body.as_str();
    let error = json::member(body, shape.list).and_then(json::first).unwrap_or("");
    let code = string(error, shape.code, secret);
    let mut detail = String::new();
    for key in shape.messages {
        if detail.is_empty() {
            detail.push_str(&string(error, key, secret));
        }
    }
    let trace = string(body, shape.trace, secret);
    if !code.is_empty() {
        append(&mut detail, &[" (code ", &code, ")"]);
    }
    if !trace.is_empty() {
        append(&mut detail, &[", trace ", &trace]);
    }
    if detail.is_empty() {
        detail = quote(body, secret);
    }
    let hint = shape.hints.iter().find(|(status, _)| *status == response.status).map(|(_, hint)| *hint);
    let is_unknown_id = response.status == 404 && code == shape.unknown_id;
    Failure::Status { status: response.status, detail, hint, is_unknown_id }
}

/// A string attribute; empty where there is none.
fn string(object: &str, key: &str, secret: &str) -> String {
    let mut text = String::new();
    if let Some(raw) = json::member(object, key).and_then(json::raw_string) {
        json::unescape(raw, &mut text);
    }
    quote(&text, secret)
}
