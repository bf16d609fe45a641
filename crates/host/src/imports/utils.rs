//! Messages, Vault and settings.

use anyhow::Result;

use crate::bindings::supabase::wrappers::types::Cell;
use crate::bindings::supabase::wrappers::utils::Host;
use crate::state::State;
use crate::surroundings::{Level, Reported, Surroundings};

impl<S: Surroundings> Host for State<S> {
    fn report_info(&mut self, text: String) -> Result<()> {
        self.surroundings.report(Level::Info, &text)
    }

    fn report_notice(&mut self, text: String) -> Result<()> {
        self.surroundings.report(Level::Notice, &text)
    }

    fn report_warning(&mut self, text: String) -> Result<()> {
        self.surroundings.report(Level::Warning, &text)
    }

    fn report_error(&mut self, text: String) -> Result<()> {
        Err(Reported(text).into())
    }

    /// Text for a message. The extension's own differs in quotes and in the form of times.
    fn cell_to_string(&mut self, cell: Option<Cell>) -> Result<String> {
        Ok(match cell {
            None => "null".to_owned(),
            Some(Cell::String(text) | Cell::Json(text) | Cell::Uuid(text) | Cell::Other(text)) => text,
            Some(other) => format!("{other:?}"),
        })
    }

    fn get_vault_secret(&mut self, id: String) -> Result<Option<String>> {
        self.surroundings.secret(&id)
    }

    fn get_vault_secret_by_name(&mut self, name: String) -> Result<Option<String>> {
        self.surroundings.secret_by_name(&name)
    }

    fn query_setting(&mut self, name: String) -> Result<Option<String>> {
        self.surroundings.setting(&name)
    }
}
