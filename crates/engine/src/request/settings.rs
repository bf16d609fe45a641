//! What the options of server and table say. Each option is read once, checked, and never shown.

use std::fmt;

use crate::catalogue::Catalogue;
use crate::catalogue::auth::SecretOption;
use crate::catalogue::option::{self, OptionKind, OptionSpec, Scope};
use crate::host::{Host, OptionSource};
use crate::text::is_path_segment;

/// What the options say of a scan, whatever it asks.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The base url, without a slash at its end.
    pub base_url: String,
    /// The values of the path options, by name.
    pub path_values: Vec<(&'static str, String)>,
    /// Whether `<`, `<=`, `>` and `>=` are pushed down.
    pub pushdown_comparisons: bool,
    /// Whether LIMIT may end a scan that has the query's order.
    pub top_n: bool,
    /// Whether the host keeps statistics.
    pub keeps_statistics: bool,
    /// Whether each request is reported.
    pub reports_requests: bool,
    /// How many parents a scan may ask for their rows.
    pub max_parents: usize,
    /// Bytes of rows kept for re-scans.
    pub replay_budget: usize,
}

/// Bytes of a MiB.
const MIB: usize = 1 << 20;

/// An option is missing or not what it should be.
pub struct OptionError {
    option: &'static str,
    problem: String,
    catalogue: &'static Catalogue,
}

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_server = self.catalogue.options().filter(|option| option.scope != Scope::Table);
        let known: Vec<&str> = of_server.map(|option| option.name).collect();
        write!(f, "option {} {}; the server's options are: {}", self.option, self.problem, known.join(", "))
    }
}

impl fmt::Debug for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for OptionError {}

impl Settings {
    /// Reads and checks every option but those of the credentials.
    pub fn read(catalogue: &'static Catalogue, host: &dyn Host) -> Result<Settings, OptionError> {
        let options = OptionReader { catalogue, host };
        let path_value = |option: &'static OptionSpec| {
            let value = options.text(option)?;
            if is_path_segment(&value) {
                Ok((option.name, value))
            } else {
                Err(options
                    .refuse(option, "must not be empty, . or .., and must not contain control characters".to_owned()))
            }
        };
        Ok(Settings {
            base_url: options.url(catalogue.base_url)?,
            path_values: catalogue.path_options.iter().map(path_value).collect::<Result<_, _>>()?,
            pushdown_comparisons: options.switch(&option::PUSHDOWN_COMPARISONS)?,
            top_n: options.switch(&option::TOP_N)?,
            keeps_statistics: options.switch(&option::STATS)?,
            reports_requests: options.switch(&option::DEBUG)?,
            max_parents: options.number(&option::MAX_PARENTS)?,
            replay_budget: options.number(&option::REPLAY_BUDGET_MIB)? * MIB,
        })
    }

    /// The value of a path option.
    pub fn path_value(&self, name: &str) -> Option<&str> {
        self.path_values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads options as their declarations say.
pub struct OptionReader<'a> {
    /// Has the known options.
    pub catalogue: &'static Catalogue,
    /// Has their values.
    pub host: &'a dyn Host,
}

impl OptionReader<'_> {
    /// The value of an option, where it is set.
    fn value(&self, option: &OptionSpec) -> Option<String> {
        let table = || self.host.option(OptionSource::Table, option.name);
        let server = || self.host.option(OptionSource::Server, option.name);
        match option.scope {
            Scope::Server => server(),
            Scope::Table => table(),
            Scope::Both => table().or_else(server),
        }
    }

    fn refuse(&self, option: &OptionSpec, problem: String) -> OptionError {
        OptionError { option: option.name, problem, catalogue: self.catalogue }
    }

    /// A text that is set or has a default.
    pub fn text(&self, option: &OptionSpec) -> Result<String, OptionError> {
        let default = match option.kind {
            OptionKind::Text { default } | OptionKind::Url { default } => default,
            _ => None,
        };
        let value = self.value(option).or_else(|| default.map(str::to_owned));
        value.ok_or_else(|| self.refuse(option, "must be set".to_owned()))
    }

    /// An absolute url, without slashes at its end.
    pub fn url(&self, option: &OptionSpec) -> Result<String, OptionError> {
        let url = self.text(option)?;
        if !is_url(&url) {
            let problem =
                "must be https://host/path or http://host:port/path in ASCII, without user, query and fragment";
            return Err(self.refuse(option, problem.to_owned()));
        }
        Ok(url.trim_end_matches('/').to_owned())
    }

    /// A switch, off where it is not set.
    pub fn switch(&self, option: &OptionSpec) -> Result<bool, OptionError> {
        match self.value(option).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(self.refuse(option, "must be 'true' or 'false'".to_owned())),
        }
    }

    /// A whole number.
    pub fn number(&self, option: &OptionSpec) -> Result<usize, OptionError> {
        let OptionKind::Number { default, max } = option.kind else {
            return Err(self.refuse(option, "is no number".to_owned()));
        };
        let number = match self.value(option) {
            None => Some(default),
            Some(text) => text.parse().ok().filter(|number| *number <= max),
        };
        match number {
            Some(number) => Ok(number as usize),
            None => Err(self.refuse(option, format!("must be a whole number from 0 to {max}"))),
        }
    }

    /// A secret, from one of its two options. It becomes a header's value, so it is visible ASCII.
    pub fn secret(&self, secret: &SecretOption) -> Result<String, OptionError> {
        let other = secret.vault_id.name;
        let (option, value) = match (self.value(secret.value), self.value(secret.vault_id)) {
            (Some(_), Some(_)) => {
                let problem = format!("and {other} (the id of a Vault secret) are both set; remove one of them");
                return Err(self.refuse(secret.value, problem));
            }
            (None, None) => {
                let problem = format!("or {other} (the id of a Vault secret) must be set");
                return Err(self.refuse(secret.value, problem));
            }
            (Some(value), None) => (secret.value, value),
            (None, Some(id)) => {
                let problem = "names a secret that Vault does not have, or that this role may not read";
                let refused = || self.refuse(secret.vault_id, problem.to_owned());
                (secret.vault_id, self.host.vault_secret(&id).ok_or_else(refused)?)
            }
        };
        if value.is_empty() {
            return Err(self.refuse(option, "gives an empty secret".to_owned()));
        }
        if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            let problem = "gives a secret with a space, a newline, a control character or a character outside ASCII";
            return Err(self.refuse(option, problem.to_owned()));
        }
        Ok(value)
    }
}

/// Whether requests can be sent there. A mistake here would otherwise come back as a failed connection, after every
/// retry. A host may be an IPv6 address in brackets.
fn is_url(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else { return false };
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'@');
    let authority = rest.split('/').next().unwrap_or("");
    let (host, port) = match authority.strip_prefix('[').map(|address| address.split_once(']')) {
        Some(None) => return false,
        Some(Some((host, ""))) => (host, None),
        Some(Some((host, behind))) => (host, Some(behind.strip_prefix(':').unwrap_or(""))),
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let is_bracketed = authority.starts_with('[');
    let is_host =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') || (byte == b':' && is_bracketed);
    let is_port =
        |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0);
    rest.bytes().all(is_plain) && !host.is_empty() && host.bytes().all(is_host) && port.is_none_or(is_port)
}
