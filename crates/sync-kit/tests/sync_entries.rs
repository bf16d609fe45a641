//! What copies need to know of an object, derived from the catalogues.

use fdw_engine::catalogue::column;
use sync_kit::{Entry, SOURCES};

fn entry(provider: &str, profile: &str, object: &str) -> Entry {
    let source = SOURCES.iter().find(|source| source.provider == provider && source.profile == profile);
    let source = source.expect("a catalogue");
    Entry::of(source, source.catalogue.object(object).expect("an object"))
}

#[test]
fn keys_times_and_counts_are_those_of_the_api() {
    // Provider, profile, object; key; time of the change; time of the creation; requests of a count; parent or owner.
    type Case<'a> =
        (&'a str, &'a str, &'a str, &'a str, Option<&'a str>, Option<&'a str>, Option<usize>, Option<&'a str>);
    let cases: [Case; 14] = [
        ("clerk", "", "users", "id", Some("updated_at"), None, Some(1), None),
        ("clerk", "", "organization_memberships", "id", None, Some("created_at"), Some(1), None),
        ("clerk", "", "invitations", "id", None, None, Some(2), None),
        ("clerk", "", "user_email_addresses", "user_id,id", None, None, None, Some("users")),
        ("clerk", "", "sessions", "user_id,id", None, None, None, Some("users")),
        ("clerk", "", "user_billing_credits", "user_id", None, None, None, Some("users")),
        ("clerk", "", "jwks", "kid", None, None, None, None),
        ("keycloak", "", "user", "id", None, Some("created_timestamp"), Some(1), None),
        ("keycloak", "", "group", "id", None, None, Some(1), None),
        ("keycloak", "", "group_member", "group_id,user_id", None, None, None, Some("group")),
        (
            "keycloak",
            "",
            "user_federated_identity",
            "user_id,identity_provider",
            None,
            None,
            None,
            Some("identity_provider_user"),
        ),
        ("scim", "rfc7644", "groups", "id", Some("last_modified"), None, Some(1), None),
        ("scim", "rfc7644", "group_members", "group_id,member_id", None, None, None, Some("groups")),
        ("scim", "contentful", "users", "id", None, None, Some(1), None),
    ];
    for (provider, profile, object, key, changed_at, added_at, count_requests, above) in cases {
        let entry = entry(provider, profile, object);
        let found = (entry.changed_at, entry.added_at, entry.count_requests, entry.owner.or(entry.parent));
        assert_eq!(found, (changed_at, added_at, count_requests, above), "{provider} {object}");
        assert_eq!(entry.key.expect("a key").join(","), key, "{provider} {object}");
    }
    assert_eq!(entry("clerk", "", "users").window_by, Some("created_at"));
    assert_eq!(entry("scim", "rfc7644", "user_emails").key, None, "nothing identifies an address");
    assert!(entry("clerk", "", "instance").is_single);
    assert!(entry("clerk", "", "api_keys").refusal.is_some());
    assert!(!entry("clerk", "", "sessions").is_default, "a request for each user");
    assert!(entry("keycloak", "", "user_realm_role").is_default);
}

#[test]
fn every_column_that_an_entry_names_is_imported() {
    for source in &SOURCES {
        for object in source.catalogue.objects {
            let columns = column::flatten(object.columns);
            let is_imported = |name: &str| columns.iter().any(|column| column.imported && column.name == name);
            let entry = Entry::of(source, object);
            let names = [entry.key.unwrap_or_default(), entry.reread_by.unwrap_or_default(), entry.indexes].concat();
            let times = [entry.changed_at, entry.added_at, entry.window_by, entry.owner_key];
            for name in names.iter().map(String::as_str).chain(times.into_iter().flatten()) {
                assert!(is_imported(name), "{} {}.{name}", source.provider, object.name);
            }
            let above = [entry.owner, entry.parent].into_iter().flatten();
            above.for_each(|name| assert!(source.catalogue.object(name).is_some(), "{name}"));
        }
        let large = source.large.iter().chain(source.short_lived);
        large.for_each(|name| assert!(source.catalogue.object(name).is_some(), "{name}"));
    }
}
