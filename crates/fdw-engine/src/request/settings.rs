//! The options of the foreign server and table. Each option is read once and checked. Errors about options never
//! contain their values, because these may be secrets.

use std::fmt;

use crate::catalogue::Catalogue;
use crate::catalogue::auth::SecretOption;
use crate::catalogue::option::{self, OptionKind, OptionSpec, Scope};
use crate::host::{Host, OptionSource};
use crate::text::{is_path_segment, push_encoded};

use super::extensions::{self, ExtensionColumn};

/// The values of the options that apply to every scan of a table.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The base URL, without a slash at its end.
    pub base_url: String,
    /// The names and values of the endpoint options.
    pub endpoint_values: Vec<(&'static str, String)>,
    /// Columns for attributes that the catalogue does not declare.
    pub attributes: Vec<ExtensionColumn>,
    /// Whether `<`, `<=`, `>` and `>=` are pushed down.
    pub pushdown_comparisons: bool,
    /// Whether LIMIT may end a scan early if the list has the query's order.
    pub top_n: bool,
    /// Whether the host records statistics.
    pub keeps_statistics: bool,
    /// Whether each request is reported to the user as a notice.
    pub reports_requests: bool,
    /// Maximum number of parents for which a scan sends requests.
    pub max_parents: usize,
    /// Maximum size in bytes of the rows that are kept for rescans.
    pub replay_budget: usize,
    /// Whether the table can be written, so that a scan may feed an UPDATE or a DELETE.
    pub is_writable: bool,
}

/// What is wrong with a value that cannot be a segment of a URL's path.
const NOT_A_SEGMENT: &str = "must not be empty, '.' or '..', and must not contain control characters";

/// Number of bytes in a MiB.
const MIB: usize = 1 << 20;

/// An option that is missing or has an invalid value.
pub struct OptionError {
    option: &'static str,
    problem: String,
    catalogue: &'static Catalogue,
    /// Whether the option may be one of the server, so that the error lists those.
    is_of_server: bool,
}

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "option {} {}", self.option, self.problem)?;
        if !self.is_of_server {
            return Ok(());
        }
        let of_server = self.catalogue.options().filter(|option| option.scope != Scope::Table);
        let known: Vec<&str> = of_server.map(|option| option.name).collect();
        write!(f, "; the server's options are: {}", known.join(", "))
    }
}

impl OptionError {
    /// The error for an option of IMPORT FOREIGN SCHEMA.
    pub fn of_import(catalogue: &'static Catalogue, option: &'static str, problem: &str) -> OptionError {
        OptionError { option, problem: problem.to_owned(), catalogue, is_of_server: false }
    }
}

impl fmt::Debug for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for OptionError {}

impl Settings {
    /// Reads and checks all options but those of the credentials and the table option `object`.
    pub fn read(catalogue: &'static Catalogue, host: &dyn Host) -> Result<Settings, OptionError> {
        let options = OptionReader { catalogue, host };
        options.check_places()?;
        let endpoint_value = |option: &'static OptionSpec| {
            let value = options.text(option)?;
            if is_path_segment(&value) {
                Ok((option.name, value))
            } else {
                Err(options.error(option, NOT_A_SEGMENT.to_owned()))
            }
        };
        Ok(Settings {
            base_url: options.base_url()?,
            attributes: options.attributes()?,
            endpoint_values: catalogue.endpoint_options.iter().map(endpoint_value).collect::<Result<_, _>>()?,
            pushdown_comparisons: options.switch(&option::PUSHDOWN_COMPARISONS)?,
            top_n: options.switch(&option::TOP_N)?,
            keeps_statistics: options.switch(&option::STATS)?,
            reports_requests: options.switch(&option::DEBUG)?,
            max_parents: options.number(&option::MAX_PARENTS)?,
            replay_budget: options.number(&option::REPLAY_BUDGET_MIB)? * MIB,
            is_writable: options.value(&option::ROWID_COLUMN).is_some() && !options.switch(&option::READ_ONLY)?,
        })
    }

    /// The value of the endpoint option with this name.
    pub fn endpoint_value(&self, name: &str) -> Option<&str> {
        self.endpoint_values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads the values of options and checks them according to their declarations.
pub struct OptionReader<'a> {
    /// The catalogue that declares the options.
    pub catalogue: &'static Catalogue,
    /// The host, which has the values.
    pub host: &'a dyn Host,
}

impl OptionReader<'_> {
    /// The value of an option; `None` if it is not set.
    pub fn value(&self, option: &OptionSpec) -> Option<String> {
        let table = || self.host.option(OptionSource::Table, option.name);
        let server = || self.host.option(OptionSource::Server, option.name);
        match option.scope {
            Scope::Server => server(),
            Scope::Table => table(),
            Scope::Both => table().or_else(server),
        }
    }

    fn error(&self, option: &OptionSpec, problem: String) -> OptionError {
        OptionError {
            option: option.name,
            problem,
            catalogue: self.catalogue,
            is_of_server: option.scope != Scope::Table,
        }
    }

    /// The value of a text option, or its default. An error if it has neither.
    pub fn text(&self, option: &OptionSpec) -> Result<String, OptionError> {
        match (self.value(option), option.kind) {
            (Some(value), _) => Ok(value),
            (None, OptionKind::Text { default: Some(default) } | OptionKind::Url { default: Some(default) }) => {
                Ok(default.to_owned())
            }
            (None, OptionKind::SameAs(other)) => self.text(other),
            (None, _) => Err(self.error(option, "must be set".to_owned())),
        }
    }

    /// The value of an option that is an absolute URL, without slashes at its end.
    pub fn url(&self, option: &OptionSpec) -> Result<String, OptionError> {
        let url = self.text(option)?;
        if !is_url(&url) {
            let problem = "must be a URL such as https://host/path or http://host:port/path, in ASCII and without user \
                           information, query and fragment";
            return Err(self.error(option, problem.to_owned()));
        }
        Ok(url.trim_end_matches('/').to_owned())
    }

    /// Checks that the table has no option of the server, which would have no effect.
    fn check_places(&self) -> Result<(), OptionError> {
        let of_server = |option: &&OptionSpec| option.scope == Scope::Server;
        let is_misplaced = |option: &&OptionSpec| self.host.option(OptionSource::Table, option.name).is_some();
        match self.catalogue.options().filter(of_server).find(is_misplaced) {
            Some(option) => Err(self.error(option, "is an option of the server, not of a table".to_owned())),
            None => Ok(()),
        }
    }

    /// The base URL, from the option that contains it or from the one with the id that determines it.
    pub fn base_url(&self) -> Result<String, OptionError> {
        let option = self.catalogue.base_url;
        let OptionKind::UrlOrId { id, prefix } = option.kind else { return self.url(option) };
        match (self.value(option), self.value(id)) {
            (Some(_), None) => self.url(option),
            (None, Some(value)) if is_path_segment(&value) => {
                let mut url = prefix.to_owned();
                push_encoded(&mut url, &value);
                Ok(url)
            }
            (None, Some(_)) => Err(self.error(id, NOT_A_SEGMENT.to_owned())),
            (Some(_), Some(_)) => Err(self.error(option, format!("and {} are both set; remove one of them", id.name))),
            (None, None) => Err(self.error(option, format!("or {} must be set", id.name))),
        }
    }

    /// The value of an option that is one of several texts; `None` if it is not set.
    pub fn choice(&self, option: &OptionSpec) -> Result<Option<&'static str>, OptionError> {
        let (Some(value), OptionKind::OneOf(values)) = (self.value(option), option.kind) else { return Ok(None) };
        let found = values.iter().find(|known| **known == value);
        let unknown = || self.error(option, format!("must be one of: {}", values.join(", ")));
        found.map(|found| Some(*found)).ok_or_else(unknown)
    }

    /// The columns in the table option `attributes`, which providers with extensions have.
    fn attributes(&self) -> Result<Vec<ExtensionColumn>, OptionError> {
        let Some(declared) = &self.catalogue.extensions else { return Ok(Vec::new()) };
        let Some(text) = self.value(&option::ATTRIBUTES) else { return Ok(Vec::new()) };
        let problem = "must be a JSON object that maps names of columns to names of attributes, or to arrays of keys, such as \
                       {\"floor\": \"urn:example:2.0:User:desk.floor\"}";
        let invalid = || self.error(&option::ATTRIBUTES, problem.to_owned());
        extensions::from_option(&text, declared).ok_or_else(invalid)
    }

    /// The value of an option that is `true` or `false`; `false` if it is not set.
    pub fn switch(&self, option: &OptionSpec) -> Result<bool, OptionError> {
        match self.value(option).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(self.error(option, "must be 'true' or 'false'".to_owned())),
        }
    }

    /// The value of an option that is a whole number, or its default.
    pub fn number(&self, option: &OptionSpec) -> Result<usize, OptionError> {
        let OptionKind::Number { default, max } = option.kind else {
            return Err(self.error(option, "is not declared as a number".to_owned()));
        };
        let number = match self.value(option) {
            None => Some(default),
            Some(text) => text.parse().ok().filter(|number| *number <= max),
        };
        match number {
            Some(number) => Ok(number as usize),
            None => Err(self.error(option, format!("must be a whole number from 0 to {max}"))),
        }
    }

    /// A part of the credentials, from one of its two options.
    pub fn credential(&self, credential: &SecretOption) -> Result<String, OptionError> {
        self.read_credential(credential).map(|(_, value)| value)
    }

    /// A secret, from one of its two options. It must consist of visible ASCII characters, because it becomes part of a
    /// header.
    pub fn secret(&self, secret: &SecretOption) -> Result<String, OptionError> {
        let (option, value) = self.read_credential(secret)?;
        if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            let problem = "provides a secret that contains a space, a newline, a control character or a character \
                           outside ASCII";
            return Err(self.error(option, problem.to_owned()));
        }
        Ok(value)
    }

    /// A part of the credentials, which is not empty, and the option that provides it.
    fn read_credential(&self, credential: &SecretOption) -> Result<(&'static OptionSpec, String), OptionError> {
        let other = credential.vault_id.name;
        let (option, value) = match (self.value(credential.value), self.value(credential.vault_id)) {
            (Some(_), Some(_)) => {
                let problem = format!("and {other} (the id of a Vault secret) are both set; remove one of them");
                return Err(self.error(credential.value, problem));
            }
            (None, None) => {
                let problem = format!("or {other} (the id of a Vault secret) must be set");
                return Err(self.error(credential.value, problem));
            }
            (Some(value), None) => (credential.value, value),
            (None, Some(id)) => {
                let problem = "refers to a secret that does not exist in Vault or that the current role may not read";
                let unreadable = || self.error(credential.vault_id, problem.to_owned());
                (credential.vault_id, self.host.vault_secret(&id).ok_or_else(unreadable)?)
            }
        };
        if value.is_empty() {
            return Err(self.error(option, "provides an empty secret".to_owned()));
        }
        Ok((option, value))
    }
}

/// Whether a text is an absolute http or https URL without user information, query and fragment. The host in it may be
/// an IPv6 address in brackets. Without this check, the user would see a mistake only as a failed connection, after all
/// retries.
fn is_url(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else { return false };
    let is_allowed = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'@');
    let authority = rest.split('/').next().unwrap_or("");
    let (host, port) = match authority.strip_prefix('[').map(|address| address.split_once(']')) {
        Some(None) => return false,
        Some(Some((host, ""))) => (host, None),
        Some(Some((host, after))) => (host, Some(after.strip_prefix(':').unwrap_or(""))),
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
    rest.bytes().all(is_allowed) && !host.is_empty() && host.bytes().all(is_host) && port.is_none_or(is_port)
}
