//! Machines, their tokens, API keys and OAuth applications.

use crate::case::{Case, NULL, becomes, delete, insert, set, shown_by, update};

#[test]
fn machines_are_written() {
    crate::check::check(CASES);
}

pub const CASES: &[Case] = &[
    insert(
        "machines",
        "name text = new",
        &[
            set("name text", "new"),
            shown_by(
                "scoped_machine_ids jsonb",
                r#"["{machines}","{machines#1}"]"#,
                "scoped_machines jsonb",
                r#"[{"id":"{machines}"},{"id":"{machines#1}"}]"#,
            ),
            set("default_token_ttl bigint", "60"),
        ],
    )
    .sends(&[r#"POST /machines {"name":"new","scoped_machines":["{machines}","{machines#1}"],
        "default_token_ttl":60}"#])
    .warns("machines: the response for the new row mch_"),
    insert("machines", "name text = new", &[shown_by("attrs jsonb", r#"{"name":"new"}"#, "name text", "new")])
        .sends(&[r#"POST /machines {"name":"new"}"#])
        .warns("machines: the response for the new row mch_"),
    update("machines", "{machines}", &[set("name text", "renamed"), set("default_token_ttl bigint", "60")])
        .sends(&[r#"PATCH /machines/{machines} {"name":"renamed","default_token_ttl":60}"#]),
    update("machines", "{machines}", &[shown_by("attrs jsonb", r#"{"name":"renamed"}"#, "name text", "renamed")])
        .sends(&[r#"PATCH /machines/{machines} {"name":"renamed"}"#]),
    update(
        "machines",
        "{machines}",
        &[
            shown_by("add_machine_id text", "{machines#2}", "scoped_machines jsonb", r#"[{"id":"{machines#2}"}]"#),
            shown_by("remove_machine_id text", "{machines#1}", "scoped_machines jsonb", r#"[{"id":"{machines#2}"}]"#),
        ],
    )
    .given(&[r#"POST /machines/{machines}/scopes {"to_machine_id":"{machines#1}"}"#])
    .sends(&[
        r#"POST /machines/{machines}/scopes {"to_machine_id":"{machines#2}"}"#,
        "DELETE /machines/{machines}/scopes/{machines#1}",
    ]),
    delete("machines", "{machines}").sends(&["DELETE /machines/{machines}"]),
    update(
        "m2m_tokens",
        "{m2m_tokens:!revoked}",
        &[set("revoked boolean", "true"), set("revocation_reason text", "lost")],
    )
    .sends(&[r#"POST /m2m_tokens/{m2m_tokens:!revoked}/revoke {"revocation_reason":"lost"}"#]),
    update("m2m_tokens", "{m2m_tokens:!revoked}", &[set("revoked boolean", "true")])
        .sends(&["POST /m2m_tokens/{m2m_tokens:!revoked}/revoke {}"]),
    delete("m2m_tokens", "{m2m_tokens:!revoked}")
        .sends(&["POST /m2m_tokens/{m2m_tokens:!revoked}/revoke {}"])
        .shows(&[("revoked boolean", "true")]),
    insert(
        "api_keys",
        "subject text = {users} and name text = new",
        &[
            set("name text", "new"),
            set("subject text", "{users}"),
            set("type text", "api_key"),
            set("created_by text", "{users#1}"),
            set("description text", "A new key"),
            set("claims jsonb", r#"{"a":[1]}"#),
            set("scopes jsonb", r#"["read","write"]"#),
            shown_by(
                "seconds_until_expiration double precision",
                "3600",
                "expiration timestamptz",
                "2024-02-05 11:00:01.040",
            ),
        ],
    )
    .sends(&[r#"POST /api_keys {"name":"new","subject":"{users}","type":"api_key","created_by":"{users#1}",
        "description":"A new key","claims":{"a":[1]},"scopes":["read","write"],"seconds_until_expiration":3600.0}"#])
    .shows(&[("created_at timestamptz", "2024-02-05 10:00:01.040")])
    .warns("api_keys: the response for the new row ak_"),
    insert(
        "api_keys",
        "subject text = {users} and name text = new",
        &[shown_by("attrs jsonb", r#"{"name":"new","subject":"{users}"}"#, "name text", "new")],
    )
    .sends(&[r#"POST /api_keys {"name":"new","subject":"{users}"}"#])
    .warns("api_keys: the response for the new row ak_"),
    update(
        "api_keys",
        "{api_keys}",
        &[
            set("subject text", "{users}"),
            set("description text", NULL),
            set("claims jsonb", r#"{"a":1}"#),
            set("scopes jsonb", r#"["read"]"#),
            shown_by("seconds_until_expiration numeric", "0.5", "expiration timestamptz", "2024-02-05 10:00:01.540"),
        ],
    )
    .sends(&[r#"PATCH /api_keys/{api_keys} {"subject":"{users}","description":null,"claims":{"a":1},
        "scopes":["read"],"seconds_until_expiration":0.5}"#]),
    update(
        "api_keys",
        "{api_keys}",
        &[shown_by("attrs jsonb", r#"{"description":"Changed"}"#, "description text", "Changed")],
    )
    .sends(&[r#"PATCH /api_keys/{api_keys} {"description":"Changed"}"#]),
    update("api_keys", "{api_keys:!revoked}", &[set("revoked boolean", "true"), set("revocation_reason text", "lost")])
        .sends(&[r#"POST /api_keys/{api_keys:!revoked}/revoke {"revocation_reason":"lost"}"#]),
    delete("api_keys", "{api_keys}").sends(&["DELETE /api_keys/{api_keys}"]),
    insert(
        "oauth_applications",
        "name text = New",
        &[
            set("name text", "New"),
            set("redirect_uris jsonb", r#"["https://a.example.com/cb","https://b.example.com/cb"]"#),
            set("scopes text", "profile"),
            set("consent_screen_enabled boolean", "false"),
            set("pkce_required boolean", "true"),
            set("public boolean", "false"),
        ],
    )
    .sends(&[r#"POST /oauth_applications {"name":"New",
        "redirect_uris":["https://a.example.com/cb","https://b.example.com/cb"],"scopes":"profile",
        "consent_screen_enabled":false,"pkce_required":true,"public":false}"#])
    .warns("oauth_applications: the response for the new row oa_"),
    insert(
        "oauth_applications",
        "name text = New",
        &[set("name text", "New"), set("callback_url text", "https://a.example.com/cb")],
    )
    .sends(&[r#"POST /oauth_applications {"name":"New","callback_url":"https://a.example.com/cb"}"#])
    .warns("oauth_applications: the response for the new row oa_"),
    insert(
        "oauth_applications",
        "name text = New",
        &[shown_by("attrs jsonb", r#"{"name":"New"}"#, "name text", "New")],
    )
    .sends(&[r#"POST /oauth_applications {"name":"New"}"#])
    .warns("oauth_applications: the response for the new row oa_"),
    update(
        "oauth_applications",
        "{oauth_applications}",
        &[
            set("name text", "Renamed"),
            set("redirect_uris jsonb", r#"["https://a.example.com/cb"]"#),
            set("scopes text", "email"),
            set("consent_screen_enabled boolean", "false"),
            set("pkce_required boolean", "true"),
            set("public boolean", "true"),
        ],
    )
    .sends(&[r#"PATCH /oauth_applications/{oauth_applications} {"name":"Renamed",
        "redirect_uris":["https://a.example.com/cb"],"scopes":"email","consent_screen_enabled":false,
        "pkce_required":true,"public":true}"#]),
    update(
        "oauth_applications",
        "{oauth_applications}",
        &[
            set("callback_url text", "https://a.example.com/cb"),
            becomes("public boolean", NULL, "{oauth_applications.public}"),
        ],
    )
    .sends(&[
        r#"PATCH /oauth_applications/{oauth_applications} {"callback_url":"https://a.example.com/cb","public":null}"#,
    ])
    .shows(&[("redirect_uris jsonb", r#"["https://a.example.com/cb"]"#)]),
    update(
        "oauth_applications",
        "{oauth_applications}",
        &[shown_by("attrs jsonb", r#"{"scopes":"email"}"#, "scopes text", "email")],
    )
    .sends(&[r#"PATCH /oauth_applications/{oauth_applications} {"scopes":"email"}"#]),
    delete("oauth_applications", "{oauth_applications}").sends(&["DELETE /oauth_applications/{oauth_applications}"]),
];
