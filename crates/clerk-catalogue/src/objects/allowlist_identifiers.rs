//! The object `allowlist_identifiers`: the instance's allowlist.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "allowlist_identifiers",
    "Entries of the instance's allowlist. Each row is an e-mail address, phone number or Web3 wallet that may sign up \
     for the application.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/allowlist_identifiers?paginated=true", MAX_PAGE)];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/allowlist_identifiers")
            .with_parameters(&[&[Parameter::of("identifier").required(), Parameter::of("notify")]])
            .with_note("The allowlist needs a paid Clerk plan."),
    )
    .with_delete(WriteRequest::delete("/allowlist_identifiers/{id}"));

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the allowlist entry"),
    OBJECT_TYPE,
    Column::text(
        "invitation_id",
        "Id of the invitation sent to the identifier (`invitations.id`); NULL if none was sent",
    ),
    Column::text("identifier", "E-mail address, phone number or Web3 wallet address that may sign up"),
    Column::text("identifier_type", "Type of the identifier: `email_address`, `phone_number` or `web3_wallet`"),
    Column::text("instance_id", "Id of the instance (`instance.id`)"),
    Column::time("created_at", "When the allowlist entry was created"),
    Column::time("updated_at", "When the allowlist entry was last updated"),
    // Columns that can only be written.
    Column::bool("notify", "Whether Clerk invites the person by e-mail or text message").write_only(),
];
