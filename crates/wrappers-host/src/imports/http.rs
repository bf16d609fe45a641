//! HTTP: a new client for each request, gzip, and a middleware that retries transient failures without telling the
//! guest.

use std::time::Duration;

use anyhow::{Result, anyhow};
use ureq::http::{HeaderValue, Method as Verb, Request};

use crate::bindings::supabase::wrappers::http::{self, Host, HttpError, HttpResult, Response};
use crate::environment::{HostEnvironment, SentRequest};
use crate::state::State;

/// Maximum number of retries of a request by the middleware.
const RETRIES: u32 = 3;

/// Timeout of a request. The Postgres extension has none, but a test has to end.
const TIMEOUT: Duration = Duration::from_secs(60);

impl<S: HostEnvironment> State<S> {
    /// Sends a request, with retries. The HTTP method is the one in the request, whichever function the guest called;
    /// the Postgres extension does the same.
    fn send(&mut self, request: &http::Request) -> Result<HttpResult> {
        let verb = match request.method {
            http::Method::Get => Verb::GET,
            http::Method::Post => Verb::POST,
            http::Method::Put => Verb::PUT,
            http::Method::Patch => Verb::PATCH,
            http::Method::Delete => Verb::DELETE,
        };
        let mut retries = 0;
        loop {
            let result = self.send_once(verb.clone(), request)?;
            let is_transient = match &result {
                Ok(response) => matches!(response.status_code, 408 | 429 | 500..),
                Err(error) => error.is_transient,
            };
            if !is_transient || retries == RETRIES {
                return Ok(result.map_err(|error| error.text));
            }
            retries += 1;
            self.environment.sleep(Duration::from_millis(100 << retries));
        }
    }

    fn send_once(&mut self, verb: Verb, request: &http::Request) -> Result<Result<Response, NoResponse>> {
        let mut builder = Request::builder().method(verb.clone()).uri(&request.url);
        for (name, value) in &request.headers {
            if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                return Err(anyhow!("host panic: header name {name:?} is not lower-case"));
            }
            let value = HeaderValue::from_str(value)
                .map_err(|_| anyhow!("host panic: the value of header {name:?} contains forbidden characters"))?;
            builder = builder.header(name, value);
        }
        let mut sent = SentRequest { method: verb.to_string(), url: request.url.clone(), status: None, bytes: 0 };
        let result = exchange(builder, &request.body);
        if let Ok(response) = &result {
            sent.status = Some(response.status_code);
            sent.bytes = response.body.len();
        }
        self.environment.sent(sent);
        Ok(result)
    }
}

/// A request without a complete response.
struct NoResponse {
    /// Error message for the guest.
    text: String,
    /// Whether the middleware retries: it sees failures to connect and to read the head of a response, but not failures
    /// to read its body.
    is_transient: bool,
}

fn exchange(builder: ureq::http::request::Builder, body: &str) -> Result<Response, NoResponse> {
    let no_response = |text: String, is_transient| NoResponse { text, is_transient };
    let request = builder.body(body.to_owned()).map_err(|error| no_response(error.to_string(), false))?;
    let url = request.uri().to_string();
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .timeout_global(Some(TIMEOUT));
    let agent = config.build().new_agent();
    let mut response = agent.run(request).map_err(|error| no_response(error.to_string(), true))?;
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned()));
    let headers = headers.collect();
    let status_code = response.status().as_u16();
    let body = response.body_mut().with_config().limit(u64::MAX).read_to_vec();
    let body = body.map_err(|error| no_response(format!("error decoding response body: {error}"), false))?;
    Ok(Response { url, status_code, headers, body: String::from_utf8_lossy(&body).into_owned() })
}

impl<S: HostEnvironment> Host for State<S> {
    fn get(&mut self, request: http::Request) -> Result<HttpResult> {
        self.send(&request)
    }

    fn post(&mut self, request: http::Request) -> Result<HttpResult> {
        self.send(&request)
    }

    fn put(&mut self, request: http::Request) -> Result<HttpResult> {
        self.send(&request)
    }

    fn patch(&mut self, request: http::Request) -> Result<HttpResult> {
        self.send(&request)
    }

    fn delete(&mut self, request: http::Request) -> Result<HttpResult> {
        self.send(&request)
    }

    fn error_for_status(&mut self, response: Response) -> Result<Result<(), HttpError>> {
        Ok(match response.status_code {
            400.. => Err(format!("HTTP status error ({}) for url ({})", response.status_code, response.url)),
            _ => Ok(()),
        })
    }
}
