//! The README's tables of options.

use clerk_catalogue::CATALOGUE;
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};

/// What the README has between its marks for the options.
pub fn tables() -> String {
    let table = |scope: Scope| {
        let mut out = String::from("| option | default | meaning |\n|---|---|---|\n");
        for option in CATALOGUE.options().filter(|option| option.scope == scope) {
            out.push_str(&format!("| `{}` | {} | {} |\n", option.name, default(option), option.meaning));
        }
        out
    };
    format!(
        "Server options:\n\n{}\nServer and table options (the table's value takes precedence):\n\n{}\nTable options:\n\n{}",
        table(Scope::Server),
        table(Scope::Both),
        table(Scope::Table)
    )
}

fn default(option: &OptionSpec) -> String {
    match option.kind {
        OptionKind::Text { default } | OptionKind::Url { default } => {
            default.map_or("must be set".to_owned(), |default| format!("`{default}`"))
        }
        OptionKind::Secret | OptionKind::VaultId => "none".to_owned(),
        OptionKind::Switch => "`false`".to_owned(),
        OptionKind::Number { default, max } => format!("`{default}`, at most {max}"),
    }
}
