//! The tables of options.

use fdw_engine::catalogue::auth::Auth;
use fdw_engine::catalogue::option::{OptionKind, OptionSpec, Scope};

use crate::Docs;

/// The text between the markers of the page of options.
pub fn tables(docs: &Docs) -> String {
    let table = |scope: Scope| {
        let mut out = String::from("| option | default | meaning |\n|---|---|---|\n");
        for option in docs.catalogue.options().filter(|option| option.scope == scope) {
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
