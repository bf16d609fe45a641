//! The catalogues by themselves. What servers say of their objects is in the tests of the component.

use scim_catalogue::{BASIC, CONTENTFUL, RFC7644};

#[test]
fn the_catalogues_obey_the_rules_of_all_catalogues() {
    catalogue_rules::check_all(&RFC7644);
    catalogue_rules::check_all(&BASIC);
    catalogue_rules::check_all(&CONTENTFUL);
}
