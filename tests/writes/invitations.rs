//! Invitations, the waitlist, the allowlist and the blocklist.

use crate::case::{Case, delete, hidden, insert, set, shown_by, update};

#[test]
fn invitations_are_written() {
    crate::check::check(CASES);
}

pub const CASES: &[Case] = &[
    insert(
        "invitations",
        "email_address text = new@example.com",
        &[
            set("email_address text", "new@example.com"),
            set("public_metadata jsonb", r#"{"plan":"pro"}"#),
            hidden("redirect_url text", "https://example.com/welcome"),
            hidden("notify boolean", "false"),
            hidden("ignore_existing boolean", "true"),
            shown_by("expires_in_days integer", "3", "expires_at timestamptz", "2024-02-08 10:00:01.040"),
            hidden("template_slug text", "waitlist_invitation"),
        ],
    )
    .sends(&[r#"POST /invitations {"email_address":"new@example.com","public_metadata":{"plan":"pro"},
        "redirect_url":"https://example.com/welcome","notify":false,"ignore_existing":true,"expires_in_days":3,
        "template_slug":"waitlist_invitation"}"#])
    .shows(&[("created_at timestamptz", "2024-02-05 10:00:01.040"), ("status text", "pending")]),
    insert(
        "invitations",
        "email_address text = new@example.com",
        &[set("email_address text", "new@example.com"), set("public_metadata_plan text", "pro")],
    )
    .sends(&[r#"POST /invitations {"email_address":"new@example.com","public_metadata":{"plan":"pro"}}"#]),
    insert(
        "invitations",
        "email_address text = new@example.com",
        &[shown_by(
            "attrs jsonb",
            r#"{"email_address":"new@example.com","public_metadata":{"a":1}}"#,
            "public_metadata_a bigint",
            "1",
        )],
    )
    .sends(&[r#"POST /invitations {"email_address":"new@example.com","public_metadata":{"a":1}}"#]),
    update("invitations", "{invitations:status=pending}", &[set("status text", "revoked")])
        .sends(&["POST /invitations/{invitations:status=pending}/revoke"]),
    update("invitations", "{invitations:status=pending}", &[set("revoked boolean", "true")])
        .sends(&["POST /invitations/{invitations:status=pending}/revoke"]),
    // Both columns mean the same request.
    update(
        "invitations",
        "{invitations:status=pending}",
        &[set("revoked boolean", "true"), set("status text", "revoked")],
    )
    .sends(&["POST /invitations/{invitations:status=pending}/revoke"]),
    delete("invitations", "{invitations:status=pending}")
        .sends(&["POST /invitations/{invitations:status=pending}/revoke"])
        .shows(&[("status text", "revoked"), ("revoked boolean", "true")]),
    insert(
        "waitlist_entries",
        "email_address text = new@example.com",
        &[set("email_address text", "new@example.com"), hidden("notify boolean", "false")],
    )
    .sends(&[r#"POST /waitlist_entries {"email_address":"new@example.com","notify":false}"#]),
    insert(
        "waitlist_entries",
        "email_address text = new@example.com",
        &[shown_by("attrs jsonb", r#"{"email_address":"new@example.com"}"#, "status text", "pending")],
    )
    .sends(&[r#"POST /waitlist_entries {"email_address":"new@example.com"}"#]),
    update(
        "waitlist_entries",
        "{waitlist_entries:status=invited}",
        &[set("status text", "invited"), hidden("ignore_existing boolean", "true")],
    )
    .sends(&[r#"POST /waitlist_entries/{waitlist_entries:status=invited}/invite {"ignore_existing":true}"#]),
    update("waitlist_entries", "{waitlist_entries:status=pending}", &[set("status text", "invited")])
        .sends(&["POST /waitlist_entries/{waitlist_entries:status=pending}/invite {}"]),
    update("waitlist_entries", "{waitlist_entries:status=pending}", &[set("status text", "rejected")])
        .sends(&["POST /waitlist_entries/{waitlist_entries:status=pending}/reject"]),
    delete("waitlist_entries", "{waitlist_entries:status=pending}")
        .sends(&["DELETE /waitlist_entries/{waitlist_entries:status=pending}"]),
    insert(
        "allowlist_identifiers",
        "identifier text = new@example.com",
        &[set("identifier text", "new@example.com"), hidden("notify boolean", "true")],
    )
    .sends(&[r#"POST /allowlist_identifiers {"identifier":"new@example.com","notify":true}"#])
    .shows(&[("identifier_type text", "email_address")]),
    insert(
        "allowlist_identifiers",
        "identifier text = +15550001111",
        &[shown_by("attrs jsonb", r#"{"identifier":"+15550001111"}"#, "identifier_type text", "phone_number")],
    )
    .sends(&[r#"POST /allowlist_identifiers {"identifier":"+15550001111"}"#]),
    delete("allowlist_identifiers", "{allowlist_identifiers}")
        .sends(&["DELETE /allowlist_identifiers/{allowlist_identifiers}"]),
    insert("blocklist_identifiers", "identifier text = new@example.com", &[set("identifier text", "new@example.com")])
        .sends(&[r#"POST /blocklist_identifiers {"identifier":"new@example.com"}"#]),
    insert(
        "blocklist_identifiers",
        "identifier text = +15550001111",
        &[shown_by("attrs jsonb", r#"{"identifier":"+15550001111"}"#, "identifier_type text", "phone_number")],
    )
    .sends(&[r#"POST /blocklist_identifiers {"identifier":"+15550001111"}"#]),
    delete("blocklist_identifiers", "{blocklist_identifiers}")
        .sends(&["DELETE /blocklist_identifiers/{blocklist_identifiers}"]),
];
