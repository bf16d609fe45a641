//! Roles, permissions and role sets.

use crate::case::{Case, NULL, delete, hidden, insert, row, set, shown_by, shown_in, update};

#[test]
fn roles_are_written() {
    crate::check::check(CASES);
}

pub const CASES: &[Case] = &[
    insert(
        "organization_permissions",
        "key text = org:docs:read",
        &[set("name text", "Read"), set("key text", "org:docs:read"), set("description text", "Reads documents")],
    )
    .sends(&[
        r#"POST /organization_permissions {"name":"Read","key":"org:docs:read","description":"Reads documents"}"#,
    ]),
    insert(
        "organization_permissions",
        "key text = org:docs:read",
        &[shown_by("attrs jsonb", r#"{"name":"Read","key":"org:docs:read"}"#, "name text", "Read")],
    )
    .sends(&[r#"POST /organization_permissions {"name":"Read","key":"org:docs:read"}"#]),
    update(
        "organization_permissions",
        "{organization_permissions}",
        &[set("name text", "Read"), set("key text", "org:docs:read"), set("description text", "Reads documents")],
    )
    .sends(&[r#"PATCH /organization_permissions/{organization_permissions} {"name":"Read","key":"org:docs:read",
        "description":"Reads documents"}"#]),
    update(
        "organization_permissions",
        "{organization_permissions}",
        &[shown_by("attrs jsonb", r#"{"name":"Read"}"#, "name text", "Read")],
    )
    .sends(&[r#"PATCH /organization_permissions/{organization_permissions} {"name":"Read"}"#]),
    delete("organization_permissions", "{organization_permissions}")
        .sends(&["DELETE /organization_permissions/{organization_permissions}"]),
    insert(
        "organization_roles",
        "key text = org:editor",
        &[
            set("name text", "Editor"),
            set("key text", "org:editor"),
            shown_in(
                "include_in_initial_role_set boolean",
                "true",
                row("role_sets", "id text = {role_sets:type=initial}", "roles jsonb", r#"[{"key":"org:editor"}]"#),
            ),
            set("description text", "Edits documents"),
            shown_by(
                "permission_ids jsonb",
                r#"["{organization_permissions}","{organization_permissions#2}"]"#,
                "permissions jsonb",
                r#"[{"id":"{organization_permissions}"},{"id":"{organization_permissions#2}"}]"#,
            ),
        ],
    )
    .sends(&[r#"POST /organization_roles {"name":"Editor","key":"org:editor","include_in_initial_role_set":true,
        "description":"Edits documents",
        "permissions":["{organization_permissions}","{organization_permissions#2}"]}"#]),
    insert(
        "organization_roles",
        "key text = org:editor",
        &[shown_by("attrs jsonb", r#"{"name":"Editor","key":"org:editor"}"#, "name text", "Editor")],
    )
    .sends(&[r#"POST /organization_roles {"name":"Editor","key":"org:editor"}"#]),
    update(
        "organization_roles",
        "{organization_roles}",
        &[
            set("name text", "Editor"),
            set("key text", "org:editor"),
            set("description text", NULL),
            shown_by(
                "permission_ids jsonb",
                r#"["{organization_permissions#2}"]"#,
                "permissions jsonb",
                r#"[{"id":"{organization_permissions#2}"}]"#,
            ),
        ],
    )
    .sends(&[r#"PATCH /organization_roles/{organization_roles} {"name":"Editor","key":"org:editor",
        "description":null,"permissions":["{organization_permissions#2}"]}"#]),
    update(
        "organization_roles",
        "{organization_roles}",
        &[shown_by("attrs jsonb", r#"{"name":"Editor"}"#, "name text", "Editor")],
    )
    .sends(&[r#"PATCH /organization_roles/{organization_roles} {"name":"Editor"}"#]),
    update(
        "organization_roles",
        "{organization_roles}",
        &[
            shown_by(
                "add_permission_id text",
                "{organization_permissions#2}",
                "permissions jsonb",
                r#"[{"id":"{organization_permissions#2}"}]"#,
            ),
            shown_by(
                "remove_permission_id text",
                "{organization_permissions#1}",
                "permissions jsonb",
                r#"[{"id":"{organization_permissions#2}"}]"#,
            ),
        ],
    )
    .given(&[r#"PATCH /organization_roles/{organization_roles} {"permissions":["{organization_permissions#1}"]}"#])
    .sends(&[
        "POST /organization_roles/{organization_roles}/permissions/{organization_permissions#2}",
        "DELETE /organization_roles/{organization_roles}/permissions/{organization_permissions#1}",
    ]),
    delete("organization_roles", "{organization_roles}").sends(&["DELETE /organization_roles/{organization_roles}"]),
    insert(
        "role_sets",
        "key text = role_set:new",
        &[
            set("name text", "New"),
            set("key text", "role_set:new"),
            set("description text", "A new set"),
            shown_by(
                "role_keys jsonb",
                r#"["{organization_roles.key}","{organization_roles#1.key}"]"#,
                "roles jsonb",
                r#"[{"key":"{organization_roles.key}"},{"key":"{organization_roles#1.key}"}]"#,
            ),
            set("default_role_key text", "{organization_roles.key}"),
            set("creator_role_key text", "{organization_roles#1.key}"),
            set("type text", "initial"),
        ],
    )
    .sends(&[r#"POST /role_sets {"name":"New","key":"role_set:new","description":"A new set",
        "roles":["{organization_roles.key}","{organization_roles#1.key}"],
        "default_role_key":"{organization_roles.key}","creator_role_key":"{organization_roles#1.key}",
        "type":"initial"}"#]),
    insert(
        "role_sets",
        "key text = role_set:new",
        &[shown_by(
            "attrs jsonb",
            r#"{"name":"New","key":"role_set:new","roles":["{organization_roles.key}"],
            "default_role_key":"{organization_roles.key}","creator_role_key":"{organization_roles.key}"}"#,
            "name text",
            "New",
        )],
    )
    .sends(&[r#"POST /role_sets {"name":"New","key":"role_set:new","roles":["{organization_roles.key}"],
        "default_role_key":"{organization_roles.key}","creator_role_key":"{organization_roles.key}"}"#]),
    // The roles are added before one of them becomes the default.
    update(
        "role_sets",
        "{role_sets:type=custom}",
        &[
            set("name text", "Renamed"),
            set("key text", "role_set:renamed"),
            set("description text", NULL),
            set("type text", "initial"),
            set("default_role_key text", "{organization_roles.key}"),
            set("creator_role_key text", "{organization_roles#1.key}"),
            shown_by(
                "add_role_keys jsonb",
                r#"["{organization_roles.key}","{organization_roles#1.key}"]"#,
                "roles jsonb",
                r#"[{"key":"{organization_roles.key}"},{"key":"{organization_roles#1.key}"}]"#,
            ),
        ],
    )
    .sends(&[
        r#"POST /role_sets/{role_sets:type=custom}/roles
        {"role_keys":["{organization_roles.key}","{organization_roles#1.key}"]}"#,
        r#"PATCH /role_sets/{role_sets:type=custom} {"name":"Renamed","key":"role_set:renamed","description":null,
        "type":"initial","default_role_key":"{organization_roles.key}",
        "creator_role_key":"{organization_roles#1.key}"}"#,
    ])
    .others(&[row("role_sets", "id text = {role_sets:type=initial}", "type text", "custom")]),
    update("role_sets", "{role_sets}", &[shown_by("attrs jsonb", r#"{"name":"Renamed"}"#, "name text", "Renamed")])
        .sends(&[r#"PATCH /role_sets/{role_sets} {"name":"Renamed"}"#]),
    update(
        "role_sets",
        "{role_sets}",
        &[
            shown_by(
                "remove_role_key text",
                "{organization_roles.key}",
                "roles jsonb",
                r#"[{"key":"{organization_roles#1.key}"}]"#,
            ),
            shown_by(
                "replacement_role_key text",
                "{organization_roles#1.key}",
                "default_role_key text",
                "{organization_roles#1.key}",
            ),
        ],
    )
    .given(&[r#"POST /role_sets/{role_sets}/roles
        {"role_keys":["{organization_roles.key}"],"default_role_key":"{organization_roles.key}"}"#])
    .sends(&[r#"POST /role_sets/{role_sets}/roles/replace
        {"role_key":"{organization_roles.key}","to_role_key":"{organization_roles#1.key}"}"#]),
    // The organizations get another role set, and this one is deleted.
    update(
        "role_sets",
        "{role_sets#1}",
        &[
            shown_in(
                "replacement_role_set_key text",
                "{role_sets#2.key}",
                row("organizations", "id text = {organizations}", "role_set_key text", "{role_sets#2.key}"),
            ),
            hidden("role_reassignments jsonb", r#"{"{organization_roles.key}":"{organization_roles#1.key}"}"#),
        ],
    )
    .given(&[r#"PATCH /organizations/{organizations} {"role_set_key":"{role_sets#1.key}"}"#])
    .sends(&[r#"POST /role_sets/{role_sets#1}/replace {"dest_role_set_key":"{role_sets#2.key}",
    "reassignment_mappings":{"{organization_roles.key}":"{organization_roles#1.key}"}}"#])
    .gone(),
];
