//! The page of an object.

use fdw_engine::access::{Access, Answer, Filter, Parents, Spelling, Test};
use fdw_engine::catalogue::Object;
use fdw_engine::column::{self, Kind, WHOLE};

use crate::requests;

pub fn of(object: &Object) -> String {
    let mut out = format!("# {}\n\n{}\n", object.name, object.about);
    if !object.aliases.is_empty() {
        let names: Vec<String> = object.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        out.push_str(&format!("\nThe table option `object` may also be {}, as in Wrappers.\n", names.join(" or ")));
    }
    if !object.secrets.is_empty() {
        let names: Vec<String> = object.secrets.iter().map(|secret| format!("`{secret}`")).collect();
        out.push_str(&format!("\nNever shown, in `{WHOLE}` neither: {}.\n", names.join(", ")));
    }
    out.push_str("\n## Access\n\n| request | key column | how it is read |\n|---|---|---|\n");
    for access in object.access {
        out.push_str(&format!("| `GET {}` | {} | {} |\n", path(access), key(access), reading(access)));
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

/// The path with the name of the key column in it.
fn path(access: &Access) -> String {
    access.path.replace("{}", &format!("{{{}}}", access.key))
}

fn key(access: &Access) -> String {
    match access.parents {
        _ if access.key.is_empty() => String::new(),
        Parents::None => format!("`{}`", access.key),
        Parents::Object(parent) => format!("`{}`, or each of [{parent}]({parent}.md)", access.key),
        Parents::Values(values) => format!("`{}`, or each of `{}`", access.key, values.join("`, `")),
    }
}

fn reading(access: &Access) -> String {
    let mut out = match access.answer {
        Answer::One => "one object".to_owned(),
        Answer::All => "all in one request".to_owned(),
        Answer::Offset { max } => format!("pages of {max}, by position"),
        Answer::Cursor { max } => format!("pages of {max}, by cursor"),
    };
    if !access.orders.is_empty() {
        out.push_str(&format!("; can be ordered by `{}`", access.orders.join("`, `")));
    }
    if !access.inner.is_empty() {
        out.push_str(&format!("; the rows are the elements of `{}`", access.inner));
    }
    if !access.count.is_empty() {
        out.push_str(&format!("; counted by `{}`", access.count));
    }
    if !access.parts.is_empty() {
        let parts: Vec<&str> = access.parts.iter().map(|part| part.trim_start_matches('&')).collect();
        out.push_str(&format!("; in {} parts, one of them with `{}`", parts.len(), parts[parts.len() - 1]));
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
            let answer = if filter.exact { "exact" } else { "narrows; Postgres checks the rest" };
            out.push_str(&format!(
                "| `{}` | {} | `{}` | `{}` | {answer} |\n",
                filter.column,
                condition(filter),
                filter.param,
                path(access)
            ));
        }
    }
    let compares = |access: &Access| {
        let is_side = |filter: &Filter| matches!(filter.test, Test::After | Test::Before);
        !access.orders.is_empty() || access.filters.iter().any(is_side)
    };
    if object.access.iter().any(compares) {
        out.push_str("\n`<`, `<=`, `>` and `>=` are sent only with the option `column_first`.\n");
    }
}

fn condition(filter: &Filter) -> String {
    let values = match filter.spelling {
        Spelling::Any | Spelling::Signed => String::new(),
        Spelling::Lower => ", without capitals".to_owned(),
        Spelling::Listed(values) => format!(": `{}`", values.join("`, `")),
    };
    match filter.test {
        Test::Is if filter.batch > 1 => format!("`=`, `in` ({} values a request){values}", filter.batch),
        Test::Is => format!("`=`, `in` (a list for each value){values}"),
        Test::Flag => "`= true`, `= false`, `is true`, `is false`".to_owned(),
        Test::After => "`>`, `>=`, `=`".to_owned(),
        Test::Before => "`<`, `<=`, `=`".to_owned(),
        Test::Holds => "`=`, `like`, by three letters or more".to_owned(),
        Test::HoldsAnyCase => "`=`, `like`, `ilike`, by three letters or more".to_owned(),
    }
}

fn columns(object: &Object, out: &mut String) {
    out.push_str("\n## Columns\n\n| column | type | meaning |\n|---|---|---|\n");
    let all = column::flat(object.columns);
    let mut told: Vec<&str> = Vec::new();
    let keys = |kind: Kind| if kind == Kind::Map { "; each of its keys is a column too" } else { "" };
    for column in all.iter().filter(|column| column.listed) {
        out.push_str(&format!(
            "| `{}` | {} | {}{} |\n",
            column.name,
            column.kind.sql(),
            column.means,
            keys(column.kind)
        ));
        told.push(&column.name);
    }
    out.push_str(&format!("| `{WHOLE}` | jsonb | All of it, as Clerk sends it |\n"));
    let others: Vec<_> = all.iter().filter(|column| !column.listed).collect();
    if others.is_empty() {
        return;
    }
    out.push_str("\nColumns that an import leaves out; a table written by hand can have them:\n\n| column | type | meaning |\n|---|---|---|\n");
    for column in others {
        if told.contains(&column.name.as_str()) {
            continue;
        }
        told.push(&column.name);
        out.push_str(&format!("| `{}` | {} | {} |\n", column.name, column.kind.sql(), column.means));
    }
}
