//! The tables of options.

use clerk_catalogue::CATALOGUE;
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};

/// The text between the markers of `docs/options.md`.
pub fn tables() -> String {
    let table = |scope: Scope| {
        let mut out = String::from("| option | default | meaning |\n|---|---|---|\n");
        for option in CATALOGUE.options().filter(|option| option.scope == scope) {
            out.push_str(&format!("| `{}` | {} | {} |\n", option.name, default(option), option.meaning));
        }
        out
    };
    format!(
        "\n## Options of the server\n\n{}\n## Options of the server and of tables\n\nThe value of a table takes \
         precedence over the server's.\n\n{}\n## Options of tables\n\n{}\n",
        table(Scope::Server),
        table(Scope::Both),
        table(Scope::Table)
    )
}

fn default(option: &OptionSpec) -> String {
    match option.kind {
        OptionKind::Text { default } | OptionKind::Url { default } => {
            default.map_or("required".to_owned(), |default| format!("`{default}`"))
        }
        OptionKind::Secret | OptionKind::VaultId | OptionKind::Column => "none".to_owned(),
        OptionKind::SameAs(other) => format!("the value of `{}`", other.name),
        OptionKind::Switch => "`false`".to_owned(),
        OptionKind::Number { default, max } => format!("`{default}`, at most {max}"),
    }
}
