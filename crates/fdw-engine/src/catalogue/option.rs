//! Options of foreign servers and tables. Each is declared once; parsing, errors and the documentation are derived from
//! its declaration.

/// The declaration of an option.
#[derive(Debug, PartialEq, Eq)]
pub struct OptionSpec {
    /// The option's name.
    pub name: &'static str,
    /// The values that it can have.
    pub kind: OptionKind,
    /// Whether it is an option of servers, of tables or of both.
    pub scope: Scope,
    /// The meaning of the option, for the documentation: a phrase without a full stop at its end.
    pub meaning: &'static str,
}

/// The values that an option can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// Any text.
    Text {
        /// The value if the option is not set; `None` if it must be set.
        default: Option<&'static str>,
    },
    /// Any text; the value of another text option if the option is not set.
    SameAs(&'static OptionSpec),
    /// A secret that becomes part of a header. It is redacted everywhere.
    Secret,
    /// The id of a secret in Vault.
    VaultId,
    /// An absolute http or https URL without user information, query and fragment.
    Url {
        /// The value if the option is not set; `None` if it must be set.
        default: Option<&'static str>,
    },
    /// The same as [`OptionKind::Url`], or the option `id` instead: exactly one of the two must be set.
    UrlOrId {
        /// An option for an id, which determines the URL.
        id: &'static OptionSpec,
        /// The beginning of that URL, which the percent-encoded id follows.
        prefix: &'static str,
    },
    /// An id that determines the base URL: see [`OptionKind::UrlOrId`].
    Id,
    /// One of these texts. The option need not be set.
    OneOf(&'static [&'static str]),
    /// A JSON object that maps names of columns to names of attributes. The option need not be set.
    Attributes,
    /// The name of a column. The option need not be set.
    Column,
    /// `true` or `false`; `false` if the option is not set.
    Switch,
    /// A whole number.
    Number {
        /// The value if the option is not set.
        default: u32,
        /// The largest value.
        max: u32,
    },
}

/// Whether an option belongs to foreign servers, to foreign tables, or to both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// An option of servers.
    Server,
    /// An option of tables.
    Table,
    /// An option of servers and of tables. The table's value takes precedence.
    Both,
}

/// The object that a table reads.
pub static OBJECT: OptionSpec = OptionSpec {
    name: "object",
    kind: OptionKind::Text { default: None },
    scope: Scope::Table,
    meaning: "name of the object whose rows the table contains",
};

/// The attributes of columns that are not declared.
pub static ATTRIBUTES: OptionSpec = OptionSpec {
    name: "attributes",
    kind: OptionKind::Attributes,
    scope: Scope::Table,
    meaning: "attributes of columns that the object's page does not list, as a JSON object such as \
              `{\"badge\": \"urn:example:2.0:User:badgeNumber\"}` (see [Extensions](scim/README.md#extensions))",
};

/// Whether the comparisons `<`, `<=`, `>` and `>=` are pushed down.
pub static PUSHDOWN_COMPARISONS: OptionSpec = OptionSpec {
    name: "pushdown_comparisons",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` pushes `<`, `<=`, `>` and `>=` down. Queries must then write the column first \
              (`created_at > '…'`, not `'…' < created_at`), or rows can be missing (see \
              [Comparisons](pushdown.md#comparisons))",
};

/// Whether each request is reported to the user.
pub static DEBUG: OptionSpec = OptionSpec {
    name: "debug",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` reports each request as a notice: the number of rows, how many whole seconds it took, and whether each \
              condition was pushed down",
};

/// The maximum number of parents for which a scan sends requests.
pub static MAX_PARENTS: OptionSpec = OptionSpec {
    name: "max_parents",
    kind: OptionKind::Number { default: 1000, max: i32::MAX as u32 },
    scope: Scope::Both,
    meaning: "maximum number of parents, such as users or organizations, for which a scan may send separate requests",
};

/// The memory for rows that are kept for rescans. Its maximum leaves room within the 4 GiB of memory that a component
/// can have, because row buffers grow by doubling.
pub static REPLAY_BUDGET_MIB: OptionSpec = OptionSpec {
    name: "replay_budget_mib",
    kind: OptionKind::Number { default: 64, max: 1024 },
    scope: Scope::Both,
    meaning: "memory, in MiB, in which each foreign table of a query may keep rows for rescans, as in joins (see \
              [Reading](reading.md))",
};

/// Whether the host records statistics.
pub static STATS: OptionSpec = OptionSpec {
    name: "stats",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` records the numbers of scans, rows and bytes in the statistics table of Wrappers. All servers \
              share one row of that table. A query locks it until its transaction ends, and all other queries that \
              record statistics wait for it, so set this option only while you need it. If Postgres ends a scan early, \
              the rows taken from the last page are not counted",
};

/// Whether LIMIT may end a scan early.
pub static TOP_N: OptionSpec = OptionSpec {
    name: "top_n",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` lets `order by … limit` end a scan early. Joins with such a table can lose rows (see \
              [Top-N](pushdown.md#top-n))",
};

/// Whether INSERT, UPDATE and DELETE are refused.
pub static READ_ONLY: OptionSpec = OptionSpec {
    name: "read_only",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` refuses INSERT, UPDATE and DELETE",
};

/// Whether writes whose response contains a secret are sent, although the secret is lost.
pub static DISCARD_SECRETS: OptionSpec = OptionSpec {
    name: "discard_secrets",
    kind: OptionKind::Switch,
    scope: Scope::Both,
    meaning: "`true` allows an INSERT whose response contains a secret, such as the key of a new machine. Postgres \
              cannot return the secret, so it is lost (see [Writing](writing.md#secrets))",
};

/// The column that identifies a row in writes. The host requires this option for every write.
pub static ROWID_COLUMN: OptionSpec = OptionSpec {
    name: "rowid_column",
    kind: OptionKind::Column,
    scope: Scope::Table,
    meaning: "name of the column that identifies a row in INSERT, UPDATE and DELETE, which imported tables set. \
              Without it, the table can only be read",
};

/// The names of the options that concern writes.
pub const FOR_WRITES: [&str; 3] = [DISCARD_SECRETS.name, READ_ONLY.name, ROWID_COLUMN.name];

/// The options that every provider has.
pub static ENGINE: [&OptionSpec; 10] = [
    &OBJECT,
    &ROWID_COLUMN,
    &PUSHDOWN_COMPARISONS,
    &DEBUG,
    &DISCARD_SECRETS,
    &MAX_PARENTS,
    &READ_ONLY,
    &REPLAY_BUDGET_MIB,
    &STATS,
    &TOP_N,
];
