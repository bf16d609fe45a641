//! The host environment in Postgres: messages, Vault, configuration parameters and a table of statistics.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use pgrx::PgSqlErrorCode;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use supabase_wrappers::prelude::{self as framework, Cell};
use wrappers_host::types::Cell as GuestCell;
use wrappers_host::{HostEnvironment, Level};

use crate::cell;

/// Hint that says which privileges a role needs to read secrets.
const VAULT_HINT: &str = "Vault is the extension supabase_vault. A role can read its secrets if it has usage on schema \
     vault and select on vault.decrypted_secrets. That opens every secret, so grant it to trusted roles only, and let \
     other roles call a security definer function.";

/// Host environment in a Postgres backend.
pub struct Postgres;

impl HostEnvironment for Postgres {
    type Value = Option<Cell>;

    fn accept(&self, _: usize, cell: Option<GuestCell>) -> Result<Option<Cell>> {
        cell.map(cell::from_guest).transpose()
    }

    fn cell(&self, _: usize, value: &Option<Cell>) -> Option<GuestCell> {
        value.as_ref().map(cell::to_guest)
    }

    fn now(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    fn sleep(&mut self, time: Duration) {
        std::thread::sleep(time);
    }

    fn report(&mut self, level: Level, text: &str) -> Result<()> {
        match level {
            Level::Info => framework::report_info(text),
            Level::Notice => framework::report_notice(text),
            Level::Warning => framework::report_warning(text),
        }
        Ok(())
    }

    fn secret(&mut self, id: &str) -> Result<Option<String>> {
        Ok(from_vault(|| framework::get_vault_secret(id)))
    }

    fn secret_by_name(&mut self, name: &str) -> Result<Option<String>> {
        Ok(from_vault(|| framework::get_vault_secret_by_name(name)))
    }

    fn setting(&mut self, name: &str) -> Result<Option<String>> {
        Ok(framework::query_setting(name))
    }

    fn count(&mut self, name: &str, metric: &'static str, by: i64) -> Result<()> {
        let table = stats_table()?;
        let sql = format!(
            "insert into {table} as t (fdw_name, {metric}) values ($1, $2)
             on conflict (fdw_name) do update set {metric} = t.{metric} + excluded.{metric}"
        );
        Ok(Spi::run_with_args(&sql, &[name.into(), by.into()])?)
    }

    fn metadata(&mut self, name: &str) -> Result<Option<String>> {
        let sql = format!("select (select metadata::text from {} where fdw_name = $1)", stats_table()?);
        Ok(Spi::get_one_with_args::<String>(&sql, &[name.into()])?)
    }

    fn set_metadata(&mut self, name: &str, metadata: Option<String>) -> Result<()> {
        let table = stats_table()?;
        let sql = format!(
            "insert into {table} (fdw_name, metadata) values ($1, $2::jsonb)
             on conflict (fdw_name) do update set metadata = excluded.metadata"
        );
        Ok(Spi::run_with_args(&sql, &[name.into(), metadata.into()])?)
    }
}

/// Has the framework read a secret from Vault. If Vault is missing or the role may not read it, adds a hint to
/// Postgres' error.
fn from_vault(read: impl FnOnce() -> Option<String> + std::panic::UnwindSafe) -> Option<String> {
    use pgrx::pg_sys::panic::CaughtError;
    PgTryBuilder::new(read)
        .catch_others(|error| {
            let (CaughtError::PostgresError(report)
            | CaughtError::ErrorReport(report)
            | CaughtError::RustPanic { ereport: report, .. }) = &error;
            let hint = match report.sql_error_code() {
                PgSqlErrorCode::ERRCODE_UNDEFINED_TABLE
                | PgSqlErrorCode::ERRCODE_INVALID_SCHEMA_NAME
                | PgSqlErrorCode::ERRCODE_INSUFFICIENT_PRIVILEGE => VAULT_HINT,
                _ => error.rethrow(),
            };
            let text = format!("cannot read the secret from Vault: {}", report.message());
            ErrorReport::new(report.sql_error_code(), text, "").set_hint(hint).report(PgLogLevel::ERROR);
            None
        })
        .execute()
}

/// Qualified name of the table of statistics, which is in the schema of this extension.
fn stats_table() -> Result<String> {
    // The crate is built for two lines of the framework, as extensions of different names.
    let extension = env!("CARGO_CRATE_NAME");
    let sql = format!(
        "select quote_ident(nspname) || '.wasm_fdw_host_stats' from pg_extension \
         join pg_namespace on pg_namespace.oid = extnamespace where extname = '{extension}'"
    );
    Spi::get_one::<String>(&sql)?.ok_or_else(|| anyhow::anyhow!("the extension {extension} does not exist"))
}
