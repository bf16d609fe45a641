//! Wallets of users: parts of the users list.

use fdw_engine::access::{Access, Filter};
use fdw_engine::catalogue::Object;
use fdw_engine::column::Column;
use fdw_engine::column::Source::Nested;

use super::{MAX_VALUES, OBJECT_TYPE, users};

pub const OBJECT: Object = Object::new("user_web3_wallets", "Wallets of users.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[
    users::one("web3_wallets"),
    users::list("web3_wallets").filtered(&[
        Filter::is("user_id", "user_id").signed().batch(MAX_VALUES),
        Filter::is("web3_wallet", "web3_wallet").lower().loose().batch(MAX_VALUES),
    ]),
];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Whose it is"),
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("web3_wallet", "The wallet's address"),
    Column::nested("verification", &Nested(VERIFICATION), "How it was verified"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

const VERIFICATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text("status", "The status"),
    Column::text("strategy", "How it is verified"),
    Column::text("nonce", "What was to be signed"),
    Column::text("message", "The text"),
    Column::integer("attempts", "Attempts so far"),
    Column::time("expire_at", "When it expires"),
    Column::text("verified_at_client", "The client on which it was verified"),
];
