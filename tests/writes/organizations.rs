//! Organizations, their memberships, domains and invitations.

use crate::case::{Case, NULL, becomes, delete, hidden, insert, no_row, row, set, shown_by, update};

#[test]
fn organizations_are_written() {
    crate::check::check(CASES);
}

/// The oldest organization has the oldest domain and the oldest pending invitation, the oldest user as an
/// administrator, and the next users as members.
pub const CASES: &[Case] = &[
    insert(
        "organizations",
        "slug text = new",
        &[
            set("name text", "New"),
            set("created_by text", "{users}"),
            set("public_metadata jsonb", r#"{"tier":"gold"}"#),
            set("private_metadata jsonb", r#"{"crm":[1]}"#),
            set("slug text", "new"),
            set("max_allowed_memberships bigint", "9"),
            set("created_at timestamptz", "2020-01-02 03:04:05"),
            set("role_set_key text", "{role_sets.key}"),
        ],
    )
    .sends(&[r#"POST /organizations {"name":"New","created_by":"{users}","public_metadata":{"tier":"gold"},
        "private_metadata":{"crm":[1]},"slug":"new","max_allowed_memberships":9,
        "created_at":"2020-01-02T03:04:05.000Z","role_set_key":"{role_sets.key}"}"#])
    .shows(&[("members_count bigint", "1")])
    .others(&[row("organization_memberships", "organization_slug text = new", "user_id text", "{users}")]),
    insert(
        "organizations",
        "slug text = new",
        &[
            set("name text", "New"),
            set("slug text", "new"),
            set("public_metadata_tier text", "gold"),
            set("private_metadata_seats bigint", "3"),
        ],
    )
    .sends(&[r#"POST /organizations {"name":"New","slug":"new","public_metadata":{"tier":"gold"},
        "private_metadata":{"seats":3}}"#])
    .shows(&[("public_metadata jsonb", r#"{"tier":"gold"}"#)]),
    insert(
        "organizations",
        "slug text = new",
        &[shown_by("attrs jsonb", r#"{"name":"New","slug":"new"}"#, "name text", "New")],
    )
    .sends(&[r#"POST /organizations {"name":"New","slug":"new"}"#]),
    update(
        "organizations",
        "{organizations}",
        &[
            set("name text", "Renamed"),
            set("admin_delete_enabled boolean", "false"),
            set("slug text", "renamed"),
            set("max_allowed_memberships integer", "0"),
            set("created_at timestamptz", "2020-01-02 03:04:05"),
            set("role_set_key text", "{role_sets.key}"),
        ],
    )
    .sends(&[r#"PATCH /organizations/{organizations} {"name":"Renamed","admin_delete_enabled":false,"slug":"renamed",
        "max_allowed_memberships":0,"created_at":"2020-01-02T03:04:05.000Z","role_set_key":"{role_sets.key}"}"#]),
    update(
        "organizations",
        "{organizations}",
        &[
            becomes("max_allowed_memberships bigint", NULL, "{organizations.max_allowed_memberships}"),
            set("role_set_key text", NULL),
        ],
    )
    .given(&[r#"PATCH /organizations/{organizations} {"role_set_key":"{role_sets.key}"}"#])
    .sends(&[r#"PATCH /organizations/{organizations} {"max_allowed_memberships":null,"role_set_key":null}"#]),
    update(
        "organizations",
        "{organizations}",
        &[shown_by("attrs jsonb", r#"{"name":"Renamed"}"#, "name text", "Renamed")],
    )
    .sends(&[r#"PATCH /organizations/{organizations} {"name":"Renamed"}"#]),
    update(
        "organizations",
        "{organizations}",
        &[set("public_metadata_tier text", "gold"), set("private_metadata_old text", NULL)],
    )
    .given(&[
        r#"PUT /organizations/{organizations}/metadata {"public_metadata":{"kept":1},"private_metadata":{"old":1}}"#,
    ])
    .sends(&[r#"PATCH /organizations/{organizations}/metadata {"public_metadata":{"tier":"gold"},
        "private_metadata":{"old":null}}"#])
    .shows(&[("public_metadata jsonb", r#"{"kept":1,"tier":"gold"}"#)]),
    update(
        "organizations",
        "{organizations}",
        &[set("public_metadata jsonb", r#"{"a":1}"#), becomes("private_metadata jsonb", NULL, "{}")],
    )
    .given(&[r#"PATCH /organizations/{organizations}/metadata {"private_metadata":{"old":1}}"#])
    .sends(&[r#"PUT /organizations/{organizations}/metadata {"public_metadata":{"a":1},"private_metadata":{}}"#]),
    update("organizations", "{organizations:has_image}", &[set("has_image boolean", "false")])
        .sends(&["DELETE /organizations/{organizations:has_image}/logo"]),
    delete("organizations", "{organizations}")
        .sends(&["DELETE /organizations/{organizations}"])
        .others(&[no_row("organization_memberships", "organization_id text = {organizations}")]),
    insert(
        "organization_memberships",
        "row_id text = {organizations}/{users#29}",
        &[
            set("organization_id text", "{organizations}"),
            set("user_id text", "{users#29}"),
            set("role text", "org:admin"),
            set("public_metadata jsonb", r#"{"team":"a"}"#),
            set("private_metadata jsonb", r#"{"seat":1}"#),
        ],
    )
    .sends(&[r#"POST /organizations/{organizations}/memberships {"user_id":"{users#29}","role":"org:admin",
        "public_metadata":{"team":"a"},"private_metadata":{"seat":1}}"#]),
    insert(
        "organization_memberships",
        "organization_id text = {organizations} and user_id text = {users#29}",
        &[
            set("organization_id text", "{organizations}"),
            set("user_id text", "{users#29}"),
            set("role text", "org:member"),
            set("public_metadata_team text", "a"),
            set("private_metadata_seat bigint", "1"),
        ],
    )
    .sends(&[r#"POST /organizations/{organizations}/memberships {"user_id":"{users#29}","role":"org:member",
        "public_metadata":{"team":"a"},"private_metadata":{"seat":1}}"#]),
    insert(
        "organization_memberships",
        "organization_id text = {organizations} and user_id text = {users#29}",
        &[
            set("organization_id text", "{organizations}"),
            shown_by("attrs jsonb", r#"{"user_id":"{users#29}","role":"org:admin"}"#, "role text", "org:admin"),
        ],
    )
    .sends(&[r#"POST /organizations/{organizations}/memberships {"user_id":"{users#29}","role":"org:admin"}"#]),
    update("organization_memberships", "{organizations}/{users#1}", &[set("role text", "org:admin")])
        .sends(&[r#"PATCH /organizations/{organizations}/memberships/{users#1} {"role":"org:admin"}"#]),
    update(
        "organization_memberships",
        "{organizations}/{users}",
        &[shown_by("attrs jsonb", r#"{"role":"org:admin"}"#, "role text", "org:admin")],
    )
    .sends(&[r#"PATCH /organizations/{organizations}/memberships/{users} {"role":"org:admin"}"#]),
    update(
        "organization_memberships",
        "{organizations}/{users}",
        &[set("role text", "org:admin"), set("public_metadata_team text", "a"), set("private_metadata_old text", NULL)],
    )
    .given(&[r#"PATCH /organizations/{organizations}/memberships/{users}/metadata {"public_metadata":{"kept":1},
        "private_metadata":{"old":1}}"#])
    .sends(&[
        r#"PATCH /organizations/{organizations}/memberships/{users} {"role":"org:admin"}"#,
        r#"PATCH /organizations/{organizations}/memberships/{users}/metadata {"public_metadata":{"team":"a"},
        "private_metadata":{"old":null}}"#,
    ])
    .shows(&[("public_metadata jsonb", r#"{"kept":1,"team":"a"}"#)]),
    delete("organization_memberships", "{organizations}/{users}")
        .sends(&["DELETE /organizations/{organizations}/memberships/{users}"]),
    insert(
        "organization_domains",
        "name text = new.example.com",
        &[
            set("organization_id text", "{organizations}"),
            set("name text", "new.example.com"),
            set("enrollment_mode text", "automatic_invitation"),
            shown_by("verified boolean", "true", "affiliation_verification_status text", "verified"),
        ],
    )
    .sends(&[r#"POST /organizations/{organizations}/domains {"name":"new.example.com",
        "enrollment_mode":"automatic_invitation","verified":true}"#]),
    insert(
        "organization_domains",
        "name text = new.example.com",
        &[
            set("organization_id text", "{organizations}"),
            shown_by("attrs jsonb", r#"{"name":"new.example.com"}"#, "name text", "new.example.com"),
        ],
    )
    .sends(&[r#"POST /organizations/{organizations}/domains {"name":"new.example.com"}"#]),
    update(
        "organization_domains",
        "{organizations}/{organization_domains}",
        &[
            set("enrollment_mode text", "automatic_suggestion"),
            shown_by("verified boolean", "true", "affiliation_verification_status text", "verified"),
        ],
    )
    .sends(&[r#"PATCH /organizations/{organizations}/domains/{organization_domains}
        {"enrollment_mode":"automatic_suggestion","verified":true}"#]),
    update(
        "organization_domains",
        "{organizations}/{organization_domains}",
        &[shown_by(
            "attrs jsonb",
            r#"{"enrollment_mode":"automatic_suggestion"}"#,
            "enrollment_mode text",
            "automatic_suggestion",
        )],
    )
    .sends(&[r#"PATCH /organizations/{organizations}/domains/{organization_domains}
        {"enrollment_mode":"automatic_suggestion"}"#]),
    update(
        "organization_domains",
        "{organizations}/{organization_domains}",
        &[shown_by("verified boolean", "false", "affiliation_verification_status text", NULL)],
    )
    .sends(&[r#"PATCH /organizations/{organizations}/domains/{organization_domains} {"verified":false}"#]),
    update(
        "organization_domains",
        "{organizations}/{organization_domains}",
        &[set("ownership_verification_status text", "verified")],
    )
    .sends(&["POST /organizations/{organizations}/domains/{organization_domains}/verify_ownership"]),
    delete("organization_domains", "{organizations}/{organization_domains}")
        .sends(&["DELETE /organizations/{organizations}/domains/{organization_domains}"]),
    insert(
        "organization_invitations",
        "email_address text = new@example.com",
        &[
            set("organization_id text", "{organizations}"),
            set("email_address text", "new@example.com"),
            set("role text", "org:member"),
            set("inviter_id text", "{users}"),
            set("public_metadata jsonb", r#"{"a":1}"#),
            set("private_metadata jsonb", r#"{"b":2}"#),
            hidden("redirect_url text", "https://example.com/welcome"),
            shown_by("expires_in_days bigint", "3", "expires_at timestamptz", "2024-02-08 10:00:01.040"),
            hidden("notify boolean", "false"),
        ],
    )
    .sends(&[r#"POST /organizations/{organizations}/invitations
        {"email_address":"new@example.com","role":"org:member",
        "inviter_user_id":"{users}",
        "public_metadata":{"a":1},"private_metadata":{"b":2},"redirect_url":"https://example.com/welcome",
        "expires_in_days":3,"notify":false}"#])
    .shows(&[("created_at timestamptz", "2024-02-05 10:00:01.040")]),
    insert(
        "organization_invitations",
        "email_address text = new@example.com",
        &[
            set("organization_id text", "{organizations}"),
            set("email_address text", "new@example.com"),
            set("role text", "org:member"),
            set("public_metadata_a bigint", "1"),
            set("private_metadata_b boolean", "true"),
        ],
    )
    .sends(&[r#"POST /organizations/{organizations}/invitations {"email_address":"new@example.com",
        "role":"org:member","public_metadata":{"a":1},"private_metadata":{"b":true}}"#]),
    insert(
        "organization_invitations",
        "email_address text = new@example.com",
        &[
            set("organization_id text", "{organizations}"),
            shown_by(
                "attrs jsonb",
                r#"{"email_address":"new@example.com","role":"org:admin"}"#,
                "role text",
                "org:admin",
            ),
        ],
    )
    .sends(&[
        r#"POST /organizations/{organizations}/invitations {"email_address":"new@example.com","role":"org:admin"}"#,
    ]),
    update(
        "organization_invitations",
        "{organizations}/{organization_invitations:status=pending}",
        &[set("status text", "revoked"), hidden("requesting_user_id text", "{users}")],
    )
    .sends(&[r#"POST /organizations/{organizations}/invitations/{organization_invitations:status=pending}/revoke
        {"requesting_user_id":"{users}"}"#]),
    update(
        "organization_invitations",
        "{organizations}/{organization_invitations:status=pending}",
        &[set("status text", "revoked")],
    )
    .sends(&["POST /organizations/{organizations}/invitations/{organization_invitations:status=pending}/revoke {}"]),
    delete("organization_invitations", "{organizations}/{organization_invitations:status=pending}")
        .sends(&["POST /organizations/{organizations}/invitations/{organization_invitations:status=pending}/revoke"])
        .shows(&[("status text", "revoked")]),
];
