//! Messages, Vault and Postgres configuration parameters.

use anyhow::Result;

use crate::bindings::supabase::wrappers::types::Cell;
use crate::bindings::supabase::wrappers::utils::Host;
use crate::environment::{HostEnvironment, Level, Reported};
use crate::state::State;

impl<S: HostEnvironment> Host for State<S> {
    fn report_info(&mut self, text: String) -> Result<()> {
        self.environment.report(Level::Info, &text)
    }

    fn report_notice(&mut self, text: String) -> Result<()> {
        self.environment.report(Level::Notice, &text)
    }

    fn report_warning(&mut self, text: String) -> Result<()> {
        self.environment.report(Level::Warning, &text)
    }

    fn report_error(&mut self, text: String) -> Result<()> {
        Err(Reported(text).into())
    }

    /// Formats a cell for a message. The Postgres extension quotes texts and formats times differently.
    fn cell_to_string(&mut self, cell: Option<Cell>) -> Result<String> {
        Ok(match cell {
            None => "null".to_owned(),
            Some(Cell::String(text) | Cell::Json(text) | Cell::Uuid(text) | Cell::Other(text)) => text,
            Some(other) => format!("{other:?}"),
        })
    }

    fn get_vault_secret(&mut self, id: String) -> Result<Option<String>> {
        self.environment.secret(&id)
    }

    fn get_vault_secret_by_name(&mut self, name: String) -> Result<Option<String>> {
        self.environment.secret_by_name(&name)
    }

    fn query_setting(&mut self, name: String) -> Result<Option<String>> {
        self.environment.setting(&name)
    }
}
