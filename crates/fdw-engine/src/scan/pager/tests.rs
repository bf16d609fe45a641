//! Tests of the pager, mostly with lists that change while they are read.

use super::*;

const BY_POSITION: Pagination = Pagination::Position { max: 4 };
const BY_ROW_ID: Pagination = Pagination::RowId { max: 4, parameter: "after" };

/// Reads a list that changes between requests: `edit(n, list)` runs before the n-th request, counted from 0. Returns
/// the rows and the requests.
fn read(
    pagination: Pagination,
    first_page: u32,
    list: &mut Vec<u64>,
    with_total: bool,
    edit: &dyn Fn(usize, &mut Vec<u64>),
) -> Result<(Vec<u64>, Vec<PageRequest>), ListChanged> {
    read_to(LastPage::Short, pagination, first_page, list, with_total, edit)
}

/// Like [`read`], with another way to recognise the last page.
fn read_to(
    last_page: LastPage,
    pagination: Pagination,
    first_page: u32,
    list: &mut Vec<u64>,
    with_total: bool,
    edit: &dyn Fn(usize, &mut Vec<u64>),
) -> Result<(Vec<u64>, Vec<PageRequest>), ListChanged> {
    let mut pager = Pager::new(pagination, last_page, Some(first_page));
    let (mut out, mut requests, mut accepted) = (vec![], vec![], vec![]);
    while let Some(request) = pager.next_request() {
        assert!(requests.len() < 200, "the list does not end: {requests:?}");
        edit(requests.len(), list);
        requests.push(request);
        let (from, limit) = match request {
            PageRequest::Whole => (0, usize::MAX),
            PageRequest::First { limit } => (0, limit as usize),
            PageRequest::Position { position, limit } => (position as usize, limit as usize),
            PageRequest::Cursor { .. } => unreachable!("no list of these tests is paged by cursor"),
            PageRequest::AfterRow { row, limit } => {
                let id: u64 = accepted[row];
                match list.iter().position(|known| *known == id) {
                    Some(at) => (at + 1, limit as usize),
                    None => {
                        pager.step_back()?;
                        continue;
                    }
                }
            }
        };
        let page: Vec<u64> = list.iter().copied().skip(from).take(limit).collect();
        if let Accepted::NewRows(new_rows) = pager.accept(&page, with_total.then_some(list.len() as u64), false)? {
            out.extend(new_rows.iter().map(|at| page[*at as usize]));
            accepted = page;
        }
    }
    Ok((out, requests))
}

const fn unchanged(_: usize, _: &mut Vec<u64>) {}

#[test]
fn an_unchanged_list_is_read_in_the_minimum_number_of_requests() {
    // Number of rows, size of the first page, number of requests by position and by row id.
    let cases = [
        (0, 4, 1, 1),
        (3, 4, 1, 1),
        (4, 4, 2, 2),
        (5, 4, 2, 2),
        (7, 4, 3, 3),
        (10, 4, 4, 4),
        (10, 1, 5, 5),
        (1, 1, 2, 2),
    ];
    for (rows, first_page, by_position, by_row_id) in cases {
        for (pagination, expected) in [(BY_POSITION, by_position), (BY_ROW_ID, by_row_id), (Pagination::Unpaged, 1)] {
            for with_total in [false, true] {
                let mut list: Vec<u64> = (0..rows).collect();
                let want = list.clone();
                let (out, requests) = read(pagination, first_page, &mut list, with_total, &unchanged).unwrap();
                assert_eq!(out, want, "{pagination:?} {first_page}");
                assert_eq!(requests.len(), expected, "{rows} rows, first page {first_page}: {requests:?}");
            }
        }
    }
}

#[test]
fn requests_overlap_by_one_row() {
    let (_, requests) = read(BY_POSITION, 4, &mut (0..8).collect(), false, &unchanged).unwrap();
    let want = [
        PageRequest::First { limit: 4 },
        PageRequest::Position { position: 3, limit: 4 },
        PageRequest::Position { position: 6, limit: 4 },
    ];
    assert_eq!(requests, want);
    let (_, requests) = read(BY_ROW_ID, 2, &mut (0..7).collect(), false, &unchanged).unwrap();
    let want = [
        PageRequest::First { limit: 2 },
        PageRequest::AfterRow { row: 0, limit: 4 },
        PageRequest::AfterRow { row: 2, limit: 4 },
    ];
    assert_eq!(requests, want);
}

/// A row that is in the list all the time is returned once, whatever other rows are inserted or deleted.
#[test]
fn unchanged_rows_are_returned_once_when_other_rows_change() {
    type Edit = fn(usize, &mut Vec<u64>);
    let edits: [(&str, Edit); 9] = [
        ("rows are appended", |n, list| list.push(1000 + n as u64)),
        ("rows are inserted at the beginning", |n, list| list.insert(0, 1000 + n as u64)),
        ("more than a page of rows is inserted at the beginning once", |n, list| {
            if n == 1 {
                list.splice(0..0, 1000..1006);
            }
        }),
        ("the first row is deleted", |n, list| {
            if n > 1 {
                list.remove(0);
            }
        }),
        ("the last row read is deleted", |n, list| {
            if n == 1 {
                list.retain(|row| *row != 3);
            }
        }),
        ("the last two rows read are deleted", |n, list| {
            if n == 1 {
                list.retain(|row| ![2, 3].contains(row));
            }
        }),
        ("a row that was not yet read is deleted", |n, list| {
            if n == 1 {
                list.retain(|row| *row != 9);
            }
        }),
        ("the end of the list is deleted", |n, list| {
            if n == 2 {
                list.truncate(6);
            }
        }),
        ("a row is inserted in the middle and the first one is deleted", |n, list| {
            if n == 2 {
                list.remove(0);
                list.insert(4, 1000);
            }
        }),
    ];
    for (name, edit) in edits {
        for pagination in [BY_POSITION, BY_ROW_ID] {
            for first_page in [1, 4] {
                for with_total in [false, true] {
                    let mut list: Vec<u64> = (0..12).collect();
                    let (out, _) = read(pagination, first_page, &mut list, with_total, &edit).expect(name);
                    let stayed: Vec<u64> = list.iter().copied().filter(|row| *row < 12).collect();
                    let kept: Vec<u64> = out.iter().copied().filter(|row| stayed.contains(row)).collect();
                    assert_eq!(kept, stayed, "{name}: {pagination:?}, first page {first_page}, read {out:?}");
                    let mut once = out.clone();
                    once.sort_unstable();
                    once.dedup();
                    assert_eq!(once.len(), out.len(), "{name}: {pagination:?}: {out:?} contains a row twice");
                }
            }
        }
    }
}

/// An API may return rows that are equal in the order of the list in a different order each time.
#[test]
fn neighbours_that_swap_places_are_returned_once() {
    for at in 0..11 {
        let swap = move |n: usize, list: &mut Vec<u64>| {
            if n == 1 {
                list.swap(at, at + 1);
            }
        };
        for pagination in [BY_POSITION, BY_ROW_ID] {
            let (mut out, _) = read(pagination, 4, &mut (0..12).collect(), false, &swap).unwrap();
            out.sort_unstable();
            let want: Vec<u64> = (0..12).collect();
            assert_eq!(out, want, "{pagination:?}: row {at} and the next one swap places");
        }
    }
}

/// Rows are inserted and deleted at random, at the end or at the beginning, up to several pages at once. Each row that
/// is in the list all the time is returned once, or the scan fails.
#[test]
fn random_changes_never_lose_rows_silently() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % n
    };
    let (mut failed, mut complete) = (0, 0);
    for round in 0..20_000 {
        let (rows, at_beginning, most) = (next(60), next(2) == 0, 1 + next(12));
        let changes: Vec<(u64, u64, u64)> = (0..15).map(|_| (next(3), next(most), next(1000))).collect();
        let edit = |n: usize, list: &mut Vec<u64>| {
            // The changes end at some point, because a list that grows faster than it is read would never end.
            let (kind, count, place) = if n < 15 { changes[n] } else { (2, 0, 0) };
            for change in 0..count {
                let new = 1000 + 1000 * n as u64 + change;
                match (kind, at_beginning) {
                    (0, true) => list.insert(0, new),
                    (0, false) => list.push(new),
                    (1, _) if !list.is_empty() => {
                        list.remove(((place + change) % list.len() as u64) as usize);
                    }
                    _ => {}
                }
            }
        };
        for (last_page, pagination, with_total) in [
            (LastPage::Short, BY_POSITION, false),
            (LastPage::Short, BY_ROW_ID, false),
            (LastPage::Empty, BY_POSITION, false),
            (LastPage::Empty, BY_POSITION, true),
        ] {
            let mut list: Vec<u64> = (0..rows).collect();
            // With a first page of one row, the next page would not overlap.
            let first_page = 1 + u64::from(last_page == LastPage::Empty) + next(3);
            let Ok((out, _)) = read_to(last_page, pagination, first_page as u32, &mut list, with_total, &edit) else {
                failed += 1;
                continue;
            };
            complete += 1;
            let stayed: Vec<u64> = list.iter().copied().filter(|row| *row < rows).collect();
            let mut kept: Vec<u64> = out.iter().copied().filter(|row| stayed.contains(row)).collect();
            kept.sort_unstable();
            assert_eq!(kept, stayed, "round {round}: {pagination:?}, last page {last_page:?}: read {out:?}");
        }
    }
    assert!(complete > 5 * failed, "{failed} scans failed, {complete} did not");
}

/// Every row that was read has disappeared from the list, however far the pager steps back. They may have been deleted,
/// or the response may be wrong; the pager cannot distinguish the two.
#[test]
fn a_list_without_any_known_row_is_an_error() {
    let lists: [&[u64]; 4] = [&[], &[100], &[100, 101, 102, 103], &[100, 101, 102, 103, 104, 105, 106, 107, 108]];
    for later in lists {
        for (pagination, first_page) in [(BY_POSITION, 1), (BY_POSITION, 4), (BY_ROW_ID, 1), (BY_ROW_ID, 4)] {
            for with_total in [false, true] {
                for from in [1, 2] {
                    let edit = |n: usize, list: &mut Vec<u64>| {
                        if n >= from {
                            *list = later.to_vec();
                        }
                    };
                    let outcome = read(pagination, first_page, &mut (0..12).collect(), with_total, &edit);
                    assert_eq!(
                        outcome.unwrap_err(),
                        ListChanged,
                        "{later:?} from request {from} on, {pagination:?}, {first_page}"
                    );
                }
            }
        }
    }
    // Here, the known rows follow the new ones, so nothing is missing.
    let grown = |n: usize, list: &mut Vec<u64>| {
        if n == 1 {
            list.splice(0..0, 100..110);
        }
    };
    let (mut out, _) = read(BY_POSITION, 4, &mut (0..12).collect(), false, &grown).unwrap();
    out.sort_unstable();
    assert_eq!(out, (0..12).chain(100..110).collect::<Vec<u64>>());
}

#[test]
fn a_list_that_cannot_be_continued_is_an_error() {
    let replaced = |n: usize, list: &mut Vec<u64>| {
        if n == 4 {
            *list = (100..110).collect();
        }
    };
    for pagination in [BY_POSITION, BY_ROW_ID] {
        assert_eq!(read(pagination, 4, &mut (0..20).collect(), false, &replaced).unwrap_err(), ListChanged);
    }
    // An endpoint that ignores position and page size returns the same full page forever.
    let mut pager = Pager::new(BY_POSITION, LastPage::Short, Some(4));
    let error = (0..100).find_map(|_| pager.accept(&[1, 2, 3, 4], None, false).err());
    assert_eq!(error, Some(ListChanged));
}

#[test]
fn a_list_is_compared_with_its_total() {
    // A page with fewer rows than requested is not the last one while the API reports more rows.
    let mut pager = Pager::new(BY_POSITION, LastPage::Short, Some(4));
    assert_eq!(pager.accept(&[1, 2], Some(5), false), Ok(Accepted::NewRows(vec![0, 1])));
    assert_eq!(pager.next_request(), Some(PageRequest::Position { position: 1, limit: 4 }));
    assert_eq!(pager.accept(&[2, 3], Some(5), false), Ok(Accepted::NewRows(vec![1])));
    // Without further new rows, the list ends and has fewer rows than its total.
    assert_eq!(pager.accept(&[3], Some(5), false), Ok(Accepted::NewRows(vec![])));
    assert_eq!((pager.next_request(), pager.shortfall), (None, Some(Shortfall { total: 5, listed: 3 })));

    let mut pager = Pager::new(Pagination::Unpaged, LastPage::Short, None);
    assert_eq!(pager.accept(&[1, 2], Some(2), false), Ok(Accepted::NewRows(vec![0, 1])));
    assert_eq!((pager.next_request(), pager.shortfall), (None, None));
}

#[test]
fn a_list_can_end_with_an_empty_page() {
    let cases: [(u64, &[PageRequest]); 3] = [
        (0, &[PageRequest::First { limit: 4 }]),
        // A page of one row has no overlap, so the next page is empty and therefore the last one.
        (1, &[PageRequest::First { limit: 4 }, PageRequest::Position { position: 1, limit: 4 }]),
        (4, &[PageRequest::First { limit: 4 }, PageRequest::Position { position: 3, limit: 4 }]),
    ];
    for (rows, want) in cases {
        let mut list: Vec<u64> = (0..rows).collect();
        let (out, requests) = read_to(LastPage::Empty, BY_POSITION, 4, &mut list, false, &unchanged).unwrap();
        assert_eq!((out, requests.as_slice()), (list, want));
    }
    // A list also ends when as many rows have been read as the API reports, unless that may be the size of the page.
    for (rows, want) in [(3, 1), (4, 2), (5, 2)] {
        let list = &mut (0..rows).collect();
        let (_, requests) = read_to(LastPage::Empty, BY_POSITION, 4, list, true, &unchanged).unwrap();
        assert_eq!(requests.len(), want, "{rows}");
    }
}

#[test]
fn repeated_first_pages_end_a_list_but_a_single_repetition_does_not() {
    let mut pager = Pager::new(BY_POSITION, LastPage::Empty, Some(4));
    let mut requests = 0;
    while pager.next_request().is_some() {
        requests += 1;
        pager.accept(&[1, 2, 3, 4], None, false).unwrap();
    }
    assert_eq!(requests, 1 + MAX_REPEATS);
    // Rows that are inserted before the known ones shift the first page, so that it occurs again once.
    let shifted = |n: usize, list: &mut Vec<u64>| {
        if n == 1 {
            list.splice(0..0, 100..103);
        }
    };
    let (out, _) = read_to(LastPage::Empty, BY_POSITION, 4, &mut (0..12).collect(), false, &shifted).unwrap();
    assert_eq!(out, (0..12).collect::<Vec<u64>>());
}

#[test]
fn a_list_ends_with_a_page_without_a_cursor() {
    let mut pager =
        Pager::new(Pagination::Cursor { max: 4, parameter: "cursor", next: &["next"] }, LastPage::Short, Some(4));
    // A page with fewer rows than requested is not the last one, and rows before a known one are new.
    let pages: [(&[u64], &[u32], bool); 3] =
        [(&[1, 2, 3], &[0, 1, 2], true), (&[5, 3, 6], &[0, 2], true), (&[7], &[0], false)];
    for (rows, new_rows, has_cursor) in pages {
        assert_eq!(pager.next_request(), Some(PageRequest::Cursor { limit: 4 }));
        assert_eq!(pager.accept(rows, None, has_cursor), Ok(Accepted::NewRows(new_rows.to_vec())));
    }
    assert_eq!(pager.next_request(), None);
    // A list whose cursors never end is an error.
    let mut pager =
        Pager::new(Pagination::Cursor { max: 4, parameter: "cursor", next: &["next"] }, LastPage::Short, Some(4));
    assert_eq!((0..100).find_map(|_| pager.accept(&[1], None, true).err()), Some(ListChanged));
}
