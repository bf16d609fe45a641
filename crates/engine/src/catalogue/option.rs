//! Options of the foreign server and table. Each is declared once; parsing, errors and the documentation derive from it.

/// An option.
#[derive(Debug, PartialEq, Eq)]
pub struct OptionSpec {
    /// Its name.
    pub name: &'static str,
    /// Which values it can have.
    pub kind: OptionKind,
    /// Where it is allowed.
    pub scope: Scope,
    /// What it means, for the documentation.
    pub meaning: &'static str,
}

/// Which values an option can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// Any text.
    Text {
        /// Its value where it is not set; without one it must be set.
        default: Option<&'static str>,
    },
    /// A secret that becomes part of a header. It is never shown.
    Secret,
    /// The id of a secret in Vault.
    VaultId,
    /// An absolute http or https url without user, query and fragment.
    Url {
        /// Its value where it is not set; without one it must be set.
        default: Option<&'static str>,
    },
    /// `true` or `false`; `false` where it is not set.
    Switch,
    /// A whole number.
    Number {
        /// Its value where it is not set.
        default: u32,
        /// The largest value.
        max: u32,
    },
}

/// Where an option is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Of the server.
    Server,
    /// Of a table.
    Table,
    /// Of the server and of a table; the table's value wins.
    Both,
}

/// Which object a table has.
pub static OBJECT: OptionSpec = OptionSpec {
    name: "object",
    kind: OptionKind::Text { default: None },
    scope: Scope::Table,
    meaning: "the object whose rows the table has",
};

/// Whether comparisons are pushed down.
pub static PUSHDOWN_COMPARISONS: OptionSpec = OptionSpec {
    name: "pushdown_comparisons",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` sends `<`, `<=`, `>` and `>=` to the API. Write them with the column first (`created_at > '…'`): \
              Wrappers does not tell a foreign table which side the column is on",
};

/// Whether requests are reported.
pub static DEBUG: OptionSpec = OptionSpec {
    name: "debug",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` reports each request, as a notice: how many rows came, in how many seconds, and which conditions \
              were sent",
};

/// How many parents a scan may ask for their rows.
pub static MAX_PARENTS: OptionSpec = OptionSpec {
    name: "max_parents",
    kind: OptionKind::Number { default: 1000, max: i32::MAX as u32 },
    scope: Scope::Both,
    meaning: "the most parents (users, organizations or others) whose rows a scan may request one parent at a time",
};

/// Memory for rows that are read again. Its largest value leaves room in the 4 GiB that a component can have, because
/// what holds the rows grows by doubling.
pub static REPLAY_BUDGET_MIB: OptionSpec = OptionSpec {
    name: "replay_budget_mib",
    kind: OptionKind::Number { default: 64, max: 1024 },
    scope: Scope::Both,
    meaning: "MiB of rows kept for re-scans (see [How it reads](#how-it-reads))",
};

/// Whether the host keeps statistics.
pub static STATS: OptionSpec = OptionSpec {
    name: "stats",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` counts scans, rows and bytes in the wrappers' statistics table. Each page that a scan reads locks \
              one row of it until the transaction ends, and every other query of the component waits, so leave it off \
              unless you read it. Where Postgres ends a scan early, the \
              rows that it took from the last page are not counted",
};

/// Whether LIMIT may end a scan.
pub static TOP_N: OptionSpec = OptionSpec {
    name: "top_n",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` lets `order by … limit` end a scan. Dangerous in joins (see [Top-N](#top-n))",
};

/// The options of every provider.
pub static ENGINE: [&OptionSpec; 7] =
    [&OBJECT, &PUSHDOWN_COMPARISONS, &DEBUG, &MAX_PARENTS, &REPLAY_BUDGET_MIB, &STATS, &TOP_N];
