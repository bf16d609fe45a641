//! The authorisation of requests, by a constant secret or by an access token that the API issues.

use serde_json::Value;

use crate::catalogue::Catalogue;
use crate::catalogue::auth::Auth;
use crate::host::{HttpRequest, HttpResponse, Method};
use crate::request::settings::{OptionError, OptionReader, Settings};
use crate::secrets::Secrets;
use crate::text::push_encoded;

use super::target::Target;

/// A token is renewed this number of seconds before it expires, or after half of its lifetime if that is later.
const RENEWAL_MARGIN: i64 = 15;

/// The source of the bearer token that authorises requests. The type does not implement `Debug`, so that no secret can
/// end up in a log.
pub enum Authorisation {
    /// A constant secret, which is the bearer token of every request.
    Fixed(String),
    /// An access token, which expires and is renewed.
    Renewed(TokenSource),
}

/// The token endpoint, and the current access token.
pub struct TokenSource {
    /// The request target of the token endpoint.
    pub target: Target,
    /// The body of the token request, which contains the client secret.
    body: String,
    /// The current access token; `None` before the first one and after the API has refused one.
    token: Option<Token>,
}

struct Token {
    value: String,
    /// The time from which the token is no longer used, in seconds since the Unix epoch.
    renew_at: i64,
}

impl Authorisation {
    /// Reads the credentials from the options and adds the secrets among them to `secrets`. Sends no request.
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
            Auth::ClientCredentials { token_endpoint, client_id, client_secret } => {
                let id = options.credential(client_id)?;
                let secret = options.secret(client_secret)?;
                secrets.add(&secret);
                let mut body = String::from("grant_type=client_credentials&client_id=");
                push_encoded(&mut body, &id);
                body.push_str("&client_secret=");
                let encoded_at = body.len();
                push_encoded(&mut body, &secret);
                // An error response may repeat the body of the request, in which the secret is encoded.
                secrets.add(body.get(encoded_at..).unwrap_or(""));
                let target = Target::new(token_endpoint, &|name| settings.endpoint_value(name));
                Ok(Authorisation::Renewed(TokenSource { target, body, token: None }))
            }
        }
    }
}

impl TokenSource {
    /// The request for a new access token.
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

    /// The current access token; `None` if a new one must be requested. `now` is in seconds since the Unix epoch.
    pub fn token(&self, now: i64) -> Option<&str> {
        self.token.as_ref().filter(|token| now < token.renew_at).map(|token| token.value.as_str())
    }

    /// Stores and returns the access token that a response contains (RFC 6749, section 5.1); `None` if it contains none
    /// that can be the value of a header. `now` is in seconds since the Unix epoch.
    pub fn accept(&mut self, response: &HttpResponse, now: i64, secrets: &mut Secrets) -> Option<String> {
        let body: Value = serde_json::from_str(&response.body).ok()?;
        let value = body.get("access_token")?.as_str()?;
        if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        secrets.add_token(value);
        let lifetime = body.get("expires_in").and_then(Value::as_i64);
        // A token without a lifetime is used until the API refuses it.
        let renew_at =
            lifetime.map_or(i64::MAX, |lifetime| now.saturating_add(lifetime - RENEWAL_MARGIN.min(lifetime / 2)));
        self.token = Some(Token { value: value.to_owned(), renew_at });
        Some(value.to_owned())
    }

    /// Forgets the current access token, because the API has refused it.
    pub fn forget(&mut self) {
        self.token = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_renewed_before_it_expires() {
        let response = |body: &str| HttpResponse { status: 200, headers: vec![], body: body.to_owned() };
        let cases = [
            // The body of the response, and for how many seconds its token is used; `None` if it contains no usable
            // token.
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
            assert_eq!(source.accept(&response(body), 100, &mut secrets).is_some(), want.is_some(), "{body}");
            let Some(used) = want else { continue };
            assert_eq!(source.token(100 + used - 1), Some("t"), "{body}");
            assert_eq!(source.token(100 + used), None, "{body}");
            assert_eq!(secrets.redact("t"), "***");
            source.forget();
            assert_eq!(source.token(0), None);
        }
    }
}
