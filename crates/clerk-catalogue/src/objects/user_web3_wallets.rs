//! Web3 wallets of users: rows embedded in users.

use super::{MAX_VALUES, OBJECT_TYPE, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "user_web3_wallets",
    "Web3 wallets of users. Each row is an element of a user's `web3_wallets`.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    users::one(&["web3_wallets"]),
    users::list(&["web3_wallets"]).with_filters(&[
        Filter::equals("user_id", "user_id").with_signed_values().with_max_values(MAX_VALUES),
        Filter::equals("web3_wallet", "web3_wallet").with_lower_case_values().inexact().with_max_values(MAX_VALUES),
    ]),
];

const WRITES: Writes = Writes::with_row_id("row_id").with_delete(
    WriteRequest::delete("/users/{user_id}/web3_wallets/{id}")
        .with_note("The user can no longer sign in with the wallet."),
);

pub const COLUMNS: &[Column] = &[
    users::ROW_ID,
    Column::key("user_id", "Id of the user who has the Web3 wallet (`users.id`)"),
    Column::text("id", "Id of the Web3 wallet"),
    OBJECT_TYPE,
    Column::text("web3_wallet", "Address of the Web3 wallet on its blockchain"),
    Column::nested("verification", VERIFICATION, "Verification of the Web3 wallet; NULL if there is none"),
    Column::time("created_at", "When the Web3 wallet was created"),
    Column::time("updated_at", "When the Web3 wallet was last updated"),
];

const VERIFICATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text("status", "Status of the verification: `unverified`, `verified`, `failed` or `expired`"),
    Column::text(
        "strategy",
        "Method of the verification: `admin`, `web3_metamask_signature`, `web3_base_signature`, \
         `web3_coinbase_wallet_signature`, `web3_okx_wallet_signature` or `web3_solana_signature`",
    ),
    Column::text("nonce", "Nonce of the verification's challenge; may be NULL"),
    Column::text("message", "Message that the wallet signs as proof; may be NULL"),
    Column::integer("attempts", "Number of verification attempts so far; may be NULL"),
    Column::time("expire_at", "When the verification expires; may be NULL"),
    Column::text(
        "verified_at_client",
        "Id of the client on which the verification was completed (`clients.id`); may be NULL",
    ),
];
