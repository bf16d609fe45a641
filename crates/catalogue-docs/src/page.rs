//! The page of an object.

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, KeyValues, Parents, Rows};
use fdw_engine::catalogue::column::{self, ATTRS, Kind};
use fdw_engine::catalogue::filter::{Filter, FilterOperator, FilterPlacement, Precision, Values};
use fdw_engine::catalogue::option::PUSHDOWN_COMPARISONS;
use fdw_engine::catalogue::pagination::Pagination;

use crate::{Docs, requests, writing};

/// The text of an object's page.
pub fn of(docs: &Docs, object: &'static Object) -> String {
    let mut out = format!("# {}\n\n{}\n", object.name, object.description);
    if !object.aliases.is_empty() {
        let names: Vec<String> = object.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        out.push_str(&format!(
            "\nThe table option `object` also accepts {}, as in the documentation of Wrappers.\n",
            names.join(" or ")
        ));
    }
    if !object.secrets.is_empty() {
        let names: Vec<String> = object.secrets.iter().map(|secret| format!("`{}`", secret.join("."))).collect();
        out.push_str(&format!(
            "\nThese attributes are secrets, which the component replaces by null, in `{ATTRS}` too: {}.\n",
            names.join(", ")
        ));
    }
    if let Some(permission) = object.needed_permission {
        out.push_str(&format!("\nTo read these rows, {permission}.\n"));
    }
    if let Some(recording) = object.recording {
        out.push_str(&format!(
            "\nIf a query returns no rows, the component reads `{}` with `GET {}`, and warns if it is false.\n",
            recording.attribute.join("."),
            recording.endpoint
        ));
    }
    out.push_str("\n## Access paths\n\n| request | key column | how the rows are read |\n|---|---|---|\n");
    for access_path in object.access_paths {
        out.push_str(&format!(
            "| `GET {}` | {} | {} |\n",
            access_path.endpoint,
            key(docs, access_path),
            reading(docs, access_path)
        ));
    }
    filters(docs, object, &mut out);
    out.push_str("\n## Requests\n\n| query | requests |\n|---|---|\n");
    for (query, made) in requests::typical(docs, object) {
        let made: Vec<String> = made.iter().map(|target| format!("`{target}`")).collect();
        out.push_str(&format!("| `{query}` | {} |\n", made.join("<br>")));
    }
    if docs.has_writes() {
        writing::section(docs, object, &mut out);
    }
    columns(docs, object, &mut out);
    out
}

fn key(docs: &Docs, access_path: &AccessPath) -> String {
    let keys = docs.keys(access_path).map(|name| match access_path.key_source {
        Some(source) if source.covers(name) => match source.values {
            KeyValues::Parents(parents) => format!("`{name}`; without a condition, {}", values_of(&parents, name)),
            KeyValues::Fixed(values) => format!("`{name}`; without a condition, `{}`", values.join("`, `")),
        },
        _ => format!("`{name}`"),
    });
    keys.collect::<Vec<_>>().join("; ")
}

/// The values that a key column takes from its parents.
fn values_of(parents: &Parents, key: &str) -> String {
    let object = parents.object;
    let column = parents.second.filter(|(second, _)| *second == key).map_or(parents.column, |(_, column)| column);
    let values = if column == "id" { "the ids of all".to_owned() } else { format!("every `{column}` of") };
    let only = parents.marker.map(|marker| format!(" that have `{marker}`")).unwrap_or_default();
    format!("{values} [{object}]({object}.md){only}")
}

fn reading(docs: &Docs, access_path: &AccessPath) -> String {
    let mut out = match access_path.pagination {
        Pagination::Single => "as a single object".to_owned(),
        Pagination::Unpaged => "as a whole, in one request".to_owned(),
        Pagination::Position { max } => format!("in pages of {max} rows, by position"),
        Pagination::RowId { max, .. } => format!("in pages of {max} rows, by the id of the previous page's last row"),
        Pagination::Cursor { max, .. } => format!("in pages of {max} rows, by cursor"),
    };
    if !access_path.orders.is_empty() {
        let columns: Vec<&str> = access_path.orders.iter().map(|order| order.column).collect();
        out.push_str(&format!("; can be ordered by `{}`", columns.join("` or `")));
    }
    if let Rows::Embedded { attribute, .. } = access_path.rows {
        out.push_str(&format!("; each row is an element of `{}`", attribute.join(".")));
    }
    if let Some(nested) = access_path.nested {
        out.push_str(&format!("; elements of `{}` are rows too", nested.join(".")));
    }
    if docs.catalogue.pages.exclude.is_some() && !access_path.excludable.is_empty() {
        out.push_str(&format!(
            "; a request excludes those of `{}` that the query does not need",
            access_path.excludable.join("`, `")
        ));
    }
    if access_path.lists_share_rows {
        out.push_str("; a row in several of these lists is returned once");
    }
    if let Some(children) = access_path.children {
        out.push_str(&format!(
            "; the children of each row whose `{}` is not 0 with `GET {}`, in the same way",
            children.count.join("."),
            children.endpoint
        ));
    }
    if let Some(count) = access_path.count {
        out.push_str(&format!("; counted with `{}`", count.endpoint));
    }
    if let Some([.., (name, value)]) = access_path.partitions.last() {
        out.push_str(&format!(
            "; as {} separate lists, one of them with `{name}={value}`",
            access_path.partitions.len()
        ));
    }
    out
}

fn filters(docs: &Docs, object: &Object, out: &mut String) {
    if object.access_paths.iter().all(|access_path| access_path.filters.is_empty()) {
        return;
    }
    out.push_str(
        "\n## Filters\n\n| column | condition | query parameter | endpoint | precision |\n|---|---|---|---|---|\n",
    );
    for access_path in object.access_paths {
        for filter in access_path.filters {
            let is_exact = filter.precision == Precision::Exact;
            let precision = if is_exact { "exact" } else { "inexact" };
            out.push_str(&format!(
                "| `{}` | {} | `{}` | `{}` | {precision} |\n",
                filter.column,
                condition(filter),
                filter.placement.parameter(),
                access_path.endpoint
            ));
        }
    }
    out.push_str(&format!(
        "\nAn inexact filter may return more rows than the condition. Postgres checks every condition again; see \
         [pushdown](../{}pushdown.md).\n",
        docs.guides
    ));
    let compares = |access_path: &AccessPath| {
        let is_side = |filter: &Filter| {
            let (after, before) = (FilterOperator::After, FilterOperator::Before);
            [after, before, FilterOperator::Compared(Kind::Time)].contains(&filter.operator)
        };
        !access_path.orders.is_empty() || access_path.filters.iter().any(is_side)
    };
    if object.access_paths.iter().any(compares) {
        let option = PUSHDOWN_COMPARISONS.name;
        out.push_str(&format!("\n`<`, `<=`, `>` and `>=` are pushed down only with the option `{option}`.\n"));
    }
}

fn condition(filter: &Filter) -> String {
    let values = match filter.values {
        Values::Any | Values::Signed | Values::Phrases => String::new(),
        Values::LowerCase => ", lower-case values only".to_owned(),
        Values::OneOf(values) => format!(": `{}`", values.join("`, `")),
    };
    if let FilterPlacement::Pair(_, key) = filter.placement {
        return format!("`=`, together with `{} =`", key.column);
    }
    match filter.operator {
        FilterOperator::Compared(Kind::Bool) => "`= true`, `= false`, `is true`, `is false`, `is not null`".to_owned(),
        FilterOperator::Compared(Kind::Time) => "`>`, `>=`, `<`, `<=`, `=`, `is not null`".to_owned(),
        FilterOperator::Compared(_) => {
            format!("`=`, `in` (up to {} values in a request), `like`, `is not null`", filter.max_values)
        }
        FilterOperator::LastNameContains => {
            "`=`, with at least three letters or digits in a row after the last slash".to_owned()
        }
        FilterOperator::Equals if filter.max_values > 1 => {
            format!("`=`, `in` (up to {} values in a request){values}", filter.max_values)
        }
        FilterOperator::Equals => format!("`=`, `in` (a separate list for each value){values}"),
        FilterOperator::Boolean => "`= true`, `= false`, `is true`, `is false`".to_owned(),
        FilterOperator::After => "`>`, `>=`, `=`".to_owned(),
        FilterOperator::Before => "`<`, `<=`, `=`".to_owned(),
        FilterOperator::Contains => "`=`, `like`, with at least three letters or digits in a row".to_owned(),
        FilterOperator::ContainsAnyCase => {
            "`=`, `like`, `ilike`, with at least three letters or digits in a row".to_owned()
        }
    }
}

fn columns(docs: &Docs, object: &Object, out: &mut String) {
    out.push_str("\n## Columns\n\n| column | type | meaning |\n|---|---|---|\n");
    let all = column::flatten(object.columns);
    let mut listed: Vec<&str> = Vec::new();
    let keys = |kind: Kind| if kind == Kind::Map { "; each key can be a column" } else { "" };
    for column in all.iter().filter(|column| column.imported) {
        out.push_str(&format!(
            "| `{}` | {} | {}{} |\n",
            column.name,
            column.kind.sql(),
            column.description,
            keys(column.kind)
        ));
        listed.push(&column.name);
    }
    let provider = docs.catalogue.provider;
    out.push_str(&format!("| `{ATTRS}` | jsonb | The whole object, as {provider} returns it |\n"));
    let others: Vec<_> = all.iter().filter(|column| !column.imported).collect();
    if others.is_empty() {
        return;
    }
    out.push_str("\n### Columns that imported tables omit\n\nA table that you define yourself can have them.\n\n");
    out.push_str("| column | type | meaning |\n|---|---|---|\n");
    for column in others {
        if listed.contains(&column.name.as_str()) {
            continue;
        }
        listed.push(&column.name);
        out.push_str(&format!("| `{}` | {} | {} |\n", column.name, column.kind.sql(), column.description));
    }
}
