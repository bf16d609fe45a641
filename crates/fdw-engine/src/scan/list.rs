//! Reading one list: the targets of the requests for its pages, and which rows of each page are new.

use crate::catalogue::pagination::{LastPage, PageFormat, Pagination};
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::reader::page::Page;
use crate::reader::projection::Slot;

use super::error::ListChanged;
use super::pager::{Accepted, PageRequest, Pager, Shortfall};

/// Reads one list.
pub struct ListReader {
    /// The target of the list, without the query parameters that select a page.
    target: Target,
    pagination: Pagination,
    pager: Pager,
    /// The ids of the rows of the last accepted page. Only pagination by row id needs them.
    row_ids: Vec<String>,
    /// The cursor in the last accepted page.
    cursor: Option<String>,
}

impl ListReader {
    /// A reader at the beginning of a list. `first_page` is the size of the first page; `None` means the maximum.
    pub fn new(target: Target, pagination: Pagination, last_page: LastPage, first_page: Option<u32>) -> Self {
        let pager = Pager::new(pagination, last_page, first_page);
        ListReader { target, pagination, pager, row_ids: Vec::new(), cursor: None }
    }

    /// Returns to the beginning of the list. `first_page` is the size of the first page; `None` means the maximum.
    pub fn restart(&mut self, last_page: LastPage, first_page: Option<u32>) {
        self.pager = Pager::new(self.pagination, last_page, first_page);
    }

    /// The target of the list, without the query parameters that select a page.
    pub fn declared_target(&self) -> Target {
        self.target.clone()
    }

    /// Whether pages are requested by position.
    pub fn is_by_position(&self) -> bool {
        matches!(self.pagination, Pagination::Position { .. })
    }

    /// Whether the last accepted page contained a cursor.
    pub fn has_cursor(&self) -> bool {
        self.cursor.is_some()
    }

    /// The fingerprints of the first page's rows.
    pub fn first_rows(&self) -> &[u64] {
        &self.pager.first_rows
    }

    /// The next page to request; `None` at the end.
    pub fn next_request(&self) -> Option<PageRequest> {
        self.pager.next_request()
    }

    /// The target of a request.
    pub fn target(&self, request: PageRequest, format: &PageFormat) -> Target {
        let mut target = self.target.clone();
        if let Some(limit) = request.limit() {
            target.push(format.limit, &limit.to_string());
        }
        match (request, self.pagination) {
            (PageRequest::Position { position, .. }, _) => {
                target.push(format.position, &(position + format.first_position).to_string());
            }
            (PageRequest::AfterRow { row, .. }, Pagination::RowId { parameter, .. }) => {
                let id = self.row_ids.get(row).map_or("", String::as_str);
                target.push(parameter, id);
            }
            (PageRequest::Cursor { .. }, Pagination::Cursor { parameter, .. }) => {
                target.push(parameter, self.cursor.as_deref().unwrap_or(""));
            }
            _ => {}
        }
        target
    }

    /// Accepts the response to [`ListReader::next_request`]. Returns the indexes of its new rows; `None` if the page
    /// does not connect to the rows read so far, so that it must be dropped and another page requested.
    pub fn accept(
        &mut self,
        page: &mut Page,
        fingerprints: &[u64],
        primary_key: &[Slot],
    ) -> Result<Option<Vec<u32>>, ListChanged> {
        let accepted = self.pager.accept(fingerprints, page.total, page.next_cursor.is_some())?;
        let Accepted::NewRows(new_rows) = accepted else { return Ok(None) };
        if let Pagination::RowId { .. } = self.pagination {
            self.row_ids = page.ids(primary_key);
        }
        self.cursor = page.next_cursor.take();
        Ok(Some(new_rows))
    }

    /// Steps back to an earlier row if a request failed possibly because its row no longer exists. Returns whether
    /// another page can be requested; if not, the error is final.
    pub fn step_back_after(&mut self, request: PageRequest, error: &RequestError) -> bool {
        let may_be_missing_row = matches!(request, PageRequest::AfterRow { .. }) && error.failure.may_refuse_row_id();
        may_be_missing_row && self.pager.step_back().is_ok()
    }

    /// Ends the list here, so that no further page is requested.
    pub fn finish(&mut self) {
        self.pager.finish();
    }

    /// Whether the list has ended, or may have, so that another page is requested to make sure.
    pub fn may_have_ended(&self) -> bool {
        !self.pager.trusts_total || self.pager.next_request().is_none()
    }

    /// Number of accepted pages.
    pub fn pages(&self) -> u32 {
        self.pager.pages
    }

    /// At the end of the list, the shortfall; `None` before, or if the API returned as many rows as it reports.
    pub fn shortfall(&self) -> Option<Shortfall> {
        self.pager.shortfall
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::pagination::OrderFormat;
    use crate::reader::page::ResponseShape;
    use crate::reader::projection::Projection;

    const FORMAT: PageFormat = PageFormat {
        limit: "limit",
        position: "from",
        first_position: 1,
        last_page: LastPage::Short,
        list: &[],
        omits_empty_list: false,
        total: None,
        order: OrderFormat::Signed("order"),
        counted_page: 1,
        exclude: None,
        capabilities: None,
    };

    /// The targets of all requests for a list whose pages are `responses`.
    fn targets(pagination: Pagination, responses: &[&str]) -> Vec<String> {
        let next_cursor = if let Pagination::Cursor { next, .. } = pagination { Some(next) } else { None };
        let shape =
            ResponseShape { is_single: false, list: &["rows"], omits_empty_list: false, total: None, next_cursor };
        let mut projection = Projection::default();
        let primary_key = [projection.add(&["id"])];
        let target = Target::new("/things?of=x", &|_| None);
        let mut list = ListReader::new(target, pagination, FORMAT.last_page, pagination.max());
        let mut targets = Vec::new();
        for response in responses {
            let request = list.next_request().expect("the list should not have ended");
            targets.push(list.target(request, &FORMAT).to_string());
            let Ok(mut page) = Page::read((*response).to_owned(), &shape, &projection) else { panic!("{response}") };
            let fingerprints = page.fingerprints(&primary_key);
            assert!(list.accept(&mut page, &fingerprints, &primary_key).is_ok_and(|new_rows| new_rows.is_some()));
        }
        assert_eq!(list.next_request(), None);
        targets
    }

    #[test]
    fn requests_have_the_query_parameters_of_their_pagination() {
        let two = r#"[{"id":"a"},{"id":"b/"}]"#;
        let last = r#"[{"id":"b/"}]"#;
        let list = "/things?of=x";
        assert_eq!(targets(Pagination::Unpaged, &[two]), [list]);
        let want = [format!("{list}&limit=2"), format!("{list}&limit=2&from=2")];
        assert_eq!(targets(Pagination::Position { max: 2 }, &[two, last]), want);
        let want = [format!("{list}&limit=2"), format!("{list}&limit=2&after=a")];
        assert_eq!(targets(Pagination::RowId { max: 2, parameter: "after" }, &[two, last]), want);
        let pages = [r#"{"rows":[{"id":"a"}],"more":{"at":"x y"}}"#, r#"{"rows":[]}"#];
        let want = [format!("{list}&limit=2&cursor="), format!("{list}&limit=2&cursor=x%20y")];
        let by_cursor = Pagination::Cursor { max: 2, parameter: "cursor", next: &["more", "at"] };
        assert_eq!(targets(by_cursor, &pages), want);
    }
}
