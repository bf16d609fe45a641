//! The mock's writes agree with the OpenAPI document: the endpoints, the fields of their bodies and their responses.

use std::collections::{BTreeMap, BTreeSet};

use clerk_mock::writes::{Field, FieldType, WriteRoute, routes};
use clerk_mock::{KEY, Mock};
use serde_json::{Map, Value, json};

use crate::facts::facts;
use openapi_facts::WRITE_METHODS;
use openapi_facts::{check_response, resolve, type_of, unnamed};

/// Writes that the mock does not execute: they mint or check secrets, upload files, have several rows in one request,
/// replace a whole list, or change what is no row.
const NOT_EXECUTED: [&str; 48] = [
    "POST /clients/verify",
    "POST /email_addresses/{}/prepare_verification",
    "POST /email_addresses/{}/attempt_verification",
    "PUT /users/{}/email_address",
    "POST /phone_numbers/{}/prepare_verification",
    "POST /phone_numbers/{}/attempt_verification",
    "PUT /users/{}/phone_number",
    "POST /sessions/{}/refresh",
    "POST /sessions/{}/tokens",
    "POST /sessions/{}/tokens/{}",
    "POST /templates/{}/{}/preview",
    "POST /users/ban",
    "POST /users/unban",
    "POST /users/{}/profile_image",
    "POST /users/{}/verify_password",
    "POST /users/{}/verify_totp",
    "POST /invitations/bulk",
    "PUT /beta_features/domain",
    "POST /actor_tokens",
    "POST /actor_tokens/{}/revoke",
    "POST /instance/change_domain",
    "POST /webhooks/svix",
    "DELETE /webhooks/svix",
    "POST /webhooks/svix_url",
    "POST /machines/{}/secret_key/rotate",
    "PUT /organizations/{}/logo",
    "POST /organizations/{}/invitations/bulk",
    "POST /proxy_checks",
    "POST /sign_in_tokens",
    "POST /sign_in_tokens/{}/revoke",
    "PUT /oauth_applications/{}/logo",
    "POST /oauth_applications/{}/rotate_secret",
    "POST /oauth_applications/{}/revoke_token",
    "POST /enterprise_connections/{}/test_runs",
    "POST /testing_tokens",
    "POST /agents/tasks",
    "POST /agents/tasks/{}/revoke",
    "POST /waitlist_entries/bulk",
    "POST /scim_directories/{}/rotate_api_key",
    "PUT /scim_directories/{}/group_role_mappings",
    "POST /directories/{}/rotate_api_key",
    "PUT /directories/{}/group_role_mappings",
    "POST /admin_portal_link_tokens",
    "POST /admin_portal_link_tokens/{}/revoke",
    "POST /api_keys/verify",
    "POST /m2m_tokens",
    "POST /m2m_tokens/verify",
    "POST /oauth_applications/access_tokens/verify",
];

/// The operations that write, by method and endpoint, whose placeholders are [`unnamed`].
fn write_operations(text: &Value) -> BTreeMap<String, &Value> {
    let mut operations = BTreeMap::new();
    for (path, item) in text["paths"].as_object().expect("paths") {
        for method in WRITE_METHODS {
            if let Some(operation) = item.get(method) {
                operations.insert(format!("{} {}", method.to_uppercase(), unnamed(path)), operation);
            }
        }
    }
    operations
}

fn name(route: &WriteRoute) -> String {
    format!("{} {}", route.method, route.endpoint)
}

#[test]
fn every_write_is_executed_or_known_not_to_be() {
    let operations = write_operations(facts());
    let documented: BTreeSet<&str> = operations.keys().map(String::as_str).collect();
    let executed: Vec<String> = routes().map(name).collect();
    let mut known: BTreeSet<&str> = executed.iter().map(String::as_str).collect();
    assert_eq!(known.len(), executed.len(), "an endpoint is listed twice");
    for endpoint in NOT_EXECUTED {
        assert!(known.insert(endpoint), "{endpoint} is executed");
    }
    assert_eq!(known, documented);
}

#[test]
fn fields_are_the_documented_ones() {
    let text = facts();
    let operations = write_operations(text);
    for route in routes() {
        let what = name(route);
        let operation = operations[&what];
        let schema = resolve(text, &operation["requestBody"]["content"]["application/json"]["schema"]);
        let properties = schema["properties"].as_object().cloned().unwrap_or_default();
        let names: BTreeSet<&str> = route.fields.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), route.fields.len(), "{what} has a field twice");
        assert_eq!(names, properties.keys().map(String::as_str).collect(), "{what}");
        let required: BTreeSet<&str> = texts(&schema["required"]).into_iter().collect();
        let own = route.fields.iter().filter(|field| field.is_required).map(|field| field.name);
        assert_eq!(own.collect::<BTreeSet<&str>>(), required, "{what}");
        for field in route.fields {
            check_field(text, field, &properties[field.name], &format!("{what}: {}", field.name));
        }
        let query = operation["parameters"].as_array().into_iter().flatten();
        let query: Vec<&str> = query.filter_map(|parameter| resolve(text, parameter)["name"].as_str()).collect();
        assert_eq!(route.query, query, "{what}");
    }
}

fn texts(array: &Value) -> Vec<&str> {
    array.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn check_field(text: &Value, field: &Field, property: &Value, what: &str) {
    let property = resolve(text, property);
    let items = resolve(text, &property["items"]);
    assert_eq!(field.is_nullable, property["nullable"] == true, "{what}");
    let field_types: &[FieldType] = match (type_of(text, property), type_of(text, items)) {
        (Some("string"), _) => &[FieldType::Text, FieldType::Time],
        (Some("boolean"), _) => &[FieldType::Boolean],
        (Some("integer"), _) => &[FieldType::Integer],
        (Some("number"), _) => &[FieldType::Number],
        (Some("object"), _) => &[FieldType::Object],
        (Some("array"), Some("string")) => &[FieldType::Texts],
        (Some("array"), Some("object")) => &[FieldType::Objects],
        (None, _) => &[FieldType::Any],
        other => panic!("{what} is {other:?}"),
    };
    assert!(field_types.contains(&field.field_type), "{what}: {field_types:?}");
    let listed = property["enum"].as_array().or(items["enum"].as_array()).cloned().unwrap_or_default();
    let listed: Vec<String> =
        listed.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    assert_eq!(field.values, listed, "{what}");
}

/// Sends a request with a body. Returns the status and the body of the response, which is null if there is none.
fn send(mock: &Mock, method: &str, target: &str, body: &Value) -> (u16, Value) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{}{target}", mock.url()))
        .header("authorization", format!("Bearer {KEY}"))
        .header("content-type", "application/json")
        .body(body.to_string())
        .expect("a request");
    let mut response = agent.run(request).expect("a response");
    let text = response.body_mut().read_to_string().expect("a body");
    (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Responses have the documented status and schema. Each request has all fields, and is sent to a mock of its own, for
/// one object after the other until it succeeds: some writes need an object in a certain state.
#[test]
fn responses_have_the_documented_schemas() {
    let text = facts();
    let operations = write_operations(text);
    for route in routes() {
        let what = name(route);
        let mock = Mock::with_users(100).expect("a mock");
        prepare(&mock, route);
        let (mut sent, mut refused) = (Value::Null, Value::Null);
        let accepted = targets(&mock, route).into_iter().find_map(|target| {
            let body = body(&mock, route, &target);
            sent = body.clone();
            match send(&mock, route.method, &target, &body) {
                (200..300, _) if route.status == 204 => Some((204, Value::Null)),
                (status @ 200..300, response) => Some((status, response)),
                (_, response) => {
                    refused = json!([target, body, response]);
                    None
                }
            }
        });
        let Some((status, response)) = accepted else { panic!("{what}: {refused:#}") };
        assert_eq!(status, route.status, "{what}");
        let documented = &operations[&what]["responses"];
        let documented = documented.get(status.to_string()).unwrap_or_else(|| panic!("{what}: {status}"));
        let schema = &resolve(text, documented)["content"]["application/json"]["schema"];
        if !schema.is_null() {
            check_response(text, schema, &response, &what);
        }
        check_values(route, &sent, &response, &what);
    }
}

/// Checks that the attributes of a response have the values that the request has given them.
fn check_values(route: &WriteRoute, sent: &Value, response: &Value, what: &str) {
    for field in route.fields {
        let (given, attribute) = (&sent[field.name], &response[field.name]);
        let expected = match field.field_type {
            FieldType::Text | FieldType::Boolean | FieldType::Integer => given.clone(),
            // 2024-05-01T10:00:00Z
            FieldType::Time => json!(1_714_557_600_000_i64),
            _ => continue,
        };
        let is_scalar = attribute.is_string() || attribute.is_boolean() || attribute.is_number();
        assert!(!is_scalar || given.is_null() || *attribute == expected, "{what}: {} is {attribute}", field.name);
    }
}

/// Requests that the document does not allow get an error that names the parameter.
#[test]
fn invalid_bodies_are_refused() {
    let text = facts();
    let mock = Mock::with_users(100).expect("a mock");
    let refuse = |route: &WriteRoute, target: &str, body: &Value, code: &str, parameter: &str| {
        let what = format!("{}: {body}", name(route));
        let (status, response) = send(&mock, route.method, target, body);
        check_response(text, &text["components"]["schemas"]["ClerkErrors"], &response, &what);
        let error = &response["errors"][0];
        assert_eq!((status, error["code"].as_str()), (422, Some(code)), "{what}: {response}");
        assert_eq!(error["meta"]["param_name"], parameter, "{what}");
        assert!(error["long_message"].as_str().is_some_and(|message| message.contains(parameter)), "{what}");
    };
    for route in routes() {
        let target = targets(&mock, route).swap_remove(0);
        let full = body(&mock, route, &target);
        let refuse = |body: &Value, code: &str, parameter: &str| refuse(route, &target, body, code, parameter);
        let with = |name: &str, value: Value| {
            let mut body = full.clone();
            body[name] = value;
            body
        };
        refuse(&with("unheard_of", json!(1)), "form_param_unknown", "unheard_of");
        for field in route.fields {
            if field.is_required {
                let mut body = full.clone();
                body.as_object_mut().and_then(|body| body.remove(field.name));
                refuse(&body, "form_param_missing", field.name);
            }
            if !field.is_nullable {
                refuse(&with(field.name, Value::Null), "form_param_format_invalid", field.name);
            }
            if field.field_type != FieldType::Any {
                let other = if field.field_type == FieldType::Boolean { json!("true") } else { json!(true) };
                refuse(&with(field.name, other), "form_param_format_invalid", field.name);
            }
            if field.field_type == FieldType::Text && !field.values.is_empty() {
                refuse(&with(field.name, json!("unheard of")), "form_param_format_invalid", field.name);
            }
        }
    }
    assert!(
        mock.rows("users") == Mock::with_users(100).expect("a mock").rows("users"),
        "a refused request has an effect"
    );
}

/// Does what has to be done before the request of an endpoint can succeed.
fn prepare(mock: &Mock, route: &WriteRoute) {
    let first = |list: &str| id(&mock.rows(list)[0]);
    let (endpoint, body) = match (route.method, route.endpoint) {
        ("DELETE", "/organization_roles/{}/permissions/{}") => {
            let target = format!(
                "/organization_roles/{}/permissions/{}",
                first("organization_roles"),
                first("organization_permissions")
            );
            (target, json!({}))
        }
        ("DELETE", "/machines/{}/scopes/{}") => (
            format!("/machines/{}/scopes", first("machines")),
            json!({ "to_machine_id": id(&mock.rows("machines")[1]) }),
        ),
        ("DELETE", "/billing/subscription_items/{}/discounts/{}") => {
            let target = format!("/billing/subscription_items/{}/discounts", first("billing_subscription_items"));
            (target, json!({ "discount_id": "a discount" }))
        }
        ("POST", "/role_sets/{}/roles/replace") => {
            let key = mock.rows("organization_roles")[0]["key"].clone();
            (format!("/role_sets/{}/roles", first("role_sets")), json!({ "role_keys": [key] }))
        }
        _ => return,
    };
    let (status, response) = send(mock, "POST", &endpoint, &body);
    assert_eq!(status, 200, "{endpoint}: {response}");
}

fn id(row: &Value) -> String {
    row["id"].as_str().unwrap_or("").to_owned()
}

/// URL paths of requests to an endpoint, for each object of the mock that it may apply to.
fn targets(mock: &Mock, route: &WriteRoute) -> Vec<String> {
    let fill = |path: String, id: &&str| path.replacen("{}", &id.replace(' ', "%20"), 1);
    let with = |ids: &[&str]| ids.iter().fold(route.endpoint.to_owned(), fill);
    let text = |row: &Value, path: &str| row.pointer(path).and_then(Value::as_str).unwrap_or("").to_owned();
    let pairs = |list: &str, first: &str, second: &str| -> Vec<String> {
        mock.rows(list).iter().map(|row| with(&[&text(row, first), &text(row, second)])).collect()
    };
    let children = |list: &str| -> Vec<String> {
        let rows = mock.rows(list);
        mock.parents(list).iter().zip(&rows).map(|(parent, row)| with(&[parent, &id(row)])).collect()
    };
    let elements = |array: &str| -> Vec<(String, String)> {
        let of_user = |user: &Value| {
            let elements = user[array].as_array().cloned().unwrap_or_default();
            elements.iter().map(|element| (id(user), id(element))).collect::<Vec<_>>()
        };
        mock.rows("users").iter().flat_map(of_user).collect()
    };
    let segments: Vec<&str> = route.endpoint.split('/').skip(1).collect();
    match segments[..] {
        ["email_addresses" | "phone_numbers", "{}"] => {
            elements(segments[0]).iter().map(|(_, element)| with(&[element])).collect()
        }
        ["users", "{}", array @ ("passkeys" | "web3_wallets" | "external_accounts"), "{}"] => {
            elements(array).iter().map(|(user, element)| with(&[user, element])).collect()
        }
        ["users", "{}", "trusted_devices", "{}"] => children("trusted_devices"),
        ["directories", "{}", _, "{}"] => children("directory_group_role_mappings"),
        ["scim_directories", "{}", _, "{}"] => children("scim_group_role_mappings"),
        ["organizations", "{}", "memberships", "{}", ..] => {
            pairs("organization_memberships", "/organization/id", "/public_user_data/user_id")
        }
        ["organizations", "{}", "invitations", "{}", ..] => {
            pairs("organization_invitations", "/organization_id", "/id")
        }
        ["organizations", "{}", "domains", "{}", ..] => pairs("organization_domains", "/organization_id", "/id"),
        ["templates", ..] => pairs("templates", "/template_type", "/slug"),
        ["organization_roles", "{}", _, "{}"] => {
            vec![with(&[&id(&mock.rows("organization_roles")[0]), &id(&mock.rows("organization_permissions")[0])])]
        }
        ["machines", "{}", "scopes", "{}"] => {
            let machines = mock.rows("machines");
            vec![with(&[&id(&machines[0]), &id(&machines[1])])]
        }
        ["billing", _, "{}", _, "{}"] => {
            vec![with(&[&id(&mock.rows("billing_subscription_items")[0]), "a discount"])]
        }
        ["billing", list, "{}", ..] => {
            mock.rows(&format!("billing_{list}")).iter().map(|row| with(&[&id(row)])).collect()
        }
        [list, "{}", ..] => mock.rows(list).iter().map(|row| with(&[&id(row)])).collect(),
        _ => vec![route.endpoint.to_owned()],
    }
}

/// A body with all fields, except those that refer to something that only some objects have.
fn body(mock: &Mock, route: &WriteRoute, target: &str) -> Value {
    let left_out = ["inviter_user_id", "primary_email_address_id", "primary_phone_number_id", "primary_web3_wallet_id"];
    let fields = route.fields.iter().filter(|field| !left_out.contains(&field.name));
    let body: Map<String, Value> =
        fields.map(|field| (field.name.to_owned(), value(mock, route, field, target))).collect();
    body.into()
}

/// A value that the endpoint accepts for a field.
fn value(mock: &Mock, route: &WriteRoute, field: &Field, target: &str) -> Value {
    let first = |list: &str, attribute: &str| mock.rows(list)[0][attribute].clone();
    let last = |list: &str, attribute: &str| mock.rows(list).last().expect("a row")[attribute].clone();
    match field.name {
        "user_id" | "created_by" | "subject" | "requesting_user_id" => match route.endpoint {
            "/organizations/{}/memberships" => last("users", "id"),
            _ => first("users", "id"),
        },
        "organization_id" | "active_organization_id" => first("organizations", "id"),
        "enterprise_connection_id" => first("enterprise_connections", "id"),
        "role_id" | "creator_role_id" | "domains_default_role_id" => first("organization_roles", "id"),
        "role" => json!("org:member"),
        "role_set_key" => first("role_sets", "key"),
        "dest_role_set_key" => last("role_sets", "key"),
        "default_role_key" | "creator_role_key" | "role_key" => first("organization_roles", "key"),
        "roles" | "role_keys" => json!([first("organization_roles", "key")]),
        "to_role_key" => last("organization_roles", "key"),
        "permissions" => json!([first("organization_permissions", "id")]),
        "to_machine_id" => last("machines", "id"),
        "scoped_machines" => json!([first("machines", "id")]),
        "plan_id" => first("billing_plans", "id"),
        "to_price_id" => first("billing_prices", "id"),
        "from_price_id" => {
            let items = mock.rows("billing_subscription_items");
            items.iter().find(|item| target.contains(&id(item))).map_or(Value::Null, |item| item["price_id"].clone())
        }
        "group_role_mappings" => json!([{ "scim_group_id": "a group", "role_id": first("organization_roles", "id") }]),
        "key" if route.endpoint.starts_with("/role_sets") => json!("role_set:new"),
        "key" => json!("org:new"),
        "slug" => json!("a-new-slug"),
        "email_address" if field.field_type == FieldType::Texts => json!(["new@example.com"]),
        "email_address" | "identifier" => json!("new@example.com"),
        "phone_number" if field.field_type == FieldType::Texts => json!(["+15557654321"]),
        "phone_number" => json!("+15557654321"),
        "domains_enrollment_modes" => json!(["automatic_invitation"]),
        "enrollment_mode" => json!("automatic_invitation"),
        "login_hint" => json!({ "mode": "off" }),
        "saml" => json!({ "idp_entity_id": "an entity", "idp_certificate": "a certificate" }),
        "oidc" => json!({ "client_id": "a client", "client_secret": "a secret" }),
        "custom_attributes" => json!([{ "name": "a name", "key": "a key" }]),
        "attribute_mapping" => json!({ "email_address": "mail" }),
        "extend_to" => json!("2050-01-01T00:00:00Z"),
        _ => by_type(field),
    }
}

fn by_type(field: &Field) -> Value {
    let chosen = field.values.first();
    match field.field_type {
        FieldType::Text => json!(chosen.unwrap_or(&"a new text")),
        FieldType::Time => json!("2024-05-01T10:00:00Z"),
        FieldType::Boolean => json!(true),
        FieldType::Integer => json!(7),
        FieldType::Number => json!(60.5),
        FieldType::Object | FieldType::Any => json!({ "key": { "nested": 1 } }),
        FieldType::Texts => json!([chosen.unwrap_or(&"a new text")]),
        FieldType::Objects => json!([]),
    }
}
