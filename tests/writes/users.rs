//! Users.

use crate::case::{
    Case, NULL, OtherRow, becomes, delete, hidden, insert, no_row, row, set, shown_by, shown_in, update,
};

#[test]
fn users_are_written() {
    crate::check::check(CASES);
}

/// A session that is found by these conditions and is revoked.
const fn revoked(found_by: &'static str) -> OtherRow {
    row("sessions", found_by, "status text", "revoked")
}

pub const CASES: &[Case] = &[
    insert(
        "users",
        "external_id text = crm-1",
        &[
            set("external_id text", "crm-1"),
            set("username text", "adal"),
            set("first_name text", "Ada"),
            set("last_name text", "Lovelace"),
            set("locale text", "en-GB"),
            set("delete_self_enabled boolean", "false"),
            set("create_organization_enabled boolean", "false"),
            set("create_organizations_limit bigint", "3"),
            set("bypass_client_trust boolean", "true"),
            set("legal_accepted_at timestamptz", "2026-01-02 03:04:05"),
            hidden("skip_legal_checks boolean", "true"),
            set("created_at timestamptz", "2020-01-02 03:04:05.678"),
            shown_by("password text", "a long password", "password_enabled boolean", "true"),
            hidden("skip_password_checks boolean", "false"),
            shown_by("totp_secret text", "JBSWY3DPEHPK3PXP", "totp_enabled boolean", "true"),
            shown_by("backup_codes jsonb", r#"["code-1","code-2"]"#, "backup_code_enabled boolean", "true"),
            set("primary_email_address text", "ada@example.com"),
            set("primary_phone_number text", "+15550001111"),
            set("primary_web3_wallet text", "0x00000000000000000000000000000000000000aa"),
            hidden("skip_password_requirement boolean", "true"),
            hidden("skip_user_requirement boolean", "false"),
            set("banned boolean", "true"),
            set("locked boolean", "true"),
            set("public_metadata jsonb", r#"{"plan":"pro"}"#),
            set("private_metadata jsonb", r#"{"crm":1}"#),
            set("unsafe_metadata jsonb", r#"{"theme":"dark"}"#),
        ],
    )
    .sends(&[r#"POST /users {"external_id":"crm-1","username":"adal","first_name":"Ada","last_name":"Lovelace",
        "locale":"en-GB","delete_self_enabled":false,"create_organization_enabled":false,
        "create_organizations_limit":3,"bypass_client_trust":true,"legal_accepted_at":"2026-01-02T03:04:05.000Z",
        "skip_legal_checks":true,"created_at":"2020-01-02T03:04:05.678Z","password":"a long password",
        "skip_password_checks":false,"totp_secret":"JBSWY3DPEHPK3PXP","backup_codes":["code-1","code-2"],
        "email_address":["ada@example.com"],"phone_number":["+15550001111"],
        "web3_wallet":["0x00000000000000000000000000000000000000aa"],"skip_password_requirement":true,
        "skip_user_requirement":false,"banned":true,"locked":true,"public_metadata":{"plan":"pro"},
        "private_metadata":{"crm":1},"unsafe_metadata":{"theme":"dark"}}"#]),
    // Reserved addresses, and a hashed password.
    insert(
        "users",
        "username text = graceh",
        &[
            set("username text", "graceh"),
            set("primary_email_address text", "grace@example.com"),
            shown_by(
                "email_address_identification_status text",
                "reserved",
                "email_addresses jsonb",
                r#"[{"email_address":"grace@example.com","reserved":true,"verification":null}]"#,
            ),
            set("primary_phone_number text", "+15550002222"),
            shown_by(
                "phone_number_identification_status text",
                "verified",
                "phone_numbers jsonb",
                r#"[{"phone_number":"+15550002222","reserved":false,"verification":{"status":"verified"}}]"#,
            ),
            shown_by("password_digest text", "$2a$10$abcdef", "password_enabled boolean", "true"),
            hidden("password_hasher text", "bcrypt"),
            set("public_metadata_role text", "admin"),
            set("private_metadata_level bigint", "3"),
            set("unsafe_metadata_dark boolean", "true"),
        ],
    )
    .sends(&[r#"POST /users {"username":"graceh","email_address":["grace@example.com"],
        "email_address_identification_status":["reserved"],"phone_number":["+15550002222"],
        "phone_number_identification_status":["verified"],"password_digest":"$2a$10$abcdef",
        "password_hasher":"bcrypt","public_metadata":{"role":"admin"},"private_metadata":{"level":3},
        "unsafe_metadata":{"dark":true}}"#]),
    // Typed columns take precedence over `attrs`.
    insert(
        "users",
        "username text = annie",
        &[
            shown_by(
                "attrs jsonb",
                r#"{"username":"ann","public_metadata":{"a":1},"email_address":["a@example.com","b@example.com"]}"#,
                "email_addresses jsonb",
                r#"[{"email_address":"a@example.com"},{"email_address":"b@example.com"}]"#,
            ),
            set("username text", "annie"),
            set("public_metadata_b bigint", "2"),
        ],
    )
    .sends(&[r#"POST /users {"username":"annie","public_metadata":{"a":1,"b":2},
        "email_address":["a@example.com","b@example.com"]}"#])
    .shows(&[("public_metadata jsonb", r#"{"a":1,"b":2}"#)]),
    update(
        "users",
        "{users}",
        &[
            set("external_id text", "crm-2"),
            set("username text", "adal"),
            set("first_name text", "Ada"),
            set("last_name text", "Lovelace"),
            set("locale text", "fr-FR"),
            set("delete_self_enabled boolean", "false"),
            set("create_organization_enabled boolean", "false"),
            set("create_organizations_limit integer", "7"),
            set("bypass_client_trust boolean", "true"),
            set("legal_accepted_at timestamp", "2026-01-02 00:00:00"),
            hidden("skip_legal_checks boolean", "false"),
            set("created_at date", "2021-05-06"),
            set("primary_email_address_id text", "{users.email_addresses.1.id}"),
            hidden("notify_primary_email_address_changed boolean", "true"),
            shown_by("profile_image_id text", "img_1", "has_image boolean", "true"),
        ],
    )
    .sends(&[r#"PATCH /users/{users} {"external_id":"crm-2","username":"adal","first_name":"Ada",
        "last_name":"Lovelace","locale":"fr-FR","delete_self_enabled":false,"create_organization_enabled":false,
        "create_organizations_limit":7,"bypass_client_trust":true,"legal_accepted_at":"2026-01-02T00:00:00.000Z",
        "skip_legal_checks":false,"created_at":"2021-05-06T00:00:00.000Z",
        "primary_email_address_id":"{users.email_addresses.1.id}","notify_primary_email_address_changed":true,
        "profile_image_id":"img_1"}"#])
    .shows(&[("primary_email_address text", "{users.email_addresses.1.email_address}")]),
    // NULL clears what can be cleared. Otherwise Clerk ignores it.
    update(
        "users",
        "{users}",
        &[
            set("external_id text", NULL),
            set("username text", NULL),
            set("first_name text", NULL),
            set("last_name text", NULL),
            set("locale text", NULL),
            set("create_organizations_limit bigint", NULL),
            set("legal_accepted_at timestamptz", NULL),
            becomes("delete_self_enabled boolean", NULL, "{users.delete_self_enabled}"),
            becomes("bypass_client_trust boolean", NULL, "{users.bypass_client_trust}"),
            hidden("password text", NULL),
            hidden("totp_secret text", NULL),
            hidden("skip_password_checks boolean", NULL),
        ],
    )
    .given(&[r#"PATCH /users/{users} {"external_id":"x","username":"xxxx","last_name":"x",
        "create_organizations_limit":1,"legal_accepted_at":"2026-01-01T00:00:00Z"}"#])
    .sends(&[r#"PATCH /users/{users} {"external_id":null,"username":null,"first_name":null,"last_name":null,
        "locale":null,"create_organizations_limit":null,"legal_accepted_at":null,"delete_self_enabled":null,
        "bypass_client_trust":null,"password":null,"totp_secret":null,"skip_password_checks":null}"#]),
    update("users", "{users}", &[set("primary_phone_number_id text", "{users.phone_numbers.0.id}")])
        .given(&[r#"PATCH /users/{users} {"primary_phone_number_id":null}"#])
        .sends(&[r#"PATCH /users/{users} {"primary_phone_number_id":"{users.phone_numbers.0.id}"}"#])
        .shows(&[("primary_phone_number text", "{users.phone_numbers.0.phone_number}")]),
    update(
        "users",
        "{users:web3_wallets}",
        &[set("primary_web3_wallet_id text", "{users:web3_wallets.web3_wallets.0.id}")],
    )
    .given(&[r#"PATCH /users/{users:web3_wallets} {"primary_web3_wallet_id":null}"#])
    .sends(&[
        r#"PATCH /users/{users:web3_wallets} {"primary_web3_wallet_id":"{users:web3_wallets.web3_wallets.0.id}"}"#,
    ])
    .shows(&[("primary_web3_wallet text", "{users:web3_wallets.web3_wallets.0.web3_wallet}")]),
    update(
        "users",
        "{users:!password_enabled}",
        &[
            shown_by("password text", "short", "password_enabled boolean", "true"),
            hidden("skip_password_checks boolean", "true"),
            shown_in(
                "sign_out_of_other_sessions boolean",
                "true",
                revoked(
                    "user_id text = {users:!password_enabled} and last_active_organization_id text = {organizations#3}",
                ),
            ),
            shown_by("totp_secret text", "JBSWY3DPEHPK3PXP", "totp_enabled boolean", "true"),
            shown_by("backup_codes jsonb", r#"["code-1"]"#, "backup_code_enabled boolean", "true"),
        ],
    )
    .given(&[r#"POST /sessions {"user_id":"{users:!password_enabled}","active_organization_id":"{organizations#3}"}"#])
    .sends(&[r#"PATCH /users/{users:!password_enabled} {"password":"short","skip_password_checks":true,
        "sign_out_of_other_sessions":true,"totp_secret":"JBSWY3DPEHPK3PXP","backup_codes":["code-1"]}"#])
    .shows(&[("two_factor_enabled boolean", "true")]),
    update(
        "users",
        "{users:!password_enabled}",
        &[
            shown_by("password_digest text", "$2a$10$abcdef", "password_enabled boolean", "true"),
            hidden("password_hasher text", "bcrypt"),
        ],
    )
    .sends(&[
        r#"PATCH /users/{users:!password_enabled} {"password_digest":"$2a$10$abcdef","password_hasher":"bcrypt"}"#,
    ]),
    update("users", "{users}", &[shown_by("attrs jsonb", r#"{"first_name":"Ada"}"#, "first_name text", "Ada")])
        .sends(&[r#"PATCH /users/{users} {"first_name":"Ada"}"#]),
    // Metadata: whole maps are replaced, keys are merged.
    update(
        "users",
        "{users}",
        &[
            set("public_metadata jsonb", r#"{"b":{"c":2}}"#),
            set("private_metadata jsonb", r#"{"d":[3]}"#),
            set("unsafe_metadata jsonb", "{}"),
        ],
    )
    .given(&[r#"PATCH /users/{users}/metadata {"public_metadata":{"a":1},"unsafe_metadata":{"x":1}}"#])
    .sends(&[r#"PUT /users/{users}/metadata {"public_metadata":{"b":{"c":2}},"private_metadata":{"d":[3]},
        "unsafe_metadata":{}}"#]),
    update("users", "{users}", &[becomes("public_metadata jsonb", NULL, "{}")])
        .given(&[r#"PATCH /users/{users}/metadata {"public_metadata":{"a":1}}"#])
        .sends(&[r#"PUT /users/{users}/metadata {"public_metadata":{}}"#]),
    update(
        "users",
        "{users}",
        &[
            set("public_metadata_role text", "admin"),
            set("public_metadata_old text", NULL),
            set("private_metadata_score double precision", "0.5"),
            set("unsafe_metadata_since timestamptz", "2026-01-02 03:04:05"),
        ],
    )
    .given(&[r#"PUT /users/{users}/metadata {"public_metadata":{"old":1,"kept":2},"private_metadata":{},
        "unsafe_metadata":{}}"#])
    .sends(&[r#"PATCH /users/{users}/metadata {"public_metadata":{"role":"admin","old":null},
        "private_metadata":{"score":0.5},"unsafe_metadata":{"since":"2026-01-02T03:04:05.000Z"}}"#])
    .shows(&[("public_metadata jsonb", r#"{"kept":2,"role":"admin"}"#)]),
    // Verbs.
    update("users", "{users:!banned}", &[set("banned boolean", "true")])
        .sends(&["POST /users/{users:!banned}/ban"])
        .given(&[r#"POST /sessions {"user_id":"{users:!banned}","active_organization_id":"{organizations#3}"}"#])
        .others(&[revoked("user_id text = {users:!banned} and last_active_organization_id text = {organizations#3}")]),
    update("users", "{users}", &[set("banned boolean", "false")])
        .given(&["POST /users/{users}/ban"])
        .sends(&["POST /users/{users}/unban"]),
    update("users", "{users:!locked}", &[set("locked boolean", "true")]).sends(&["POST /users/{users:!locked}/lock"]),
    update("users", "{users}", &[set("locked boolean", "false")])
        .given(&["POST /users/{users}/lock"])
        .sends(&["POST /users/{users}/unlock"]),
    update(
        "users",
        "{users:password_enabled}",
        &[
            hidden("password_compromised boolean", "true"),
            shown_in(
                "revoke_all_sessions boolean",
                "true",
                revoked(
                    "user_id text = {users:password_enabled} and last_active_organization_id text = {organizations#3}",
                ),
            ),
        ],
    )
    .given(&[r#"POST /sessions {"user_id":"{users:password_enabled}","active_organization_id":"{organizations#3}"}"#])
    .sends(&[r#"POST /users/{users:password_enabled}/password/set_compromised {"revoke_all_sessions":true}"#]),
    update("users", "{users:password_enabled}", &[hidden("password_compromised boolean", "true")])
        .sends(&["POST /users/{users:password_enabled}/password/set_compromised {}"]),
    update("users", "{users}", &[hidden("password_compromised boolean", "false")])
        .sends(&["POST /users/{users}/password/unset_compromised"]),
    update(
        "users",
        "{users:password_enabled}",
        &[
            set("password_enabled boolean", "false"),
            shown_in(
                "sign_out_after_password_removal boolean",
                "true",
                revoked(
                    "user_id text = {users:password_enabled} and last_active_organization_id text = {organizations#3}",
                ),
            ),
        ],
    )
    .given(&[r#"POST /sessions {"user_id":"{users:password_enabled}","active_organization_id":"{organizations#3}"}"#])
    .sends(&[r#"POST /users/{users:password_enabled}/remove_password {"sign_out_of_other_sessions":true}"#]),
    update("users", "{users:two_factor_enabled}", &[set("two_factor_enabled boolean", "false")])
        .sends(&["DELETE /users/{users:two_factor_enabled}/mfa"])
        .shows(&[("totp_enabled boolean", "false"), ("backup_code_enabled boolean", "false")]),
    update("users", "{users:totp_enabled}", &[set("totp_enabled boolean", "false")])
        .sends(&["DELETE /users/{users:totp_enabled}/totp"]),
    update("users", "{users:backup_code_enabled}", &[set("backup_code_enabled boolean", "false")])
        .sends(&["DELETE /users/{users:backup_code_enabled}/backup_code"])
        .shows(&[("totp_enabled boolean", "true")]),
    update("users", "{users:has_image}", &[set("has_image boolean", "false")])
        .sends(&["DELETE /users/{users:has_image}/profile_image"]),
    // Several requests for one row: attributes, then metadata, then verbs.
    update(
        "users",
        "{users}",
        &[
            set("banned boolean", "true"),
            set("public_metadata jsonb", r#"{"a":1}"#),
            set("private_metadata_b bigint", "2"),
            set("locked boolean", "true"),
            set("first_name text", "Ada"),
        ],
    )
    .sends(&[
        r#"PATCH /users/{users} {"first_name":"Ada"}"#,
        r#"PATCH /users/{users}/metadata {"private_metadata":{"b":2}}"#,
        r#"PUT /users/{users}/metadata {"public_metadata":{"a":1}}"#,
        "POST /users/{users}/ban",
        "POST /users/{users}/lock",
    ]),
    delete("users", "{users}")
        .sends(&["DELETE /users/{users}"])
        .others(&[no_row("sessions", "user_id text = {users}")]),
];
