//! Wallets of users: parts of the users list.

use super::{MAX_VALUES, OBJECT_TYPE, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new("user_web3_wallets", "Wallets of users.", COLUMNS, ACCESS);

const ACCESS: &[Access] = &[
    users::one(&["web3_wallets"]),
    users::list(&["web3_wallets"]).filtered(&[
        Filter::equals("user_id", "user_id").signed().max_values(MAX_VALUES),
        Filter::equals("web3_wallet", "web3_wallet").lower_case().inexact().max_values(MAX_VALUES),
    ]),
];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Whose it is"),
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("web3_wallet", "The wallet's address"),
    Column::nested("verification", VERIFICATION, "How it was verified"),
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
