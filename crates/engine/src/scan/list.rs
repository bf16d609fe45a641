//! Reading one list: the requests of its pages, and which of their rows are new.

use crate::catalogue::pagination::{LastPage, PageFormat, Pagination};
use crate::client::error::RequestError;
use crate::client::target::Target;
use crate::reader::page::Page;
use crate::reader::projection::Slot;

use super::error::ListChanged;
use super::pager::{Accepted, PageRequest, Pager, Shortfall};

/// Reads one list.
pub struct ListReader {
    /// The list's target, without the parameters of a page.
    target: Target,
    pagination: Pagination,
    pager: Pager,
    /// The ids of the page accepted last, where a page is asked for by one of them.
    row_ids: Vec<String>,
    /// The cursor of the page accepted last.
    cursor: Option<String>,
}

impl ListReader {
    /// Before the first page.
    pub fn new(target: Target, pagination: Pagination, last_page: LastPage, first_page: Option<u32>) -> Self {
        let pager = Pager::new(pagination, last_page, first_page);
        ListReader { target, pagination, pager, row_ids: Vec::new(), cursor: None }
    }

    /// Reads the list again from the beginning, with so many rows in the first page.
    pub fn restart(&mut self, last_page: LastPage, first_page: Option<u32>) {
        self.pager = Pager::new(self.pagination, last_page, first_page);
    }

    /// The next page to request; `None` at the end.
    pub fn next_request(&self) -> Option<PageRequest> {
        self.pager.next_request()
    }

    /// Path and query of a request.
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

    /// Takes a page. Returns which of its rows are new; `None` if the page does not follow on what is known and another
    /// one has to be asked for.
    pub fn accept(
        &mut self,
        page: &mut Page,
        fingerprints: &[u64],
        identity: &[Slot],
    ) -> Result<Option<Vec<u32>>, ListChanged> {
        let accepted = self.pager.accept(fingerprints, page.total, page.next_cursor.is_some())?;
        let Accepted::Fresh(fresh) = accepted else { return Ok(None) };
        if let Pagination::RowId { .. } = self.pagination {
            self.row_ids = page.ids(identity);
        }
        self.cursor = page.next_cursor.take();
        Ok(Some(fresh))
    }

    /// Steps back if the request failed because the row that it named may be gone. Returns whether it did.
    pub fn step_back_after(&mut self, request: PageRequest, error: &RequestError) -> bool {
        let is_of_row = matches!(request, PageRequest::AfterRow { .. }) && error.failure.may_refuse_row_id();
        is_of_row && self.pager.step_back().is_ok()
    }

    /// Ends the list where it stands.
    pub fn finish(&mut self) {
        self.pager.finish();
    }

    /// How many pages were accepted.
    pub fn pages(&self) -> u32 {
        self.pager.pages
    }

    /// At the end, if the API counts more rows than it lists.
    pub fn shortfall(&self) -> Option<Shortfall> {
        self.pager.shortfall
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::pagination::OrderFormat;
    use crate::reader::page::AnswerShape;
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
    };

    /// The targets of a list of pages, which are answers in turn.
    fn targets(pagination: Pagination, answers: &[&str]) -> Vec<String> {
        let next_cursor = if let Pagination::Cursor { next, .. } = pagination { Some(next) } else { None };
        let shape =
            AnswerShape { is_single: false, list: &["rows"], omits_empty_list: false, total: None, next_cursor };
        let mut projection = Projection::default();
        let identity = [projection.add(&["id"])];
        let target = Target::new("/things?of=x", &|_| None);
        let mut list = ListReader::new(target, pagination, FORMAT.last_page, pagination.max());
        let mut targets = Vec::new();
        for answer in answers {
            let request = list.next_request().expect("a request");
            targets.push(list.target(request, &FORMAT).to_string());
            let Ok(mut page) = Page::read((*answer).to_owned(), &shape, &projection) else { panic!("{answer}") };
            let fingerprints = page.fingerprints(&identity);
            assert!(list.accept(&mut page, &fingerprints, &identity).is_ok_and(|fresh| fresh.is_some()));
        }
        assert_eq!(list.next_request(), None);
        targets
    }

    #[test]
    fn each_kind_of_pagination_has_its_parameters() {
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
