//! Runs cases with the built component and the mock.

use std::collections::BTreeMap;

use clerk_catalogue::CATALOGUE;
use clerk_mock::{KEY, Mock, Request};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::{self, ResolvedSource, Source};
use serde_json::Value as Json;
use wrappers_harness::query::Qual;
use wrappers_harness::{Column, Node, PgType, Query, Server, Value, run};

use crate::case::{Case, Effect, NULL, OtherRow, Set, Statement};
use crate::common;
use crate::select::fill;

/// Runs cases, and fails with a list of those that fail.
pub fn check(cases: &[Case]) {
    let mock = crate::mock();
    let failures: Vec<String> = cases.iter().filter_map(|case| failure(&mock, case)).collect();
    assert!(failures.is_empty(), "{} of {} cases fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// The description of a case that fails; `None` if it does not.
fn failure(mock: &Mock, case: &Case) -> Option<String> {
    mock.reset();
    let error = outcome(mock, case).err()?;
    Some(format!("{}\n    {error}", shown(case)))
}

/// The statement of a case, as SQL.
fn shown(case: &Case) -> String {
    let columns: Vec<String> = case.set.iter().map(|set| format!("{} = '{}'", set.name(), set.value)).collect();
    let columns = columns.join(", ");
    match case.statement {
        Statement::Insert(_) => format!("insert into {}: {columns}", case.object),
        Statement::Update(row_id) => format!("update {} set {columns} where {row_id}", case.object),
        Statement::Delete(row_id) => format!("delete from {} where {row_id}", case.object),
    }
}

/// Compares the value of a column with the expected one.
fn same_value(what: &str, got: &Value, want: &Expected) -> Result<(), String> {
    match (got, &want.value) {
        (Value::Json(got), Value::Json(part)) if want.is_part && contains(got, part) => Ok(()),
        _ => same(what, got, &want.value),
    }
}

/// Whether a JSON value is another one, except that objects may have more attributes.
fn contains(whole: &Json, part: &Json) -> bool {
    match (whole, part) {
        (Json::Object(whole), Json::Object(part)) => {
            part.iter().all(|(key, part)| whole.get(key).is_some_and(|whole| contains(whole, part)))
        }
        (Json::Array(whole), Json::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| contains(whole, part))
        }
        _ => whole == part,
    }
}

/// Compares a value with the expected one.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, got: &T, want: &T) -> Result<(), String> {
    if got == want { Ok(()) } else { Err(format!("{what}:\n      {got:?}, not\n      {want:?}")) }
}

/// The value that a column must have after a statement.
struct Expected {
    column: Column,
    value: Value,
    /// Whether the value of the column may be a JSON value that has more attributes.
    is_part: bool,
}

impl Expected {
    fn new(column: &str, value: &str, is_part: bool) -> Result<Expected, String> {
        let column = parse_column(column)?;
        let value = parse_value(value, &column)?;
        Ok(Expected { column, value, is_part })
    }
}

/// The texts of a case, without placeholders: these mean rows as they are before the statement.
struct Filled {
    /// The row id of an UPDATE or DELETE.
    row_id: String,
    /// Conditions that find the row afterwards.
    found_by: String,
    given: Vec<String>,
    set: Vec<(Column, Value)>,
    requests: Vec<Sent>,
    shows: Vec<Expected>,
    others: Vec<(&'static str, String, Option<Expected>)>,
    in_mock: Vec<(&'static str, &'static str, Json)>,
}

impl Filled {
    fn new(mock: &Mock, object: &Object, case: &Case) -> Result<Filled, String> {
        let fill = |text: &str| fill(mock, text);
        let row_id_column = object.writes.ok_or("the object cannot be written")?.row_id;
        let (row_id, found_by) = match case.statement {
            Statement::Insert(found_by) => (String::new(), fill(found_by)),
            Statement::Update(row_id) | Statement::Delete(row_id) => {
                (fill(row_id), format!("{row_id_column} text = {}", fill(row_id)))
            }
        };
        let mut filled = Filled {
            row_id,
            found_by,
            given: case.given.iter().map(|text| fill(text)).collect(),
            set: Vec::new(),
            requests: case.requests.iter().map(|text| parse(&fill(text))).collect(),
            shows: Vec::new(),
            others: Vec::new(),
            in_mock: Vec::new(),
        };
        for (column, value) in case.shows {
            filled.shows.push(Expected::new(column, &fill(value), true)?);
        }
        for other in case.others {
            filled.add_other(mock, *other)?;
        }
        for set in case.set {
            filled.add_column(mock, object, set)?;
        }
        Ok(filled)
    }

    fn add_other(&mut self, mock: &Mock, OtherRow { object, found_by, shows }: OtherRow) -> Result<(), String> {
        let shows = shows.map(|(column, value)| Expected::new(column, &fill(mock, value), true)).transpose()?;
        self.others.push((object, fill(mock, found_by), shows));
        Ok(())
    }

    /// Adds a column that the statement sets. If it can only be written, it must read as NULL.
    fn add_column(&mut self, mock: &Mock, object: &Object, set: &Set) -> Result<(), String> {
        let known = column::find(object.columns, set.name());
        let is_write_only = known.is_some_and(|column| column.source == ResolvedSource::WriteOnly);
        let column = parse_column(set.column)?;
        let value = parse_value(&fill(mock, set.value), &column)?;
        match set.effect {
            Effect::Same => self.shows.push(Expected { column: column.clone(), value: value.clone(), is_part: false }),
            Effect::Becomes(after) => self.shows.push(Expected::new(set.column, &fill(mock, after), false)?),
            Effect::Shows(column, after) => self.shows.push(Expected::new(column, &fill(mock, after), true)?),
            Effect::Other(other) => self.add_other(mock, other)?,
            Effect::InMock(list, attribute) => self.in_mock.push((list, attribute, value.to_json())),
            Effect::Hidden if is_write_only => {}
            Effect::Hidden => return Err(format!("{} can be read", set.name())),
        }
        if is_write_only {
            self.shows.push(Expected { column: column.clone(), value: Value::Null, is_part: false });
        }
        self.set.push((column, value));
        Ok(())
    }
}

fn outcome(mock: &Mock, case: &Case) -> Result<(), String> {
    let object = CATALOGUE.object(case.object).ok_or("no such object")?;
    let filled = Filled::new(mock, object, case)?;
    filled.given.iter().try_for_each(|request| send(mock, request))?;
    mock.take_journal();
    let server = server(mock);
    let messages = write(&server, object, case, &filled)?;
    same("requests", &mock.take_journal().iter().map(sent).collect(), &filled.requests)?;
    let is_warning = |text: &String| !case.warning.is_empty() && text.contains(case.warning);
    if messages.len() != usize::from(!case.warning.is_empty()) || !messages.iter().all(is_warning) {
        return Err(format!("messages: {messages:?}, not {:?}", case.warning));
    }
    check_rows(&server, object.name, &filled.found_by, &filled.shows, !case.is_gone)?;
    for (object, found_by, shows) in &filled.others {
        check_rows(&server, object, found_by, shows.as_slice(), shows.is_some())?;
    }
    for (list, attribute, want) in &filled.in_mock {
        let rows: Vec<Json> = mock.rows(list).iter().map(|row| row[attribute].clone()).collect();
        same(&format!("{attribute} of the mock's {list}"), &rows, &vec![want.clone()])?;
    }
    Ok(())
}

/// Checks that conditions find one row with the expected values, or none.
fn check_rows(server: &Server, object: &str, found_by: &str, shows: &[Expected], exists: bool) -> Result<(), String> {
    let what = format!("{object} where {found_by}");
    let rows = read(server, object, found_by, shows.iter().map(|expected| expected.column.clone()).collect())?;
    same(&format!("number of rows of {what}"), &rows.len(), &usize::from(exists))?;
    for (expected, got) in shows.iter().zip(rows.into_iter().flatten()) {
        same_value(&format!("{} of {what}", expected.column.name), &got, expected)?;
    }
    Ok(())
}

/// Columns and values that a statement sets.
pub fn row(columns: &[(&str, &str)]) -> Vec<(Column, Value)> {
    let parse = |(column, value): &(&str, &str)| {
        let column = parse_column(column)?;
        let value = parse_value(value, &column)?;
        Ok((column, value))
    };
    columns.iter().map(parse).collect::<Result<_, String>>().expect("columns and values")
}

/// An instance of the component that has begun a write to an object's table.
pub fn open(server: &Server, object: &str) -> Result<Node, String> {
    let object = CATALOGUE.object(object).expect("an object");
    open_with(server, &table_options(object))
}

/// An instance of the component that has begun a write to a table with these options.
pub fn open_with(server: &Server, options: &BTreeMap<String, String>) -> Result<Node, String> {
    let mut node = Node::new(server).expect("an instance");
    node.begin_modify(options).map(|()| node).map_err(|error| error.to_string())
}

/// The texts of the messages that the component reported.
pub fn messages(node: &Node) -> Vec<String> {
    node.environment().messages.iter().map(|message| message.text.clone()).collect()
}

/// A server with all options that allow writes.
pub fn server(mock: &Mock) -> Server {
    let options = ["billing_writes", "instance_writes", "discard_secrets"];
    options.into_iter().fold(common::server(mock), |server, name| server.option(name, "true"))
}

/// The options of an object's table.
pub fn table_options(object: &Object) -> BTreeMap<String, String> {
    let row_id = object.writes.map_or("id", |writes| writes.row_id);
    let options = [("object", object.name), ("rowid_column", row_id)];
    options.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn parse_column(text: &str) -> Result<Column, String> {
    text.parse().map_err(|error| format!("column {text}: {error}"))
}

fn parse_value(text: &str, column: &Column) -> Result<Value, String> {
    if text == NULL {
        return Ok(Value::Null);
    }
    Value::parse(text, column.ty).map_err(|error| format!("value {text} of {}: {error}", column.name))
}

/// Executes the statement of a case. Returns the texts of its messages.
fn write(server: &Server, object: &Object, case: &Case, filled: &Filled) -> Result<Vec<String>, String> {
    let mut node = open_with(server, &table_options(object))?;
    let written = match case.statement {
        Statement::Insert(_) => node.insert(&with_nulls(object, &filled.set)),
        Statement::Update(_) => node.update(&filled.row_id, &filled.set),
        Statement::Delete(_) => node.delete(&filled.row_id),
    };
    written.and_then(|()| node.end_modify()).map_err(|error| error.to_string())?;
    Ok(messages(&node))
}

/// Adds the columns that an INSERT does not name, as NULL: Postgres passes every column of the table.
fn with_nulls(object: &Object, set: &[(Column, Value)]) -> Vec<(Column, Value)> {
    let flat = object.columns.iter().filter(|column| !matches!(column.source, Source::Nested(_)));
    let unset = flat.map(|column| column.name).chain(["attrs"]);
    let unset = unset.filter(|name| !set.iter().any(|(column, _)| column.name == *name));
    let nulls = unset.map(|name| (Column::new(name, PgType::Text), Value::Null));
    set.iter().cloned().chain(nulls).collect()
}

/// Reads the rows of an object that satisfy conditions.
fn read(server: &Server, object: &str, found_by: &str, columns: Vec<Column>) -> Result<Vec<Vec<Value>>, String> {
    let mut query = Query::new(object, "").map_err(|error| error.to_string())?;
    query.columns = columns;
    for condition in found_by.split(" and ") {
        let (column, value) = condition.split_once(" = ").ok_or_else(|| format!("no condition: {condition}"))?;
        let column = parse_column(column)?;
        let values = vec![parse_value(value, &column)?];
        query.quals.push(Qual { column, operator: "=".to_owned(), values, is_list: false, param: None });
    }
    run(server, &query).map(|outcome| outcome.rows).map_err(|error| format!("{object} where {found_by}: {error}"))
}

/// A request: method, target, and body as JSON. The order of attributes has no meaning.
type Sent = (String, String, Option<Json>);

/// A request that the mock received.
fn sent(request: &Request) -> Sent {
    let body = (!request.body.is_empty()).then(|| serde_json::from_str(&request.body).unwrap_or(Json::Null));
    (request.method.clone(), request.target(), body)
}

/// The request that a text describes.
fn parse(text: &str) -> Sent {
    let (method, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (target, body) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let parse = |body| serde_json::from_str(body).unwrap_or_else(|error| panic!("{body} is not JSON: {error}"));
    (method.to_owned(), target.to_owned(), (!body.is_empty()).then(|| parse(body)))
}

/// Sends a request that prepares the data.
fn send(mock: &Mock, text: &str) -> Result<(), String> {
    let (method, target, body) = parse(text);
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let request = ureq::http::Request::builder()
        .method(method.as_str())
        .uri(format!("{}{target}", mock.url()))
        .header("authorization", format!("Bearer {KEY}"))
        .header("clerk-api-version", clerk_catalogue::API_VERSION)
        .header("content-type", "application/json")
        .body(body.map(|body| body.to_string()).unwrap_or_default())
        .map_err(|error| error.to_string())?;
    let mut response = agent.run(request).map_err(|error| error.to_string())?;
    let answer = response.body_mut().read_to_string().unwrap_or_default();
    if response.status().is_success() { Ok(()) } else { Err(format!("given {text}: {answer}")) }
}
