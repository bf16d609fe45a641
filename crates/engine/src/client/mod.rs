//! The client: authorised requests, sent again where that may help.

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

/// Sends requests to an API. There is no `Debug`, so that no secret can end in a log.
pub struct Client {
    catalogue: &'static Catalogue,
    base_url: String,
    authorisation: Authorisation,
    /// What must not be shown of answers.
    pub secrets: Secrets,
}

impl Client {
    /// Reads the credentials; makes no request.
    pub fn new(catalogue: &'static Catalogue, settings: &Settings, host: &dyn Host) -> Result<Client, OptionError> {
        let options = OptionReader { catalogue, host };
        let mut secrets = Secrets::default();
        let authorisation = Authorisation::read(catalogue, &options, settings, &mut secrets)?;
        Ok(Client { catalogue, base_url: settings.base_url.clone(), authorisation, secrets })
    }

    /// Sends a GET until it is answered with success; returns the body. `waited` is how many milliseconds the scan has
    /// waited so far. A token that the API refuses is renewed once.
    pub fn get(&mut self, host: &mut dyn Host, target: &Target, waited: &mut u64) -> Result<String, RequestError> {
        let mut may_renew = true;
        loop {
            let bearer = self.bearer(host, waited)?;
            let request = self.authorised(&bearer, target);
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

    /// The bearer token of the next request, which may cost a request of its own.
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

    fn authorised(&self, bearer: &str, target: &Target) -> HttpRequest {
        let mut headers = vec![("authorization".to_owned(), format!("Bearer {bearer}"))];
        headers.extend(self.catalogue.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        HttpRequest { method: Method::Get, url: format!("{}{target}", self.base_url), headers, body: None }
    }

    /// Sends a request until it is answered with success, or with a failure that will be the same next time.
    fn send(&self, host: &mut dyn Host, request: &HttpRequest, waited: &mut u64) -> Result<HttpResponse, Failure> {
        let policy = &self.catalogue.retry;
        let mut attempts = Attempts::default();
        let started = host.now();
        let mut slept = 0;
        loop {
            attempts.sent += 1;
            let answer = match host.send(request) {
                Ok(response) if (200..300).contains(&response.status) => return Ok(response),
                answer => answer,
            };
            let now = host.now();
            let (failure, asked, salt) = match answer {
                Ok(response) => {
                    let failure = Failure::of_status(&response, &self.catalogue.errors, &self.secrets);
                    if !retry::is_transient(response.status) {
                        return Err(failure);
                    }
                    (failure, retry::retry_after(policy, &response, now), response.body)
                }
                Err(text) => (Failure::NoAnswer { detail: self.secrets.redact(&text) }, None, text),
            };
            // The host's clock has seconds only; what was slept is known better.
            attempts.elapsed = slept.max(1000 * u64::try_from(now - started).unwrap_or(0));
            match retry::decide(policy, attempts, *waited, asked, retry::jitter(&salt, now, attempts.sent)) {
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
}
