//! Scans of foreign tables. A scan reads one list after the other, page by page, and returns one row at a time.

mod counting;
pub mod error;
mod fallback;
mod fingerprints;
mod list;
mod lists;
mod newest_first;
mod no_rows;
mod pager;
mod paging;
mod parents;
mod replay;
mod requests;
mod statistics;

use std::borrow::Cow;
use std::collections::VecDeque;

use crate::catalogue::Catalogue;
use crate::client::Client;
use crate::client::target::Target;
use crate::host::Host;
use crate::json;
use crate::planner::plan::{Field, Plan};
use crate::planner::{self, PlannerSettings};
use crate::reader::decode::{self, Change, TypeMismatch};
use crate::reader::layout::RowLayout;
use crate::reader::page::Page;
use crate::reader::row_buffer::Cell;
use crate::request::ScanRequest;
use crate::request::qual::Constant;
use crate::request::settings::{OptionError, Settings};
use crate::request::types::Type;

use counting::CountedRows;
use error::{Error, ListChanged};
use fallback::Refused;
use fingerprints::FingerprintSet;
use list::ListReader;
use lists::Lists;
use newest_first::{NewestFirst, REREAD_ROWS};
use paging::Paging;
use replay::Replay;
use statistics::Statistics;

/// Approximate memory of a scan besides its rows and its page, in bytes.
const OVERHEAD: usize = 2048;

/// The state that all scans of a plan node share.
pub struct ApiContext {
    /// The catalogue of the API.
    pub catalogue: &'static Catalogue,
    /// The values of the options.
    pub settings: Settings,
    /// The HTTP client.
    pub client: Client,
    /// Whether a scan without rows has found out the reason, which is done once for a plan node.
    pub has_explained_no_rows: bool,
    /// Whether the user has been told that the API ignores a filter, which is done once for a plan node.
    pub has_reported_ignored_filter: bool,
    /// Whether any request has succeeded, so that the base URL is right.
    pub has_succeeded: bool,
    /// What the API has refused, so that it is not sent again.
    pub refused: Refused,
    /// How lists can be paged; `None` until the API has been asked.
    pub paging: Option<Paging>,
}

impl ApiContext {
    /// The state before the first scan. Reads the options and the credentials, and sends no request.
    pub fn new(catalogue: &'static Catalogue, host: &dyn Host) -> Result<ApiContext, OptionError> {
        let settings = Settings::read(catalogue, host)?;
        let client = Client::new(catalogue, &settings, host)?;
        Ok(ApiContext {
            catalogue,
            settings,
            client,
            has_explained_no_rows: false,
            has_reported_ignored_filter: false,
            has_succeeded: false,
            refused: Refused::default(),
            paging: None,
        })
    }
}

/// A scan.
pub struct Scan {
    /// The plan of the scan.
    pub plan: Plan,
    layout: RowLayout,
    /// The lists to read; `None` until the values of the key columns are known.
    lists: Option<Lists>,
    /// The list that is being read.
    list: Option<OpenList>,
    /// The ids of rows whose children are not yet read, in order.
    parents: VecDeque<String>,
    /// The page that is being decoded.
    page: Option<Page>,
    /// The indexes of the page's rows that are new and not yet decoded, in reverse order.
    new_rows: Vec<u32>,
    /// The fingerprints of the rows read so far for the current values of the key columns; `None` if no row can occur
    /// in several lists or twice in one.
    known_rows: Option<FingerprintSet>,
    /// Number of decoded rows.
    decoded: u64,
    counted: CountedRows,
    replay: Replay,
    /// Whether the scan has read elements of lists that can own embedded rows.
    has_read_owners: bool,
    /// How the rows are read if the API refuses what it does not support: plans with fewer parameters, in order.
    fallbacks: VecDeque<Plan>,
    /// For each field, whether the user has been warned of a changed value.
    warned: Vec<bool>,
    /// Time that the scan has waited before repeating failed requests, in milliseconds.
    waited: u64,
    statistics: Statistics,
}

/// A list that is being read.
struct OpenList {
    reader: ListReader,
    /// The names and values of the key columns. The values are JSON strings.
    keys: Vec<(&'static str, String)>,
    /// Set if the list is read with the newest rows first.
    newest_first: Option<NewestFirst>,
    /// Whether it is a list of children.
    is_of_children: bool,
    /// The list as it was read before the API said how else it can page it, for the case that it refuses that.
    declared: Option<ListReader>,
}

/// The placeholder of the parent's id in the endpoint of a list of children.
const CHILDREN_OF: &str = "id";

impl OpenList {
    fn new(plan: &Plan, api: &ApiContext, target: Target, keys: Vec<(&'static str, String)>) -> OpenList {
        let format = &api.catalogue.pages;
        let (target, pagination) = match api.paging {
            Some(paging) => paging.apply(target, plan.pagination, format),
            None => (target, plan.pagination),
        };
        OpenList {
            reader: ListReader::new(target, pagination, format.last_page, plan.first_page),
            keys,
            newest_first: plan.newest_first.map(|newest_first| NewestFirst::new(newest_first.bound)),
            is_of_children: false,
            declared: None,
        }
    }
}

impl Scan {
    /// Begins a scan: plans the query, without sending a request. `replay_budget` is the memory for rows that are kept
    /// for rescans, in bytes.
    pub fn begin(
        catalogue: &'static Catalogue,
        request: &ScanRequest,
        settings: PlannerSettings,
        replay_budget: usize,
    ) -> Result<Scan, Error> {
        let plan = planner::plan(catalogue, request, settings)?;
        let fallbacks = fallback::plans(catalogue, request, settings, &plan);
        Ok(Scan::of_plan(plan, fallbacks, replay_budget))
    }

    fn of_plan(plan: Plan, fallbacks: VecDeque<Plan>, replay_budget: usize) -> Scan {
        let rows_can_repeat = !plan.keys.is_empty()
            || plan.partitions.len() > 1
            || plan.newest_first.is_some()
            // A row can move within its tree.
            || plan.access_path.children.is_some();
        Scan {
            layout: RowLayout::of(&plan),
            lists: None,
            list: None,
            parents: VecDeque::new(),
            page: None,
            new_rows: Vec::new(),
            known_rows: rows_can_repeat.then(FingerprintSet::default),
            decoded: 0,
            counted: CountedRows::default(),
            replay: Replay::new(replay_budget),
            has_read_owners: false,
            fallbacks,
            warned: vec![false; plan.fields.len()],
            waited: 0,
            statistics: Statistics { scans: 1, ..Statistics::default() },
            plan,
        }
    }

    /// Advances to the next row. Returns `false` at the end.
    pub fn next(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        loop {
            if self.counted.advance() || self.replay.advance() {
                self.statistics.rows_out += 1;
                return Ok(true);
            }
            if !self.decode_next(api, host)? && !self.fetch_more(api, host)? {
                return Ok(false);
            }
        }
    }

    /// The cells of the current row, with the types of their columns.
    pub fn cells(&self) -> impl Iterator<Item = (Type, Option<Cell<'_>>)> {
        let width = self.plan.fields.len();
        self.plan.fields.iter().enumerate().map(move |(column, field)| {
            let is_counted = self.counted.is_current;
            (field.ty, if is_counted { fixed_cell(field) } else { self.replay.cell(width, column) })
        })
    }

    /// Decodes the next new row of the page. Returns `false` if there is none.
    #[inline(never)] // Hot: runs for each row that is fetched. Rows that are replayed do not need it.
    fn decode_next(&mut self, api: &ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        let (Some(page), Some(row)) = (&self.page, self.new_rows.pop()) else { return Ok(false) };
        let row = row as usize;
        self.decoded += 1;
        let keys = self.list.as_ref().map_or(&[][..], |list| &list.keys);
        let buffer = self.replay.buffer();
        let fields = self.layout.sources.iter().zip(&self.plan.fields).zip(&mut self.warned);
        for ((source, field), warned) in fields {
            let mut text = source.find(page, row, keys);
            if !self.layout.secrets.is_empty() {
                text = text.map(|text| Cow::Owned(page.redacted(row, &text, &self.layout.secrets)));
            }
            match decode::decode(text.as_deref(), field.ty, page.needs_sanitizing, host, buffer) {
                Ok(None) => {}
                Ok(Some(_)) if *warned => {}
                Ok(Some(change)) => {
                    let id = api.client.secrets.redact(page.id(row, &self.layout.primary_key));
                    report_change(change, &self.plan, field, &id, host);
                    *warned = true;
                }
                Err(TypeMismatch) => {
                    let secrets = &api.client.secrets;
                    return Err(Error::TypeMismatch {
                        object: self.plan.object,
                        column: field.name.clone(),
                        ty: field.ty.sql(),
                        id: secrets.redact(page.id(row, &self.layout.primary_key)),
                        found: secrets.redact(text.as_deref().unwrap_or_default()),
                    });
                }
            }
        }
        buffer.end_row();
        Ok(true)
    }

    /// Advances to the next page or the next list, and reports statistics. Returns `false` at the end of the last list.
    #[inline(never)] // Cold: runs once for each page.
    fn fetch_more(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        let has_more = match self.next_page_or_list(api, host) {
            Err(Error::Request { source, .. }) if self.falls_back(api, host, &source) => true,
            outcome => outcome?,
        };
        if !has_more && self.decoded == 0 && self.counted.total == 0 {
            self.explain_no_rows(api, host);
        }
        if self.plan.reads_ahead {
            while self.replay.has_room() && (self.decode_next(api, host)? || self.next_page_or_list(api, host)?) {}
        }
        if api.settings.keeps_statistics {
            self.statistics.report(api.catalogue.fdw_name, host);
        }
        Ok(has_more)
    }

    fn next_page_or_list(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        // Free the page first, so that the next one can use its memory.
        self.page = None;
        if self.plan.row_limit.is_some_and(|limit| self.decoded >= limit) {
            return Ok(false);
        }
        self.choose_paging(api, host);
        if let Some(list) = &self.list
            && let Some(request) = list.reader.next_request()
        {
            self.read_page(api, host, request)?;
            return Ok(true);
        }
        if self.restart_list(api)? {
            return Ok(true);
        }
        if self.lists.is_none() {
            let keys = self.read_keys(api, host)?;
            self.lists = Some(Lists::new(keys, self.plan.partitions.len()));
        }
        self.open_next_list(api, host)
    }

    /// Returns to the beginning of the list if rows may have moved there while it was read. Returns whether it did.
    fn restart_list(&mut self, api: &ApiContext) -> Result<bool, Error> {
        let Some(list) = &mut self.list else { return Ok(false) };
        let Some(newest_first) = &mut list.newest_first else { return Ok(false) };
        let outcome = newest_first.start_reread(list.reader.pages());
        let rereads = outcome.map_err(|ListChanged| Error::ListChanged { object: self.plan.object })?;
        if rereads {
            let rows = self.plan.pagination.max().map(|max| REREAD_ROWS.min(max));
            list.reader.restart(api.catalogue.pages.last_page, rows);
        }
        Ok(rereads)
    }

    /// Opens the list of the next parent's children. Returns `false` if there are no more parents.
    fn open_children(&mut self, api: &ApiContext) -> bool {
        let (Some(children), Some(parent)) = (self.plan.access_path.children, self.parents.pop_front()) else {
            return false;
        };
        let id =
            |name: &str| if name == CHILDREN_OF { Some(parent.as_str()) } else { api.settings.endpoint_value(name) };
        let mut target = Target::new(children.endpoint, &id);
        self.plan.parameters.iter().for_each(|parameter| target.push(parameter.name, &parameter.value));
        let list = OpenList::new(&self.plan, api, target, Vec::new());
        self.list = Some(OpenList { is_of_children: true, ..list });
        true
    }

    /// Opens the next list, or requests the number of its rows if that is sufficient. Returns `false` after the last
    /// list.
    fn open_next_list(&mut self, api: &mut ApiContext, host: &mut dyn Host) -> Result<bool, Error> {
        if self.open_children(api) {
            return Ok(true);
        }
        let plan = &self.plan;
        let Some(next) = self.lists.as_mut().and_then(Lists::begin_next) else {
            self.list = None;
            return Ok(false);
        };
        let keys = next.keys;
        let parameters = plan.parameters.iter().chain(plan.partitions.get(next.partition).into_iter().flatten());
        let target = |endpoint: &str| {
            let key = |name: &str| keys.iter().find(|(column, _)| *column == name).map(|(_, value)| *value);
            let mut target = Target::new(endpoint, &|name| key(name).or_else(|| api.settings.endpoint_value(name)));
            parameters.clone().for_each(|parameter| target.push(parameter.name, &parameter.value));
            target
        };
        // A row is returned once for each combination of key values: with other key values, it is usually another row.
        if let Some(known_rows) = &mut self.known_rows
            && next.partition == 0
            && !plan.access_path.lists_share_rows
        {
            *known_rows = FingerprintSet::default();
        }
        let literals = keys.iter().map(|(column, value)| (*column, json::to_string_literal(value))).collect();
        let list = OpenList::new(plan, api, target(plan.access_path.endpoint), literals);
        let count = plan
            .counts
            .then(|| target(plan.access_path.count.map_or(plan.access_path.endpoint, |count| count.endpoint)));
        let counted = match count {
            Some(target) => self.count(api, host, target)?,
            None => false,
        };
        self.list = Some(list).filter(|_| !counted);
        Ok(true)
    }

    /// Returns to the beginning: rows are replayed if all of them were kept, or else requested again.
    pub fn rewind(&mut self) {
        self.statistics.scans += 1;
        self.counted.rewind();
        if !self.replay.rewind() {
            if let Some(lists) = &mut self.lists {
                lists.rewind();
            }
            if let Some(known_rows) = &mut self.known_rows {
                *known_rows = FingerprintSet::default();
            }
            self.list = None;
            self.parents.clear();
            self.page = None;
            self.new_rows.clear();
            self.decoded = 0;
            self.counted = CountedRows::default();
        }
    }

    /// Whether all rows read so far were kept, so that they can be replayed.
    pub fn can_replay(&self) -> bool {
        self.replay.is_complete()
    }

    /// Approximate memory used, in bytes.
    pub fn size(&self) -> usize {
        let page = self.page.as_ref().map_or(0, Page::size);
        OVERHEAD + self.replay.size() + page + self.known_rows.as_ref().map_or(0, FingerprintSet::size)
    }
}

/// The cell of a field whose value is fixed by a qual.
fn fixed_cell(field: &Field) -> Option<Cell<'_>> {
    match field.fixed.as_ref()? {
        Constant::Bool(value) => Some(Cell::Bool(*value)),
        Constant::Text(text) => Some(Cell::Text(text)),
        Constant::Int(value) | Constant::Timestamp(value) | Constant::Timestamptz(value) => Some(Cell::Int(*value)),
    }
}

/// Warns that a value was changed. `id` is the id of its row.
#[inline(never)] // Cold: runs at most once for each column.
fn report_change(change: Change, plan: &Plan, field: &Field, id: &str, host: &mut dyn Host) {
    let description = match change {
        Change::OutOfRange => "the time is outside Postgres' range and became NULL",
        Change::Replaced => "a part of the value that Postgres cannot store was replaced",
    };
    let (table, column) = (plan.object.name, &field.name);
    host.warn(&format!("column {table}.{column} of row {id}: {description} (reported once per column)"));
}
