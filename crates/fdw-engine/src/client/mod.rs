//! The HTTP client: authorised requests, which are repeated after transient failures.

pub mod auth;
pub mod error;
pub mod retry;
pub mod target;

use crate::catalogue::Catalogue;
use crate::catalogue::write::WriteRequest;
use crate::host::{Host, HttpRequest, HttpResponse, Method};
use crate::request::settings::{OptionError, OptionReader, Settings};
use crate::secrets::Secrets;

use auth::Authorisation;
use error::{Failure, RequestError};
use retry::{Attempts, Decision};
use target::Target;

/// Sends requests to an API. The type does not implement `Debug`, so that no secret can end up in a log.
pub struct Client {
    catalogue: &'static Catalogue,
    base_url: String,
    authorisation: Authorisation,
    /// The secrets to redact in texts that come from responses.
    pub secrets: Secrets,
}

/// The status of a response to a request that was not executed, because there were too many requests.
const RATE_LIMITED: u16 = 429;

/// Why all attempts to send a request failed.
struct SendError {
    failure: Failure,
    /// See [`RequestError::may_have_taken_effect`].
    may_have_taken_effect: bool,
}

impl Client {
    /// Reads the credentials from the options. Sends no request.
    pub fn new(catalogue: &'static Catalogue, settings: &Settings, host: &dyn Host) -> Result<Client, OptionError> {
        let options = OptionReader { catalogue, host };
        let mut secrets = Secrets::default();
        let authorisation = Authorisation::read(catalogue, &options, settings, &mut secrets)?;
        Ok(Client { catalogue, base_url: settings.base_url.clone(), authorisation, secrets })
    }

    /// Sends a GET request and returns the body of the response. Transient failures are repeated, and an access token
    /// that the API refuses is renewed once. `waited` is the number of milliseconds that the scan has waited so far;
    /// waits of this request are added to it.
    pub fn get(&mut self, host: &mut dyn Host, target: &Target, waited: &mut u64) -> Result<String, RequestError> {
        self.request(host, Method::Get, target, None, true, waited).map(|response| response.body)
    }

    /// Sends a request that writes a row, and returns the body of the response. If it is idempotent, it is repeated
    /// like a GET request. Otherwise it is repeated only if the API says that it has not executed it.
    pub fn write(
        &mut self,
        host: &mut dyn Host,
        request: &WriteRequest,
        target: &Target,
        body: Option<String>,
    ) -> Result<String, RequestError> {
        // Each request may wait for the whole time: the API's rate limit must not end a statement with many rows.
        let mut waited = 0;
        let outcome = self.request(host, request.method, target, body, request.is_idempotent, &mut waited);
        outcome.map(|response| response.body)
    }

    fn request(
        &mut self,
        host: &mut dyn Host,
        method: Method,
        target: &Target,
        body: Option<String>,
        is_idempotent: bool,
        waited: &mut u64,
    ) -> Result<HttpResponse, RequestError> {
        let mut may_renew = true;
        let mut may_have_taken_effect = false;
        loop {
            let bearer = self.bearer(host, waited)?;
            let request = self.authorised(&bearer, method, target, body.clone());
            let failure = match self.send(host, &request, is_idempotent, waited) {
                Ok(response) => return Ok(response),
                Err(error) => {
                    may_have_taken_effect |= error.may_have_taken_effect;
                    error.failure
                }
            };
            match &mut self.authorisation {
                Authorisation::Renewed(source) if may_renew && failure.is_unauthorised() => source.forget(),
                _ => return Err(RequestError { method, target: target.to_string(), failure, may_have_taken_effect }),
            }
            may_renew = false;
        }
    }

    /// The bearer token for the next request. If the current access token must be renewed, this sends a request to the
    /// token endpoint.
    fn bearer(&mut self, host: &mut dyn Host, waited: &mut u64) -> Result<String, RequestError> {
        let source = match &self.authorisation {
            Authorisation::Fixed(secret) => return Ok(secret.clone()),
            Authorisation::Renewed(source) => source,
        };
        if let Some(token) = source.token(host.now()) {
            return Ok(token.to_owned());
        }
        let request = source.request(&self.base_url);
        let target = source.target.to_string();
        let failed = |failure| RequestError { method: Method::Post, target, failure, may_have_taken_effect: false };
        let response = match self.send(host, &request, true, waited) {
            Ok(response) => response,
            Err(SendError { failure, .. }) => return Err(failed(failure)),
        };
        let token = match &mut self.authorisation {
            Authorisation::Fixed(_) => None,
            Authorisation::Renewed(source) => source.accept(&response, host.now(), &mut self.secrets),
        };
        token.ok_or_else(|| failed(Failure::NoToken))
    }

    fn authorised(&self, bearer: &str, method: Method, target: &Target, body: Option<String>) -> HttpRequest {
        let mut headers = vec![("authorization".to_owned(), format!("Bearer {bearer}"))];
        headers.extend(self.catalogue.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        if body.is_some() {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        HttpRequest { method, url: format!("{}{target}", self.base_url), headers, body }
    }

    /// Sends a request until it succeeds, fails in a way that repeating cannot change, or the retry policy's limits are
    /// reached. A request that is not idempotent is not repeated if it may have taken effect.
    fn send(
        &self,
        host: &mut dyn Host,
        request: &HttpRequest,
        is_idempotent: bool,
        waited: &mut u64,
    ) -> Result<HttpResponse, SendError> {
        let policy = &self.catalogue.retry;
        let mut attempts = Attempts::default();
        let started = host.now();
        let mut slept = 0;
        let mut may_have_taken_effect = false;
        loop {
            attempts.sent += 1;
            let outcome = match host.send(request) {
                Ok(response) if (200..300).contains(&response.status) => return Ok(response),
                outcome => outcome,
            };
            let now = host.now();
            let (failure, requested_wait, salt) = match outcome {
                Ok(response) => {
                    let failure = Failure::of_status(&response, &self.catalogue.errors, &self.secrets);
                    let is_unsupported = self.catalogue.errors.unsupported.contains(&response.status);
                    if is_unsupported || !retry::is_transient(response.status) {
                        return Err(SendError { failure, may_have_taken_effect });
                    }
                    may_have_taken_effect |= response.status != RATE_LIMITED;
                    (failure, retry::requested_wait(policy, &response, now), response.body)
                }
                Err(text) => {
                    may_have_taken_effect = true;
                    (Failure::NoResponse { detail: self.secrets.redact(&text) }, None, text)
                }
            };
            if may_have_taken_effect && !is_idempotent {
                return Err(SendError { failure, may_have_taken_effect });
            }
            // The host's clock only counts whole seconds, so the time slept may be the more precise lower bound.
            attempts.elapsed = slept.max(1000 * u64::try_from(now - started).unwrap_or(0));
            let jitter = retry::jitter(&salt, now, attempts.sent);
            match retry::decide(policy, attempts, *waited, requested_wait, jitter) {
                Decision::Wait(millis) => {
                    host.sleep(millis);
                    slept += millis;
                    *waited += millis;
                }
                Decision::GiveUp { requested_wait } => {
                    let last = Box::new(failure);
                    let failure = Failure::GaveUp { attempts, waited: *waited, requested_wait, last };
                    return Err(SendError { failure, may_have_taken_effect });
                }
            }
        }
    }
}
