//! Users: with and without each attribute.

use serde_json::{Value, json};

use super::names::{CITIES, DEPARTMENTS, FAMILY, GIVEN, LOCALES, TIMEZONES, TITLES, USER_TYPES};
use super::{ACME_USER, ENTERPRISE_USER, Member, USER, number, pick, without_nulls};

/// The user with this index. Managers are among the users that already exist.
pub(super) fn user(index: usize, existing: &[Member]) -> Value {
    let (given, family) = name_parts(index);
    let full = format!("{} {}", given.0, family.0);
    let mut user = json!({
        "schemas": [USER],
        "userName": user_name(index),
        "externalId": index.is_multiple_of(2).then(|| format!("{index:06}")),
        "name": name(index, given.0, family.0),
        "displayName": match index % 50 {
            21 => Some(String::new()),
            at if at % 4 == 3 => None,
            _ => Some(full),
        },
        "nickName": index.is_multiple_of(5).then_some(given.0),
        "profileUrl": (index % 6 == 1).then(|| format!("https://people.example.com/{index}?tab=a&b=%20")),
        "title": match index % 50 {
            22 => Some(""),
            _ => index.is_multiple_of(3).then(|| pick("title", index, TITLES)),
        },
        "userType": (index % 2 == 1).then(|| pick("user type", index, USER_TYPES)),
        "preferredLanguage": (index % 4 == 2).then(|| pick("locale", index, LOCALES)),
        "locale": (index % 4 < 2).then(|| pick("locale", index, LOCALES)),
        "timezone": (index % 3 == 1).then(|| pick("timezone", index, TIMEZONES)),
        "active": match index % 5 {
            3 => Some(false),
            4 => None,
            _ => Some(true),
        },
        "emails": emails(index),
        "phoneNumbers": phone_numbers(index),
        "addresses": addresses(index),
        "roles": roles(index),
        "entitlements": (index % 9 == 4).then(|| json!([{ "value": "vpn" }, { "value": "printer", "type": "it" }])),
        "photos": photos(index),
        "ims": (index % 13 == 6).then(|| json!([{ "value": format!("user{index}@chat.example.com"), "type": "xmpp" }])),
        "x509Certificates": (index % 40 == 7).then(|| json!([{ "value": "MIIBszCCAVmgAwIBAgIU" }])),
    });
    let extensions = [(ENTERPRISE_USER, enterprise(index, existing)), (ACME_USER, acme(index))];
    for (urn, extension) in extensions.into_iter().filter_map(|(urn, extension)| Some((urn, extension?))) {
        user[urn] = without_nulls(extension);
        if let Some(schemas) = user["schemas"].as_array_mut() {
            schemas.push(urn.into());
        }
    }
    without_nulls(user)
}

type Name = (&'static str, &'static str);

fn name_parts(index: usize) -> (Name, Name) {
    (GIVEN[index % GIVEN.len()], FAMILY[(index / 2) % FAMILY.len()])
}

/// An e-mail address, which is unique because of the index. Some have characters that are special in URLs, in filters
/// or in patterns.
fn user_name(index: usize) -> String {
    let (given, family) = name_parts(index);
    let plain = format!("{}.{}", given.1, family.1);
    match index % 20 {
        3 | 12 => format!("{plain}+tag{index}@example.com"),
        5 => format!("{}{index}@Example.COM", plain.to_uppercase()),
        7 => format!("O'{plain}{index}@example.com"),
        11 => format!("\"{plain} {index}\"@example.com"),
        13 => format!("{plain}%{index}@example.com"),
        16 => format!("{plain}&{index}=#@example.com"),
        17 => format!("{}{index}@bücher.example", given.0.replace(' ', "")),
        _ => format!("{plain}{index}@example.com"),
    }
}

fn name(index: usize, given: &str, family: &str) -> Option<Value> {
    Some(without_nulls(match index % 10 {
        9 => return None,
        8 => json!({ "formatted": format!("{given} {family}") }),
        7 => json!({ "givenName": given }),
        6 => json!({ "givenName": given, "familyName": "" }),
        rest => json!({
            "formatted": (rest == 0).then(|| format!("Dr. {given} Q. {family} III")),
            "familyName": family,
            "givenName": given,
            "middleName": (rest < 2).then_some("Q."),
            "honorificPrefix": (rest % 4 == 0).then_some("Dr."),
            "honorificSuffix": (rest == 0).then_some("III"),
        }),
    }))
}

/// None to three addresses: the primary one first, last, or none at all.
fn emails(index: usize) -> Option<Value> {
    let at = |domain: &str| format!("{}.{index}@{domain}", name_parts(index).0.1);
    let work = at("work.example.com");
    let home = at("Home.Example.ORG");
    Some(match index % 6 {
        0 => return None,
        1 => json!([{ "value": work, "type": "work", "primary": true }]),
        2 => json!([{ "value": home, "type": "home" }, { "value": work, "type": "work", "primary": true }]),
        3 => json!([{ "value": home, "type": "home", "primary": false }, { "value": work, "type": "work" }]),
        4 => json!([
            { "value": work, "display": "Work \"main\"", "type": "work", "primary": true },
            { "value": home, "type": "home", "primary": false },
            { "value": at("other.example.net"), "type": "other" },
        ]),
        _ => json!([{ "value": user_name(index) }]),
    })
}

fn phone_numbers(index: usize) -> Option<Value> {
    let work = format!("tel:+49-30-{:06}", number("phone", index, 60_000));
    let mobile = format!("tel:+1-201-555-{:04}", index % 10_000);
    Some(match index % 7 {
        0 | 1 => json!([{ "value": work, "type": "work" }]),
        2 => json!([
            { "value": work, "type": "work", "display": "front desk" },
            { "value": mobile, "type": "mobile", "primary": true },
            { "value": format!("{work};ext=7"), "type": "fax" },
        ]),
        3 => json!([{ "value": mobile }]),
        _ => return None,
    })
}

fn addresses(index: usize) -> Option<Value> {
    let (city, region, country) = CITIES[number("city", index, CITIES.len())];
    let street = format!("{} Example Street", index + 1);
    let work = json!({
        "type": "work",
        "streetAddress": street,
        "locality": city,
        "region": region,
        "postalCode": format!("{:05}", number("postal code", index, 60_000)),
        "country": country,
        "formatted": format!("{street}\n{city}, {region}\n{country}"),
        "primary": true,
    });
    Some(match index % 8 {
        1 => json!([work]),
        4 => json!([work, { "type": "home", "locality": city, "postalCode": "" }]),
        6 => json!([{ "country": country }]),
        _ => return None,
    })
}

fn roles(index: usize) -> Option<Value> {
    Some(match index % 5 {
        1 => json!([{ "value": "reader" }]),
        2 => json!([
            { "value": "admin", "display": "Administrator", "type": "system", "primary": true },
            { "value": "reader" },
            { "value": "auditor \"external\"", "type": "business" },
        ]),
        _ => return None,
    })
}

fn photos(index: usize) -> Option<Value> {
    let url = |kind: &str| format!("https://photos.example.com/{index}/{kind}.png");
    let entry = |kind: &str| json!({ "value": url(kind), "type": kind });
    (index % 11 == 3).then(|| json!([entry("photo"), entry("thumbnail")]))
}

/// The enterprise extension of two users of three.
fn enterprise(index: usize, existing: &[Member]) -> Option<Value> {
    let has = |part: usize| !index.is_multiple_of(part);
    let manager = existing.get(index % 10).filter(|_| index % 4 != 3);
    let manager = manager.map(|manager| match index % 4 {
        0 => json!({ "value": manager.id, "$ref": manager.location }),
        _ => json!({ "value": manager.id }),
    });
    (index % 3 != 2).then(|| {
        json!({
            "employeeNumber": has(4).then(|| format!("{:05}", 70_000 - index)),
            "costCenter": (index % 7 == 1).then(|| format!("CC-{}", index % 9)),
            "organization": if has(5) { "Acme" } else { "Acme \"Labs\"" },
            "division": (index % 10 == 3).then_some("Theme Park"),
            "department": has(6).then(|| pick("department", index, DEPARTMENTS)),
            "manager": manager,
        })
    })
}

/// The other extension of a quarter of the users.
fn acme(index: usize) -> Option<Value> {
    let has = |part: usize| !index.is_multiple_of(part);
    (index % 4 == 1).then(|| {
        json!({
            "badgeNumber": format!("B-{index:04}"),
            "hiredOn": has(3).then(|| {
                format!("20{:02}-0{}-{:02}T08:30:00Z", index % 26, 1 + index % 9, 1 + index % 28)
            }),
            "isContractor": has(5).then_some(index % 8 == 1),
            "level": has(7).then_some(index % 12),
            "desk": (index % 16 == 1).then(|| json!({ "building": "HQ \"North\"", "floor": format!("{}", index % 5) })),
            "department": has(9).then(|| format!("Acme {}", pick("acme department", index, DEPARTMENTS))),
        })
    })
}
