select name, endpoint, schema from scim.resource_types order by 1;

select id from scim.schemas where name in ('User', 'Group') order by 1;

select name, jsonb_array_length(attributes) as attributes from scim.schemas where id like '%extension%' order by 1;

select patch_supported, sort_supported, filter_supported, bulk_max_operations from scim.service_provider_config;
