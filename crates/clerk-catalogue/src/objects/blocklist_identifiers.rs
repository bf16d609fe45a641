//! The object `blocklist_identifiers`: the instance's blocklist. The endpoint is not paginated.

use super::OBJECT_TYPE;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "blocklist_identifiers",
    "Entries of the instance's blocklist. Each row is an e-mail address, e-mail domain, phone number or Web3 wallet \
     that may not access the application.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::unpaged_list("/blocklist_identifiers")];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/blocklist_identifiers")
            .with_parameters(&[&[Parameter::of("identifier").required()]])
            .with_note("The blocklist needs a paid Clerk plan."),
    )
    .with_delete(WriteRequest::delete("/blocklist_identifiers/{id}"));

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the blocklist entry"),
    OBJECT_TYPE,
    Column::text("identifier", "E-mail address, e-mail domain, phone number or Web3 wallet address that is blocked"),
    Column::text("identifier_type", "Type of the identifier: `email_address`, `phone_number` or `web3_wallet`"),
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::time("created_at", "When the blocklist entry was created"),
    Column::time("updated_at", "When the blocklist entry was last updated"),
];
