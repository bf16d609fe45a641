//! Messages, Vault and settings.

use anyhow::Result;

use super::State;
use crate::bindings::supabase::wrappers::types::Cell;
use crate::bindings::supabase::wrappers::utils::Host;

/// How loud a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// INFO
    Info,
    /// NOTICE
    Notice,
    /// WARNING
    Warning,
}

/// An error that the guest reported rather than returned: Postgres raises it on the spot.
#[derive(Debug)]
pub struct Reported(pub String);

impl std::fmt::Display for Reported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Reported {}

/// A message for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How loud.
    pub level: Level,
    /// What it says.
    pub text: String,
}

impl State {
    fn report(&mut self, level: Level, text: String) {
        self.messages.push(Message { level, text });
    }
}

impl Host for State {
    fn report_info(&mut self, text: String) -> Result<()> {
        self.report(Level::Info, text);
        Ok(())
    }

    fn report_notice(&mut self, text: String) -> Result<()> {
        self.report(Level::Notice, text);
        Ok(())
    }

    fn report_warning(&mut self, text: String) -> Result<()> {
        self.report(Level::Warning, text);
        Ok(())
    }

    fn report_error(&mut self, text: String) -> Result<()> {
        Err(Reported(text).into())
    }

    fn cell_to_string(&mut self, cell: Option<Cell>) -> Result<String> {
        Ok(match cell {
            None => "null".to_owned(),
            Some(Cell::String(text) | Cell::Json(text) | Cell::Uuid(text) | Cell::Other(text)) => text,
            Some(other) => format!("{other:?}"),
        })
    }

    fn get_vault_secret(&mut self, id: String) -> Result<Option<String>> {
        Ok(self.vault.get(&id).cloned().or_else(|| std::env::var(format!("VAULT_SECRET_{id}")).ok()))
    }

    fn get_vault_secret_by_name(&mut self, name: String) -> Result<Option<String>> {
        self.get_vault_secret(name)
    }

    fn query_setting(&mut self, name: String) -> Result<Option<String>> {
        // Settings of a session there is none of; `role` is what guests ask for.
        Ok((name == "role").then(|| "none".to_owned()))
    }
}
