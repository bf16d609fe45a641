//! The authorisation of requests: a secret, or a token that a request gives.

use serde_json::Value;

use crate::catalogue::Catalogue;
use crate::catalogue::auth::Auth;
use crate::host::{HttpRequest, HttpResponse, Method};
use crate::request::settings::{OptionError, OptionReader, Settings};
use crate::secrets::Secrets;
use crate::text::push_encoded;

use super::target::Target;

/// Seconds before its end at which a token is renewed, but never before half of its life is over.
const MARGIN: i64 = 15;

/// What requests are authorised with. There is no `Debug`, so that it cannot end in a log.
pub enum Authorisation {
    /// The same header for every request.
    Fixed(String),
    /// A token, renewed in time.
    Renewed(TokenSource),
}

/// Where tokens come from, and the one in use.
pub struct TokenSource {
    /// Path of the token endpoint.
    pub target: Target,
    /// What it is sent.
    body: String,
    token: Option<Token>,
}

struct Token {
    value: String,
    /// When to renew it, in seconds since the Unix epoch.
    renew_at: i64,
}

impl Authorisation {
    /// Reads the options; makes no request. Secrets are added to `secrets`.
    pub fn read(
        catalogue: &'static Catalogue,
        options: &OptionReader,
        settings: &Settings,
        secrets: &mut Secrets,
    ) -> Result<Authorisation, OptionError> {
        match &catalogue.auth {
            Auth::BearerSecret(secret) => {
                let secret = options.secret(secret)?;
                secrets.add(&secret);
                Ok(Authorisation::Fixed(secret))
            }
            Auth::ClientCredentials { token_path, client_id, client_secret } => {
                let id = options.text(client_id)?;
                let secret = options.secret(client_secret)?;
                secrets.add(&secret);
                let mut body = String::from("grant_type=client_credentials&client_id=");
                push_encoded(&mut body, &id);
                body.push_str("&client_secret=");
                let encoded_at = body.len();
                push_encoded(&mut body, &secret);
                // An answer may repeat what it was sent.
                secrets.add(body.get(encoded_at..).unwrap_or(""));
                let target = Target::new(token_path, &|name| settings.path_value(name));
                Ok(Authorisation::Renewed(TokenSource { target, body, token: None }))
            }
        }
    }
}

impl TokenSource {
    /// The request for a token.
    pub fn request(&self, base_url: &str) -> HttpRequest {
        HttpRequest {
            method: Method::Post,
            url: format!("{base_url}{}", self.target),
            headers: vec![
                ("accept".to_owned(), "application/json".to_owned()),
                ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
            ],
            body: Some(self.body.clone()),
        }
    }

    /// The token in use, as long as it does not have to be renewed. `now` is in seconds since the Unix epoch.
    pub fn token(&self, now: i64) -> Option<&str> {
        self.token.as_ref().filter(|token| now < token.renew_at).map(|token| token.value.as_str())
    }

    /// Takes the token of an answer; `None` if it has none that can be a header's value.
    pub fn accept(&mut self, response: &HttpResponse, now: i64, secrets: &mut Secrets) -> Option<String> {
        let body: Value = serde_json::from_str(&response.body).ok()?;
        let value = body.get("access_token")?.as_str()?;
        if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        secrets.add_token(value);
        let life = body.get("expires_in").and_then(Value::as_i64);
        // Without an end, it lasts until the API refuses it.
        let renew_at = life.map_or(i64::MAX, |life| now.saturating_add(life - MARGIN.min(life / 2)));
        self.token = Some(Token { value: value.to_owned(), renew_at });
        Some(value.to_owned())
    }

    /// Forgets the token in use, which the API has refused.
    pub fn forget(&mut self) {
        self.token = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_renewed_before_its_end() {
        let answer = |body: &str| HttpResponse { status: 200, headers: vec![], body: body.to_owned() };
        let cases = [
            // The answer, and for how many seconds its token is used.
            (r#"{"access_token":"t","expires_in":300}"#, Some(285)),
            (r#"{"access_token":"t","expires_in":20}"#, Some(10)),
            (r#"{"access_token":"t"}"#, Some(i64::MAX - 100)),
            (r#"{"access_token":"t u"}"#, None),
            (r#"{"access_token":""}"#, None),
            (r#"{"token":"t"}"#, None),
            ("no JSON", None),
        ];
        for (body, want) in cases {
            let mut source = TokenSource { target: Target::default(), body: String::new(), token: None };
            let mut secrets = Secrets::default();
            assert_eq!(source.accept(&answer(body), 100, &mut secrets).is_some(), want.is_some(), "{body}");
            let Some(used) = want else { continue };
            assert_eq!(source.token(100 + used - 1), Some("t"), "{body}");
            assert_eq!(source.token(100 + used), None, "{body}");
            assert_eq!(secrets.redact("t"), "***");
            source.forget();
            assert_eq!(source.token(0), None);
        }
    }
}
