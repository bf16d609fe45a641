//! Clerk, by its mock.

use anyhow::Result;
use clerk_mock::{KEY, Mock};

use super::Provider;

impl Provider for Mock {
    const NAME: &'static str = "clerk";
    const COMPONENT: component_build::Provider = component_build::Provider::Clerk;
    const OPTIONS: &'static [(&'static str, &'static str)] = &[("api_key_id", "{secret}"), ("api_url", "{url}")];
    const SECRET: &'static str = KEY;

    fn url(&self) -> String {
        Mock::url(self)
    }

    fn reset(&self) {
        Mock::reset(self);
    }

    fn take_journal(&self) -> Vec<String> {
        let line = |request: clerk_mock::Request| {
            let body = if request.body.is_empty() { String::new() } else { format!(" {}", request.body) };
            format!("{} {}{body} {}", request.method, request.target(), request.status)
        };
        Mock::take_journal(self).into_iter().map(line).collect()
    }

    fn fault(&self, json: &str) -> Result<()> {
        Mock::fault(self, serde_json::from_str(json)?);
        Ok(())
    }
}
