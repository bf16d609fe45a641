//! The page of an object.

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, KeyValues, Rows};
use fdw_engine::catalogue::column::{self, ATTRS, Kind};
use fdw_engine::catalogue::filter::{Filter, FilterOperator, Precision, Values};
use fdw_engine::catalogue::option::PUSHDOWN_COMPARISONS;
use fdw_engine::catalogue::pagination::Pagination;

use crate::requests;

pub fn of(object: &Object) -> String {
    let mut out = format!("# {}\n\n{}\n", object.name, object.description);
    if !object.aliases.is_empty() {
        let names: Vec<String> = object.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        out.push_str(&format!("\nThe table option `object` may also be {}, as in Wrappers.\n", names.join(" or ")));
    }
    if !object.secrets.is_empty() {
        let names: Vec<String> = object.secrets.iter().map(|secret| format!("`{}`", secret.join("."))).collect();
        out.push_str(&format!("\nNever shown, in `{ATTRS}` neither: {}.\n", names.join(", ")));
    }
    out.push_str("\n## Access\n\n| request | key column | how it is read |\n|---|---|---|\n");
    for access in object.access {
        out.push_str(&format!("| `GET {}` | {} | {} |\n", access.path, key(access), reading(access)));
    }
    filters(object, &mut out);
    out.push_str("\n## Requests\n\n| query | requests |\n|---|---|\n");
    for (query, made) in requests::typical(object) {
        let made: Vec<String> = made.iter().map(|target| format!("`{target}`")).collect();
        out.push_str(&format!("| `{query}` | {} |\n", made.join("<br>")));
    }
    columns(object, &mut out);
    out
}

fn key(access: &Access) -> String {
    let keys = access.placeholders().map(|name| match access.key_source {
        Some(source) if source.column == name => match source.values {
            KeyValues::Parents { object, .. } => format!("`{name}`, or each of [{object}]({object}.md)"),
            KeyValues::Fixed(values) => format!("`{name}`, or each of `{}`", values.join("`, `")),
        },
        _ => format!("`{name}`"),
    });
    keys.collect::<Vec<_>>().join("; ")
}

fn reading(access: &Access) -> String {
    let mut out = match access.pagination {
        Pagination::Single => "one object".to_owned(),
        Pagination::Unpaged => "all in one request".to_owned(),
        Pagination::Position { max } => format!("pages of {max}, by position"),
        Pagination::RowId { max, .. } => format!("pages of {max}, by the id of the last row"),
        Pagination::Cursor { max, .. } => format!("pages of {max}, by cursor"),
    };
    if !access.orders.is_empty() {
        let columns: Vec<&str> = access.orders.iter().map(|order| order.column).collect();
        out.push_str(&format!("; can be ordered by `{}`", columns.join("`, `")));
    }
    if let Rows::Parts { at, .. } = access.rows {
        out.push_str(&format!("; the rows are the elements of `{}`", at.join(".")));
    }
    if let Some(count) = access.count {
        out.push_str(&format!("; counted by `{}`", count.path));
    }
    if let Some([.., (name, value)]) = access.partitions.last() {
        out.push_str(&format!("; in {} parts, one of them with `{name}={value}`", access.partitions.len()));
    }
    out
}

fn filters(object: &Object, out: &mut String) {
    if object.access.iter().all(|access| access.filters.is_empty()) {
        return;
    }
    out.push_str("\n## Conditions that Clerk answers\n\n| column | condition | parameter | of `GET` | answer |\n|---|---|---|---|---|\n");
    for access in object.access {
        for filter in access.filters {
            let is_exact = filter.precision == Precision::Exact;
            let answer = if is_exact { "exact" } else { "narrows; Postgres checks the rest" };
            out.push_str(&format!(
                "| `{}` | {} | `{}` | `{}` | {answer} |\n",
                filter.column,
                condition(filter),
                filter.target.parameter(),
                access.path
            ));
        }
    }
    let compares = |access: &Access| {
        let is_side = |filter: &Filter| matches!(filter.operator, FilterOperator::After | FilterOperator::Before);
        !access.orders.is_empty() || access.filters.iter().any(is_side)
    };
    if object.access.iter().any(compares) {
        let option = PUSHDOWN_COMPARISONS.name;
        out.push_str(&format!("\n`<`, `<=`, `>` and `>=` are sent only with the option `{option}`.\n"));
    }
}

fn condition(filter: &Filter) -> String {
    let values = match filter.values {
        Values::Any | Values::Signed => String::new(),
        Values::LowerCase => ", without capitals".to_owned(),
        Values::OneOf(values) => format!(": `{}`", values.join("`, `")),
    };
    match filter.operator {
        FilterOperator::Equals if filter.max_values > 1 => {
            format!("`=`, `in` ({} values a request){values}", filter.max_values)
        }
        FilterOperator::Equals => format!("`=`, `in` (a list for each value){values}"),
        FilterOperator::Boolean => "`= true`, `= false`, `is true`, `is false`".to_owned(),
        FilterOperator::After => "`>`, `>=`, `=`".to_owned(),
        FilterOperator::Before => "`<`, `<=`, `=`".to_owned(),
        FilterOperator::Contains => "`=`, `like`, by three letters or more".to_owned(),
        FilterOperator::ContainsAnyCase => "`=`, `like`, `ilike`, by three letters or more".to_owned(),
    }
}

fn columns(object: &Object, out: &mut String) {
    out.push_str("\n## Columns\n\n| column | type | meaning |\n|---|---|---|\n");
    let all = column::flatten(object.columns);
    let mut told: Vec<&str> = Vec::new();
    let keys = |kind: Kind| if kind == Kind::Map { "; each of its keys is a column too" } else { "" };
    for column in all.iter().filter(|column| column.imported) {
        out.push_str(&format!(
            "| `{}` | {} | {}{} |\n",
            column.name,
            column.kind.sql(),
            column.description,
            keys(column.kind)
        ));
        told.push(&column.name);
    }
    out.push_str(&format!("| `{ATTRS}` | jsonb | All of it, as Clerk sends it |\n"));
    let others: Vec<_> = all.iter().filter(|column| !column.imported).collect();
    if others.is_empty() {
        return;
    }
    out.push_str("\nColumns that an import leaves out; a table written by hand can have them:\n\n| column | type | meaning |\n|---|---|---|\n");
    for column in others {
        if told.contains(&column.name.as_str()) {
            continue;
        }
        told.push(&column.name);
        out.push_str(&format!("| `{}` | {} | {} |\n", column.name, column.kind.sql(), column.description));
    }
}
