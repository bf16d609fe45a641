//! What belongs to a user: e-mail addresses, phone numbers, connected accounts, devices and sessions.

use crate::case::{Case, NULL, delete, hidden, insert, row, set, shown_by, shown_in, update};

#[test]
fn contacts_are_written() {
    crate::check::check(CASES);
}

pub const CASES: &[Case] = &[
    insert(
        "user_email_addresses",
        "email_address text = ada@example.com",
        &[
            set("user_id text", "{users#1}"),
            set("email_address text", "ada@example.com"),
            shown_by("verified boolean", "true", "verification_status text", "verified"),
            shown_in(
                "is_primary boolean",
                "true",
                row("users", "id text = {users#1}", "primary_email_address text", "ada@example.com"),
            ),
            hidden("notify_primary_email_address_changed boolean", "false"),
        ],
    )
    .sends(&[r#"POST /email_addresses {"user_id":"{users#1}","email_address":"ada@example.com","verified":true,
        "primary":true,"notify_primary_email_address_changed":false}"#]),
    insert(
        "user_email_addresses",
        "email_address text = ada@example.com",
        &[shown_by(
            "attrs jsonb",
            r#"{"user_id":"{users}","email_address":"ada@example.com"}"#,
            "user_id text",
            "{users}",
        )],
    )
    .sends(&[r#"POST /email_addresses {"user_id":"{users}","email_address":"ada@example.com"}"#])
    .shows(&[("verification_status text", NULL)]),
    update(
        "user_email_addresses",
        "{users.email_addresses.1.id}",
        &[
            shown_by("verified boolean", "true", "verification_status text", "verified"),
            shown_in(
                "is_primary boolean",
                "true",
                row("users", "id text = {users}", "primary_email_address_id text", "{users.email_addresses.1.id}"),
            ),
            hidden("notify_primary_email_address_changed boolean", "true"),
        ],
    )
    .given(&[r#"PATCH /email_addresses/{users.email_addresses.1.id} {"verified":false}"#])
    .sends(&[r#"PATCH /email_addresses/{users.email_addresses.1.id} {"verified":true,"primary":true,
        "notify_primary_email_address_changed":true}"#]),
    update(
        "user_email_addresses",
        "{users.email_addresses.0.id}",
        &[shown_by("attrs jsonb", r#"{"verified":false}"#, "verification_status text", NULL)],
    )
    .sends(&[r#"PATCH /email_addresses/{users.email_addresses.0.id} {"verified":false}"#]),
    delete("user_email_addresses", "{users.email_addresses.0.id}")
        .sends(&["DELETE /email_addresses/{users.email_addresses.0.id}"])
        .others(&[row("users", "id text = {users}", "primary_email_address_id text", "{users.email_addresses.1.id}")]),
    insert(
        "user_phone_numbers",
        "phone_number text = +15550001111",
        &[
            set("user_id text", "{users#1}"),
            set("phone_number text", "+15550001111"),
            shown_by("verified boolean", "true", "verification_status text", "verified"),
            shown_in(
                "is_primary boolean",
                "true",
                row("users", "id text = {users#1}", "primary_phone_number text", "+15550001111"),
            ),
            set("reserved_for_second_factor boolean", "true"),
        ],
    )
    .sends(&[r#"POST /phone_numbers {"user_id":"{users#1}","phone_number":"+15550001111","verified":true,
        "primary":true,"reserved_for_second_factor":true}"#]),
    insert(
        "user_phone_numbers",
        "phone_number text = +15550001111",
        &[shown_by("attrs jsonb", r#"{"user_id":"{users}","phone_number":"+15550001111"}"#, "user_id text", "{users}")],
    )
    .sends(&[r#"POST /phone_numbers {"user_id":"{users}","phone_number":"+15550001111"}"#]),
    update(
        "user_phone_numbers",
        "{users.phone_numbers.0.id}",
        &[
            shown_by("verified boolean", "true", "verification_status text", "verified"),
            shown_in(
                "is_primary boolean",
                "true",
                row("users", "id text = {users}", "primary_phone_number_id text", "{users.phone_numbers.0.id}"),
            ),
            set("reserved_for_second_factor boolean", "true"),
        ],
    )
    .given(&[
        r#"PATCH /users/{users} {"primary_phone_number_id":null}"#,
        r#"PATCH /phone_numbers/{users.phone_numbers.0.id} {"verified":false,"reserved_for_second_factor":false}"#,
    ])
    .sends(&[r#"PATCH /phone_numbers/{users.phone_numbers.0.id} {"verified":true,"primary":true,
        "reserved_for_second_factor":true}"#]),
    update(
        "user_phone_numbers",
        "{users.phone_numbers.0.id}",
        &[shown_by("attrs jsonb", r#"{"verified":false}"#, "verification_status text", NULL)],
    )
    .sends(&[r#"PATCH /phone_numbers/{users.phone_numbers.0.id} {"verified":false}"#]),
    delete("user_phone_numbers", "{users.phone_numbers.0.id}")
        .sends(&["DELETE /phone_numbers/{users.phone_numbers.0.id}"])
        .others(&[row("users", "id text = {users}", "primary_phone_number_id text", NULL)]),
    delete("user_web3_wallets", "{users:web3_wallets}/{users:web3_wallets.web3_wallets.0.id}")
        .sends(&["DELETE /users/{users:web3_wallets}/web3_wallets/{users:web3_wallets.web3_wallets.0.id}"])
        .others(&[row("users", "id text = {users:web3_wallets}", "primary_web3_wallet_id text", NULL)]),
    delete("user_passkeys", "{users:passkeys}/{users:passkeys.passkeys.0.id}")
        .sends(&["DELETE /users/{users:passkeys}/passkeys/{users:passkeys.passkeys.0.id}"]),
    delete("user_external_accounts", "{users}/{users.external_accounts.0.id}")
        .sends(&["DELETE /users/{users}/external_accounts/{users.external_accounts.0.id}"]),
    delete("trusted_devices", "{trusted_devices:status=active.parent}/{trusted_devices:status=active}").sends(&[
        "DELETE /users/{trusted_devices:status=active.parent}/trusted_devices/{trusted_devices:status=active}",
    ]),
    insert(
        "sessions",
        "user_id text = {users#1} and last_active_organization_id text = {organizations#3}",
        &[set("user_id text", "{users#1}"), set("last_active_organization_id text", "{organizations#3}")],
    )
    .sends(&[r#"POST /sessions {"user_id":"{users#1}","active_organization_id":"{organizations#3}"}"#])
    .shows(&[("status text", "active")]),
    insert(
        "sessions",
        "user_id text = {users#1} and last_active_organization_id text = {organizations#3}",
        &[shown_by(
            "attrs jsonb",
            r#"{"user_id":"{users#1}","active_organization_id":"{organizations#3}"}"#,
            "status text",
            "active",
        )],
    )
    .sends(&[r#"POST /sessions {"user_id":"{users#1}","active_organization_id":"{organizations#3}"}"#]),
    update("sessions", "{sessions:status=active}", &[set("status text", "revoked")])
        .sends(&["POST /sessions/{sessions:status=active}/revoke"]),
    delete("sessions", "{sessions:status=active}")
        .sends(&["POST /sessions/{sessions:status=active}/revoke"])
        .shows(&[("status text", "revoked")]),
];
