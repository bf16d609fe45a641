//! The tables of options.

use fdw_engine::catalogue::auth::Auth;
use fdw_engine::catalogue::option::{DISCARD_SECRETS, OptionKind, OptionSpec, READ_ONLY, ROWID_COLUMN, Scope};

use crate::Docs;

/// The options that concern writes.
const FOR_WRITES: [&str; 3] = [DISCARD_SECRETS.name, READ_ONLY.name, ROWID_COLUMN.name];

/// The text between the markers of the page of options.
pub fn tables(docs: &Docs) -> String {
    let table = |scope: Scope| {
        let mut out = String::from("| option | default | meaning |\n|---|---|---|\n");
        // Of a provider whose objects can only be read, the options for writes have no effect.
        let is_shown =
            |option: &&OptionSpec| option.scope == scope && (docs.has_writes() || !FOR_WRITES.contains(&option.name));
        for option in docs.catalogue.options().filter(is_shown) {
            out.push_str(&format!("| `{}` | {} | {} |\n", option.name, default(docs, option), meaning(docs, option)));
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

/// The meaning of an option, with links to the guides.
fn meaning(docs: &Docs, option: &OptionSpec) -> String {
    option.meaning.replace("](", &format!("]({}", docs.guides))
}

fn default(docs: &Docs, option: &OptionSpec) -> String {
    match option.kind {
        // Either this option or the one with the id of a Vault secret has to be set.
        OptionKind::Text { default: None } if is_credential(docs, option) => "none".to_owned(),
        OptionKind::Text { default } | OptionKind::Url { default } => {
            default.map_or("required".to_owned(), |default| format!("`{default}`"))
        }
        OptionKind::Secret
        | OptionKind::VaultId
        | OptionKind::Column
        | OptionKind::UrlOrId { .. }
        | OptionKind::Id
        | OptionKind::OneOf(_)
        | OptionKind::Attributes => "none".to_owned(),
        OptionKind::SameAs(other) => format!("the value of `{}`", other.name),
        OptionKind::Switch => "`false`".to_owned(),
        OptionKind::Number { default, max } => format!("`{default}`, at most {max}"),
    }
}

fn is_credential(docs: &Docs, option: &OptionSpec) -> bool {
    match docs.catalogue.auth {
        Auth::BearerSecret(secret) => secret.value == option,
        Auth::ClientCredentials { client_id, client_secret, .. } => {
            client_id.value == option || client_secret.value == option
        }
    }
}
