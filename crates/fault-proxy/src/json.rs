//! Faults as JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::Fault;

/// A fault in a file, with one action and the requests that it applies to:
///
/// ```json
/// {"at": "/admin/realms/*/users", "skip": 1, "times": 2, "status": 429, "headers": {"retry-after": "1"}, "body": "…"}
/// ```
///
/// In place of `status`, `headers` and `body`, the object can have one of `"close": true`, `"truncate": 100`,
/// `"glue": 100`, `"delay_ms": 500`, `"drop_parameter": "max"` and `"without_attributes": ["parentId"]`. With `below` in
/// place of `at`, the fault also applies to longer paths. Each key is described at the function of its name in [`Fault`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    at: Option<String>,
    below: Option<String>,
    method: Option<String>,
    with_parameter: Option<String>,
    #[serde(default)]
    skip: u32,
    #[serde(default = "once")]
    times: u32,
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    #[serde(default)]
    close: bool,
    truncate: Option<usize>,
    glue: Option<usize>,
    delay_ms: Option<u64>,
    drop_parameter: Option<String>,
    without_attributes: Option<Vec<String>>,
}

fn once() -> u32 {
    1
}

impl TryFrom<Form> for Fault {
    type Error = String;

    fn try_from(form: Form) -> Result<Fault, String> {
        let answer = form.status.map(|status| {
            let headers: Vec<(&str, &str)> =
                form.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            form.body.as_deref().map_or_else(|| Fault::status(status), |body| Fault::response(status, &headers, body))
        });
        let hidden = form.without_attributes.map(|names| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            Fault::without_attributes(&names)
        });
        let actions = [
            answer,
            form.close.then(Fault::close),
            form.truncate.map(Fault::truncate),
            form.glue.map(Fault::glue),
            form.delay_ms.map(|delay| Fault::delay(Duration::from_millis(delay))),
            form.drop_parameter.as_deref().map(Fault::drop_parameter),
            hidden,
        ];
        let mut actions = actions.into_iter().flatten();
        let (Some(mut fault), None) = (actions.next(), actions.next()) else {
            return Err("a fault has exactly one action".to_owned());
        };
        fault = match (form.at, form.below) {
            (Some(path), None) => fault.at(&path),
            (None, Some(path)) => fault.below(&path),
            (None, None) => fault,
            (Some(_), Some(_)) => return Err("a fault has either `at` or `below`".to_owned()),
        };
        if let Some(method) = form.method {
            fault = fault.method(&method);
        }
        if let Some(name) = form.with_parameter {
            fault = fault.with_parameter(&name);
        }
        Ok(fault.after(form.skip).times(form.times))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_has_one_action() {
        let parse = |text: &str| serde_json::from_str::<Fault>(text).map_err(|error| error.to_string());
        for right in [r#"{"status": 500}"#, r#"{"below": "/admin", "times": 3, "glue": 20}"#, r#"{"close": true}"#] {
            assert!(parse(right).is_ok(), "{right}");
        }
        for wrong in ["{}", r#"{"status": 500, "close": true}"#, r#"{"at": "/a", "below": "/b", "status": 1}"#] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert!(parse(r#"{"status": 500, "path": "/users"}"#).is_err_and(|error| error.contains("unknown field")));
    }
}
