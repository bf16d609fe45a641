//! The HTTP client: authorised requests, which are repeated after transient failures.

pub mod auth;
pub mod error;
pub mod retry;
pub mod target;

use crate::catalogue::Catalogue;
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
        let mut may_renew = true;
        loop {
            let bearer = self.bearer(host, waited)?;
            let request = self.authorised_get(&bearer, target);
            let failure = match self.send(host, &request, waited) {
                Ok(response) => return Ok(response.body),
                Err(failure) => failure,
            };
            match &mut self.authorisation {
                Authorisation::Renewed(source) if may_renew && failure.is_unauthorised() => source.forget(),
                _ => return Err(RequestError { method: Method::Get, target: target.to_string(), failure }),
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
        let failed = |failure| RequestError { method: Method::Post, target, failure };
        let response = match self.send(host, &request, waited) {
            Ok(response) => response,
            Err(failure) => return Err(failed(failure)),
        };
        let token = match &mut self.authorisation {
            Authorisation::Fixed(_) => None,
            Authorisation::Renewed(source) => source.accept(&response, host.now(), &mut self.secrets),
        };
        token.ok_or_else(|| failed(Failure::NoToken))
    }

    fn authorised_get(&self, bearer: &str, target: &Target) -> HttpRequest {
        let mut headers = vec![("authorization".to_owned(), format!("Bearer {bearer}"))];
        headers.extend(self.catalogue.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        HttpRequest { method: Method::Get, url: format!("{}{target}", self.base_url), headers, body: None }
    }

    /// Sends a request until it succeeds, fails in a way that repeating cannot change, or the retry policy's limits are
    /// reached.
    fn send(&self, host: &mut dyn Host, request: &HttpRequest, waited: &mut u64) -> Result<HttpResponse, Failure> {
        let policy = &self.catalogue.retry;
        let mut attempts = Attempts::default();
        let started = host.now();
        let mut slept = 0;
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
                    if !retry::is_transient(response.status) {
                        return Err(failure);
                    }
                    (failure, retry::requested_wait(policy, &response, now), response.body)
                }
                Err(text) => (Failure::NoResponse { detail: self.secrets.redact(&text) }, None, text),
            };
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
                    return Err(Failure::GaveUp { attempts, waited: *waited, requested_wait, last });
                }
            }
        }
    }
}
