//! Attributes that a catalogue does not declare, because each customer of the provider can define their own. The API itself
//! describes them, as in RFC 7643, sections 6 and 7.

/// Where the API describes its attributes.
pub struct Extensions {
    /// The endpoint of the list of schemas, below the base URL.
    pub schemas: &'static str,
    /// The endpoint of the list that assigns schemas to the types of resources ([`super::Object::resource_type`]).
    pub resource_types: &'static str,
    /// What the name of every schema begins with. The name is the key of an attribute of a resource that contains the
    /// schema's attributes.
    pub prefix: &'static str,
    /// What the names of those schemas begin with whose attributes are not below the schema's name.
    pub core: &'static str,
}
