//! Passing requests on to the server, and responses back.

use hyper::Uri;
use hyper::header::HeaderMap;
use ureq::Agent;
use ureq::http::{HeaderName, Request};

/// Headers that concern one connection, and those that the proxy or its client sets itself. Responses are not
/// compressed, so that the proxy can change them. The host remains the server's, so that the issuer of tokens is the
/// same with the proxy and without it.
const NOT_FORWARDED: &[&str] =
    &["host", "connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding", "upgrade", "te"];

/// Maximum size of a response's body.
const LIMIT: u64 = 1 << 30;

/// A response, before it goes to the client.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// A client that passes on everything as it is.
pub(super) fn agent() -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .allow_non_standard_methods(true)
        .accept_encoding("");
    config.build().new_agent()
}

/// Sends a request to the server and reads the whole response.
pub(super) fn send(
    agent: &Agent,
    url: &str,
    head: &hyper::http::request::Parts,
    body: Vec<u8>,
) -> Result<Answer, ureq::Error> {
    let mut request = Request::builder().method(head.method.clone()).uri(url);
    for (name, value) in head.headers.iter().filter(|(name, _)| is_forwarded(name)) {
        request = request.header(name, value);
    }
    let mut response = agent.run(request.body(body)?)?;
    let body = response.body_mut().with_config().limit(LIMIT).read_to_vec()?;
    let mut headers = response.headers().clone();
    for name in NOT_FORWARDED {
        headers.remove(*name);
    }
    Ok(Answer { status: response.status().as_u16(), headers, body })
}

fn is_forwarded(name: &HeaderName) -> bool {
    !NOT_FORWARDED.contains(&name.as_str())
}

/// The path and query of a request, without the parameters with these names.
pub(super) fn target(uri: &Uri, dropped: &[&str]) -> String {
    let query = uri.query().unwrap_or_default();
    let is_kept = |pair: &&str| {
        let name = form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name.into_owned());
        name.is_some_and(|name| !dropped.contains(&name.as_str()))
    };
    let query: Vec<&str> = query.split('&').filter(is_kept).collect();
    if query.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), query.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_dropped_by_name() {
        for (dropped, expected) in [
            (&[][..], "/users?q=a%20b&max=3&q=c"),
            (&["q"], "/users?max=3"),
            (&["q", "max"], "/users"),
            (&["a"], "/users?q=a%20b&max=3&q=c"),
        ] {
            let uri: Uri = "http://host/users?q=a%20b&max=3&q=c".parse().expect("a URL");
            assert_eq!(target(&uri, dropped), expected);
        }
    }
}
