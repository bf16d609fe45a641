//! Signing of JSON Web Tokens.

use anyhow::Result;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Map, Value};

use crate::bindings::supabase::wrappers::jwt::{Host, JwtResult};
use crate::environment::HostEnvironment;
use crate::state::State;

impl<S: HostEnvironment> Host for State<S> {
    fn encode(
        &mut self,
        payload: Vec<(String, String)>,
        algo: String,
        key: String,
        ttl_hours: u32,
    ) -> Result<JwtResult> {
        let now = self.environment.now().as_secs();
        let mut claims: Map<String, Value> = payload.into_iter().map(|(name, value)| (name, value.into())).collect();
        claims.insert("iat".to_owned(), now.into());
        claims.insert("exp".to_owned(), (now + u64::from(ttl_hours) * 3600).into());
        let token = algo.parse::<Algorithm>().and_then(|algorithm| {
            let key = match algorithm {
                Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => EncodingKey::from_secret(key.as_bytes()),
                Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_pem(key.as_bytes())?,
                Algorithm::EdDSA => EncodingKey::from_ed_pem(key.as_bytes())?,
                _ => EncodingKey::from_rsa_pem(key.as_bytes())?,
            };
            encode(&Header::new(algorithm), &claims, &key)
        });
        Ok(token.map_err(|error| error.to_string()))
    }
}
