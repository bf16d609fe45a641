//! What the provider supports (RFC 7643, section 5).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

/// What a provider that implements RFC 7644 supports.
pub const RFC7644: Object = Object::new(
    "service_provider_config",
    "What the provider supports of SCIM, in one row.",
    &[
        Column::text("documentation_uri", "URL of the provider's documentation").from_attribute(&["documentationUri"]),
        Column::bool("patch_supported", "Whether resources can be patched").from_attribute(&["patch", "supported"]),
        Column::bool("bulk_supported", "Whether one request can contain several writes")
            .from_attribute(&["bulk", "supported"]),
        Column::integer("bulk_max_operations", "Maximum number of such writes")
            .from_attribute(&["bulk", "maxOperations"]),
        Column::integer("bulk_max_payload_size", "Maximum size of such a request in bytes")
            .from_attribute(&["bulk", "maxPayloadSize"]),
        Column::bool("filter_supported", "Whether lists can be filtered").from_attribute(&["filter", "supported"]),
        Column::integer("filter_max_results", "Maximum number of resources in an answer")
            .from_attribute(&["filter", "maxResults"]),
        Column::bool("change_password_supported", "Whether passwords can be changed")
            .from_attribute(&["changePassword", "supported"]),
        Column::bool("sort_supported", "Whether lists can be sorted").from_attribute(&["sort", "supported"]),
        Column::bool("etag_supported", "Whether resources have versions").from_attribute(&["etag", "supported"]),
        Column::json("authentication_schemes", "How requests can be authorised")
            .from_attribute(&["authenticationSchemes"]),
        Column::json("pagination", "How lists can be paged (RFC 9865)"),
    ],
    &[AccessPath::single_object("/ServiceProviderConfig")],
)
.with_primary_key(&[]);
