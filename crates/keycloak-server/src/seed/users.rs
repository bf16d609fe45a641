//! The users of the realm.

use std::ops::Range;

use serde_json::{Map, Value, json};

use super::clients::APP;
use super::{PASSWORD, groups, random, roles};

/// The users who log in: each is enabled and has a password, no one-time password and nothing left to do.
pub(super) const WHO_LOG_IN: Range<u32> = 40..100;

const FIRST_NAMES: &[&str] = &[
    "Ada",
    "Grace",
    "Édith",
    "Zoë",
    "Björn",
    "María José",
    "Li",
    "olga",
    "JEAN",
    "Noor",
    "Siân",
    "Tom",
    "Ursula",
    "Wu",
    "Yusuf",
    "Ines",
    "Kofi",
    "Lars",
    "Mia",
    "Niamh",
    "Otto",
    "Priya",
    "Quentin",
    "Rosa",
];

const LAST_NAMES: &[&str] = &[
    "O'Brien",
    "de la Cruz",
    "Müller",
    "van 't Hoff",
    "Smith-Jones",
    "李",
    "Ångström",
    "MACDONALD",
    "macdonald",
    "Okafor",
    "Nguyễn",
    "Żak",
    "Lovelace",
    "Hopper",
    "D’Angelo",
    "Kaya",
    "Silva",
    "Haddad",
    "Ivanova",
];

/// Names of the first users, with characters that are special in a path, a query or SQL.
const SPECIAL: &[&str] = &[
    "o'brien",
    "\"quoted\"",
    "two words",
    "100%",
    "under_score",
    "underxscore",
    "plus+tag",
    "amp&co",
    "sl/ash",
    "back\\slash",
    "emoji😀",
    "semi;colon",
    "hash#tag",
    "question?mark",
    "col:on",
    "star*name",
    "grüße",
    "equals=sign",
    "comma,name",
    "(brackets)",
    "[square]",
    "{curly}",
    "tab\tname",
    "`tick`",
    "per%20cent",
    "%",
    "_",
    "ﬁligature",
    "z-last",
    "0-first",
];

/// The users of the realm, as in its import.
pub(super) fn json(count: u32) -> Vec<Value> {
    (0..count).map(user).collect()
}

/// Name of the user at a position.
pub(super) fn name(index: u32) -> String {
    match SPECIAL.get(index as usize) {
        Some(name) => (*name).to_owned(),
        None => format!("user{index:05}"),
    }
}

fn user(index: u32) -> Value {
    let logs_in = WHO_LOG_IN.contains(&index);
    let name = name(index);
    let mut user = json!({
        "id": random::id("user", &name),
        "username": name,
        "enabled": logs_in || index % 10 != 3,
        "emailVerified": logs_in || index.is_multiple_of(4),
        // Two users have each time.
        "createdTimestamp": 1_600_000_000_000_u64 + u64::from(index / 2) * 7_200_123,
        "attributes": attributes(index),
        "realmRoles": realm_roles(index),
        "clientRoles": client_roles(index),
        "groups": group_paths(index),
        "requiredActions": if logs_in { &[] } else { required_actions(index) },
        "credentials": credentials(index, logs_in),
        "federatedIdentities": identities(index),
    });
    if logs_in || index % 11 != 7 {
        user["email"] = json!(email(index));
    }
    if logs_in || index % 13 != 5 {
        user["firstName"] = json!(FIRST_NAMES[index as usize % FIRST_NAMES.len()]);
    }
    if logs_in || index % 17 != 5 {
        user["lastName"] = json!(LAST_NAMES[index as usize % LAST_NAMES.len()]);
    }
    if index % 50 == 9 {
        user["notBefore"] = json!(1_650_000_000 + index);
    }
    if index % 100 == 44 {
        let scopes = json!(["email", "profile"]);
        user["clientConsents"] = json!([{ "clientId": APP, "grantedClientScopes": scopes }]);
    }
    user
}

fn email(index: u32) -> String {
    match index % 6 {
        0 => format!("user+{index}@example.com"),
        1 => format!("USER{index}@Example.COM"),
        2 => format!("o'neil_{index}@sub.example.org"),
        _ => format!("user{index}@example.com"),
    }
}

/// Attributes: none for some users; several values, special characters and long texts for others.
fn attributes(index: u32) -> Value {
    const DEPARTMENTS: &[&str] =
        &["Engineering", "engineering", "Sales & Marketing", "Human Resources", "R+D", "50% Ops"];
    const TAGS: &[&str] = &["blue", "Green", "red \"hot\"", "o'clock", "100%", "a:b", "snake_case", "emoji 🦀", "x,y"];
    let mut attributes = Map::new();
    if index % 20 == 19 {
        return Value::Object(attributes);
    }
    let mut set = |key: &str, values: Vec<String>| attributes.insert(key.to_owned(), json!(values));
    let pick = |words: &[&str], kind| words[random::number(kind, index, words.len() as u32) as usize].to_owned();
    set("department", vec![pick(DEPARTMENTS, "department")]);
    set("employee number", vec![format!("E{:06}", index * 37)]);
    if index.is_multiple_of(3) {
        let count = 1 + random::number("tags", index, 4) as usize;
        set("tags", (0..count).map(|at| TAGS[(index as usize + at * 2) % TAGS.len()].to_owned()).collect());
    }
    if index.is_multiple_of(5) {
        set("locale", vec![pick(&["de", "en", "pt-BR", "zh"], "locale")]);
    }
    if index % 40 == 1 {
        set("note", vec![format!("Line one\nline \"two\", {}", "and so on ".repeat(40))]);
    }
    if index % 60 == 2 {
        set("ldap:dn", vec![format!("cn=user {index},ou=people,dc=example")]);
        set("empty", vec![String::new()]);
    }
    Value::Object(attributes)
}

fn realm_roles(index: u32) -> Vec<&'static str> {
    let mut roles = Vec::new();
    let mut add = |holds: bool, role| roles.extend(holds.then_some(role));
    add(index % 15 != 14, roles::DEFAULT);
    add(index.is_multiple_of(3), "viewer");
    add(index % 10 == 1, "editor");
    add(index % 100 == 7, "manager");
    add(index % 500 == 8, "director");
    add(index % 300 == 12, "admin");
    add(index % 20 == 2, roles::SPECIAL[(index / 20) as usize % roles::SPECIAL.len()]);
    roles
}

fn client_roles(index: u32) -> Value {
    match index % 10 {
        4 => json!({ APP: ["read"] }),
        5 if index % 50 == 5 => json!({ APP: ["write", "sl/ash"], "batch": ["run"] }),
        _ => json!({}),
    }
}

/// Paths of the groups of a user: none for some, several for others.
fn group_paths(index: u32) -> Vec<String> {
    let mut paths = Vec::new();
    let mut add = |holds: bool, path: String| paths.extend(holds.then_some(path));
    add(index % 5 < 2, groups::EVERYONE.to_owned());
    add(index % 4 == 1, groups::team(index % groups::TEAM_COUNT));
    add(index % 6 == 2, groups::department(index / 6));
    add(index % 12 == 3, groups::NESTED[(index / 12) as usize % groups::NESTED.len()].to_owned());
    let special = groups::SPECIAL[(index / 30) as usize % groups::SPECIAL.len()];
    add(index % 30 == 4, format!("/{special}"));
    paths
}

fn required_actions(index: u32) -> &'static [&'static str] {
    match index % 21 {
        2 => &["VERIFY_EMAIL"],
        5 => &["UPDATE_PASSWORD"],
        8 => &["UPDATE_PASSWORD", "VERIFY_EMAIL", "UPDATE_PROFILE"],
        11 => &["CONFIGURE_TOTP"],
        _ => &[],
    }
}

fn credentials(index: u32, logs_in: bool) -> Vec<Value> {
    let mut credentials = Vec::new();
    if logs_in || index.is_multiple_of(4) {
        credentials.push(json!({
            "id": random::id("password", &index.to_string()), "type": "password", "value": PASSWORD,
        }));
    }
    if !logs_in && index.is_multiple_of(20) {
        credentials.push(json!({
            "id": random::id("otp", &index.to_string()),
            "type": "otp",
            "userLabel": "phone \"7\"",
            "createdDate": 1_650_000_000_000_u64,
            "secretData": r#"{"value":"bm90IGEgc2VjcmV0"}"#,
            "credentialData":
                r#"{"subType":"totp","digits":6,"counter":0,"period":30,"algorithm":"HmacSHA1"}"#,
        }));
    }
    credentials
}

fn identities(index: u32) -> Vec<Value> {
    let of = |provider: &str| {
        let id = format!("{provider}-{index}");
        json!({ "identityProvider": provider, "userId": id, "userName": name(index) })
    };
    match index % 14 {
        0 => vec![of("google")],
        1 => vec![of("github"), of("partner-001")],
        _ => Vec::new(),
    }
}
