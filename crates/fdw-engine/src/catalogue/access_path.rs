//! Access paths: the ways to read the rows of an object.

use super::filter::Filter;
use super::pagination::Pagination;
use super::{AttributePath, FixedParameter};

/// One way to read the rows of an object: an endpoint with its key columns, pagination, orders and filters.
#[derive(Clone, Copy)]
pub struct AccessPath {
    /// The endpoint below the base URL, beginning with a slash, optionally with fixed query parameters. Each `{name}`
    /// is a placeholder for the value of an endpoint option or of a column. Such a column is a key column: every
    /// request needs one value for it.
    pub endpoint: &'static str,
    /// Where the values of key columns come from if the query has no conditions on them.
    pub key_source: Option<KeySource>,
    /// How the list is divided into pages.
    pub pagination: Pagination,
    /// The attribute of a response that contains the list, if it is not [`super::pagination::PageFormat::list`].
    pub list: Option<AttributePath>,
    /// Which values of the list are the rows.
    pub rows: Rows,
    /// The partitions: for each, the query parameters that select it. Empty if a single list contains all rows.
    pub partitions: &'static [&'static [FixedParameter]],
    /// The orders in which the API can return the list and in which Postgres would sort the rows the same way. The
    /// first one, ascending, is the default: it must place new rows at the end of the list.
    pub orders: &'static [Order],
    /// The conditions that the API can evaluate. Filters with the same query parameter are adjacent.
    pub filters: &'static [Filter],
    /// An endpoint that returns the number of rows and takes the same filters.
    pub count: Option<Count>,
    /// How the children of a row are read, if the list contains only the roots of trees.
    pub children: Option<Children>,
    /// An attribute of a row that may be an array of further rows, at any depth.
    pub nested: Option<AttributePath>,
    /// Whether the lists of several parents may contain the same row, which is then returned once.
    pub lists_share_rows: bool,
    /// Whether the values that a query gives for key columns are looked up among the parents first, because the endpoint
    /// also has lists for other values, which do not belong to the object.
    pub looks_up_keys: bool,
    /// Whether the access path is used only with one of its filters, because another one lists all rows.
    pub needs_filter: bool,
    /// The permission that reading needs, if it is not that of the object.
    pub needed_permission: Option<&'static str>,
    /// Attributes of an element of the list that a request can exclude ([`super::pagination::PageFormat::exclude`]).
    pub excludable: &'static [&'static str],
    /// What the user can do if elements of the list have no embedded rows at all: a sentence for a warning. `None` if the API
    /// never leaves embedded rows out.
    pub if_omitted: Option<&'static str>,
}

/// Where the values of key columns come from if the query has no conditions on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySource {
    /// The key column.
    pub column: &'static str,
    /// The values of the key column.
    pub values: KeyValues,
}

/// The values that a key column can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyValues {
    /// The values of a column of another object. They are read before the rows.
    Parents(Parents),
    /// A complete, constant set of values.
    Fixed(&'static [&'static str]),
}

/// The rows of another object that have the values of key columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parents {
    /// The parent object.
    pub object: &'static str,
    /// The column of the parent object that has the values of the key column.
    pub column: &'static str,
    /// A second key column, and the column of the parent object that has its values.
    pub second: Option<(&'static str, &'static str)>,
    /// A column of the parent object, a boolean or a count. A parent in which it is false or 0 has no rows.
    pub marker: Option<&'static str>,
}

impl KeySource {
    /// Whether the values of this key column come from here.
    pub fn covers(&self, column: &str) -> bool {
        let second = match self.values {
            KeyValues::Parents(parents) => parents.second.map(|(key, _)| key),
            KeyValues::Fixed(_) => None,
        };
        self.column == column || second == Some(column)
    }
}

/// Which values of a response's list are the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Each element of the list is a row. Elements are JSON objects.
    Elements,
    /// The rows are embedded in the elements: each element owns any number of them.
    Embedded {
        /// The attribute of an element that contains its rows.
        attribute: AttributePath,
        /// The form of that attribute.
        shape: EmbeddedShape,
    },
}

/// The form of an attribute that contains embedded rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbeddedShape {
    /// An array of JSON objects, each of which is a row.
    Objects,
    /// An array of other values, such as strings, each of which is a row.
    Values,
    /// A JSON object, each of whose attributes is a row.
    Pairs,
    /// A JSON object whose attributes are arrays, each of whose elements is a row.
    PairsOfValues,
}

/// An order in which the API can return a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The column that the list is ordered by. It is never NULL.
    pub column: &'static str,
    /// The API's name for this order.
    pub key: &'static str,
}

impl Order {
    /// An order by a column that has the same name in the API.
    pub const fn by(column: &'static str) -> Self {
        Order { column, key: column }
    }
}

/// How the children of a row are read. They are rows too, and may have children themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Children {
    /// The endpoint of the children's list, below the base URL. Its placeholder `{id}` is the id of their parent.
    pub endpoint: &'static str,
    /// The attribute with the number of children. If it is missing or 0, no list of children is requested.
    pub count: AttributePath,
}

/// An endpoint that returns the number of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The endpoint below the base URL.
    pub endpoint: &'static str,
    /// The attribute of the response that contains the count, as a number or as a number in a string.
    pub attribute: AttributePath,
}

/// Constructors, and builder methods that each set one property.
impl AccessPath {
    /// An access path with the given pagination.
    pub const fn new(endpoint: &'static str, pagination: Pagination) -> Self {
        AccessPath {
            endpoint,
            key_source: None,
            pagination,
            list: None,
            rows: Rows::Elements,
            partitions: &[],
            orders: &[],
            filters: &[],
            count: None,
            children: None,
            nested: None,
            lists_share_rows: false,
            looks_up_keys: false,
            needs_filter: false,
            needed_permission: None,
            excludable: &[],
            if_omitted: None,
        }
    }

    /// A list that is read in pages by position, with at most `max` rows each.
    pub const fn paged_list(endpoint: &'static str, max: u16) -> Self {
        Self::new(endpoint, Pagination::Position { max })
    }

    /// A list that one response contains completely.
    pub const fn unpaged_list(endpoint: &'static str) -> Self {
        Self::new(endpoint, Pagination::Unpaged)
    }

    /// A response that is a single row.
    pub const fn single_object(endpoint: &'static str) -> Self {
        Self::new(endpoint, Pagination::Single)
    }

    /// Takes the values of the key column `column` from the column `id` of the object `parent`.
    pub const fn for_each_parent(self, column: &'static str, parent: &'static str) -> Self {
        self.for_each_value_of(column, parent, "id")
    }

    /// Takes the values of the key column `column` from the column `source` of the object `parent`.
    pub const fn for_each_value_of(self, column: &'static str, parent: &'static str, source: &'static str) -> Self {
        let parents = Parents { object: parent, column: source, second: None, marker: None };
        self.with_key_source(column, KeyValues::Parents(parents))
    }

    /// Takes the values of two key columns, `columns`, from two columns of the object `parent`, `sources`.
    pub const fn for_each_pair_of(
        self,
        columns: [&'static str; 2],
        parent: &'static str,
        sources: [&'static str; 2],
    ) -> Self {
        let second = Some((columns[1], sources[1]));
        let parents = Parents { object: parent, column: sources[0], second, marker: None };
        self.with_key_source(columns[0], KeyValues::Parents(parents))
    }

    /// Skips parents in which this column of the parent object, a boolean or a count, is false or 0.
    pub const fn skipping_parents_without(self, marker: &'static str) -> Self {
        match self.key_source {
            Some(KeySource { column, values: KeyValues::Parents(parents) }) => {
                let parents = Parents { marker: Some(marker), ..parents };
                self.with_key_source(column, KeyValues::Parents(parents))
            }
            _ => self,
        }
    }

    /// Declares that the access path is used only with one of its filters.
    pub const fn only_with_filter(self) -> Self {
        AccessPath { needs_filter: true, ..self }
    }

    /// Declares that the values that a query gives for key columns are looked up among the parents first.
    pub const fn looking_up_keys(self) -> Self {
        AccessPath { looks_up_keys: true, ..self }
    }

    /// Sets the permission that reading needs, if it is not that of the object.
    pub const fn with_needed_permission(self, advice: &'static str) -> Self {
        AccessPath { needed_permission: Some(advice), ..self }
    }

    /// Sets the attributes that a request can exclude.
    pub const fn with_excludable(self, attributes: &'static [&'static str]) -> Self {
        AccessPath { excludable: attributes, ..self }
    }

    /// Sets what the user can do if no element has embedded rows.
    pub const fn with_advice_if_omitted(self, advice: &'static str) -> Self {
        AccessPath { if_omitted: Some(advice), ..self }
    }

    /// Declares that the lists of several parents may contain the same row.
    pub const fn with_shared_rows(self) -> Self {
        AccessPath { lists_share_rows: true, ..self }
    }

    /// Takes the values of the key column `column` from a constant set.
    pub const fn for_each_value(self, column: &'static str, values: &'static [&'static str]) -> Self {
        self.with_key_source(column, KeyValues::Fixed(values))
    }

    const fn with_key_source(self, column: &'static str, values: KeyValues) -> Self {
        AccessPath { key_source: Some(KeySource { column, values }), ..self }
    }

    /// Sets the attribute of a response that contains the list.
    pub const fn with_list_at(self, list: AttributePath) -> Self {
        AccessPath { list: Some(list), ..self }
    }

    /// Declares that the rows are the JSON objects in this array, which each element of the list contains.
    pub const fn embedded_in(self, attribute: AttributePath) -> Self {
        self.embedded_as(attribute, EmbeddedShape::Objects)
    }

    /// Declares that the rows are the values in this attribute, which each element of the list contains.
    pub const fn embedded_as(self, attribute: AttributePath, shape: EmbeddedShape) -> Self {
        AccessPath { rows: Rows::Embedded { attribute, shape }, ..self }
    }

    /// Sets the partitions.
    pub const fn partitioned(self, partitions: &'static [&'static [FixedParameter]]) -> Self {
        AccessPath { partitions, ..self }
    }

    /// Sets the orders that the API offers.
    pub const fn with_orders(self, orders: &'static [Order]) -> Self {
        AccessPath { orders, ..self }
    }

    /// Sets the filters that the API offers.
    pub const fn with_filters(self, filters: &'static [Filter]) -> Self {
        AccessPath { filters, ..self }
    }

    /// Sets the endpoint that returns the number of rows.
    pub const fn with_count_endpoint(self, endpoint: &'static str, attribute: AttributePath) -> Self {
        AccessPath { count: Some(Count { endpoint, attribute }), ..self }
    }

    /// Declares that the list contains only the roots of trees, and how the children of a row are read.
    pub const fn with_children(self, endpoint: &'static str, count: AttributePath) -> Self {
        AccessPath { children: Some(Children { endpoint, count }), ..self }
    }

    /// Sets the attribute of a row that may be an array of further rows. Children in it are not requested.
    pub const fn with_nested_rows(self, nested: AttributePath) -> Self {
        AccessPath { nested: Some(nested), ..self }
    }

    /// The names of the endpoint's placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &'static str> {
        placeholders(self.endpoint)
    }

    /// Whether the rows are embedded in the elements of the list.
    pub fn has_embedded_rows(&self) -> bool {
        matches!(self.rows, Rows::Embedded { .. })
    }
}

/// The names of an endpoint's placeholders, in order.
pub fn placeholders(endpoint: &'static str) -> impl Iterator<Item = &'static str> {
    endpoint.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}
