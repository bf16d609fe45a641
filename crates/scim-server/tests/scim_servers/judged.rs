//! What scim2-tester says about the servers. The lists of expected failures are exact: a failure that is gone is one
//! too many in the list.
//!
//! The servers have few resources, because scim2-tester looks for a resource that it creates only on the first page.

use std::thread;

use scim_server::{Contentful, Implementation, Judged, Size, failed_checks};

use crate::start;

/// The beginnings of the failures of SCIMMY, in the order of the alphabet.
const SCIMMY: &[&str] = &[
    // The store behind SCIMMY gives each member its name, whatever name a client sends.
    "ERROR check_add_attribute Group: PATCH modify() returned unexpected value for 'members'.",
    // SCIMMY does not apply an operation whose path is an extension as a whole.
    "ERROR check_add_attribute User: Failed to add attribute 'urn:acme:params:scim:schemas:extension:acme:2.0:User': ",
    "ERROR check_add_attribute User: Failed to add attribute \
     'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': ",
    "ERROR check_remove_attribute User: Failed to remove attribute \
     'urn:acme:params:scim:schemas:extension:acme:2.0:User': ",
    "ERROR check_remove_attribute User: Failed to remove attribute \
     'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': ",
    // As above.
    "ERROR check_replace_attribute Group: PATCH modify() returned unexpected value for 'members'.",
    "ERROR check_replace_attribute User: Failed to replace attribute \
     'urn:acme:params:scim:schemas:extension:acme:2.0:User': ",
    "ERROR check_replace_attribute User: Failed to replace attribute \
     'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': ",
    // SCIMMY leaves out `schemas`, which is always returned, when a request says which attributes it wants.
    "ERROR object_query_with_attributes Group: Expected type Group but got undefined object with no schema",
    "ERROR object_query_with_attributes User: Expected type User[EnterpriseUser, AcmeUser] but got undefined object",
    // SCIMMY answers 404 to methods that an endpoint does not have.
    "ERROR resource_types_endpoint_methods -: DELETE /ResourceTypes returned 404 instead of 405",
    "ERROR resource_types_endpoint_methods -: PATCH /ResourceTypes returned 404 instead of 405",
    "ERROR resource_types_endpoint_methods -: POST /ResourceTypes returned 404 instead of 405",
    "ERROR resource_types_endpoint_methods -: PUT /ResourceTypes returned 404 instead of 405",
    "ERROR schemas_endpoint_methods -: DELETE /Schemas returned 404 instead of 405",
    "ERROR schemas_endpoint_methods -: PATCH /Schemas returned 404 instead of 405",
    "ERROR schemas_endpoint_methods -: POST /Schemas returned 404 instead of 405",
    "ERROR schemas_endpoint_methods -: PUT /Schemas returned 404 instead of 405",
    // Without `schemas`, resources of several kinds in one list cannot be told apart.
    "ERROR search_with_attributes Group: Server response payload validation error",
    "ERROR search_with_attributes User: Server response payload validation error",
    // As above.
    "ERROR service_provider_config_endpoint_methods -: DELETE /ServiceProviderConfig returned 404 instead of 405",
    "ERROR service_provider_config_endpoint_methods -: PATCH /ServiceProviderConfig returned 404 instead of 405",
    "ERROR service_provider_config_endpoint_methods -: POST /ServiceProviderConfig returned 404 instead of 405",
    "ERROR service_provider_config_endpoint_methods -: PUT /ServiceProviderConfig returned 404 instead of 405",
];

/// The beginnings of the failures of the stand-in for Contentful's API. What is judged is less than of a server: the
/// answers to reading users and groups, each page of their lists among them. That numbers are strings, and that an
/// error has Contentful's form, is no failure, because scim2-models accepts the one and no check provokes the other.
const CONTENTFUL: &[&str] = &[
    // `Resources` is required if `totalResults` is not zero. The stand-in leaves it out of every empty page.
    "ERROR page_after_the_last Group: Server response payload validation error",
    "ERROR page_after_the_last User: Server response payload validation error",
];

fn assert_failures(name: &str, base_url: &str, judged: Judged, expected: &[&str]) {
    let failed = failed_checks(base_url, judged).expect("a judgement");
    let is_expected = failed.len() == expected.len()
        && failed.iter().zip(expected).all(|(failure, expected)| failure.starts_with(expected));
    assert!(is_expected, "{name}: expected\n{}\nbut found\n{}", expected.join("\n"), failed.join("\n"));
}

#[test]
fn the_judge_finds_what_is_known() {
    let of_server = |implementation: Implementation, expected| {
        let server = start(implementation, Size { users: 5, groups: 5 });
        assert_failures(implementation.name(), server.base_url(), Judged::Server, expected);
    };
    let of_contentful = || {
        let server = start(Implementation::Scim2Server, Size { users: 11, groups: 16 });
        let contentful = Contentful::start(&server).expect("a stand-in");
        contentful.set_rate_limit(None);
        assert_failures("contentful", &contentful.base_url(), Judged::Reading, CONTENTFUL);
    };
    thread::scope(|scope| {
        scope.spawn(|| of_server(Implementation::Scim2Server, &[]));
        scope.spawn(|| of_server(Implementation::Scimmy, SCIMMY));
        scope.spawn(of_contentful);
    });
}
