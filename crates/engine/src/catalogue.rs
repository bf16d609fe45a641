//! The catalogue model: constant data that says what an API has. Each object is declared once, and DDL, plan, requests
//! and decoding only iterate over that.

use crate::access::Access;
use crate::column::Column;

/// An API.
pub struct Catalogue {
    /// The provider's name, as errors show it.
    pub provider: &'static str,
    /// The name under which the host counts.
    pub fdw_name: &'static str,
    /// The base url where the server option `api_url` is not set.
    pub api_url: &'static str,
    /// Headers of every request, names in lower case.
    pub headers: &'static [(&'static str, &'static str)],
    /// The parameters of lists.
    pub words: Words,
    /// How the API tells errors.
    pub errors: ErrorShape,
    /// The objects, one table each.
    pub objects: &'static [Object],
}

impl Catalogue {
    /// The object of that name.
    pub fn object(&self, name: &str) -> Option<&'static Object> {
        self.objects.iter().find(|object| object.name == name || object.aliases.contains(&name))
    }
}

/// What the API calls what every list has.
pub struct Words {
    /// The parameter for the rows in a page at most.
    pub limit: &'static str,
    /// The parameter for the position of a page's first row, from 0.
    pub offset: &'static str,
    /// The parameter for the id of the row before a page.
    pub cursor: &'static str,
    /// The parameter for the order: a key after a plus for ascending, after a minus for descending.
    pub order: &'static str,
    /// The attribute beside a list that counts all of its rows.
    pub total: &'static str,
}

/// Where an error's body holds what a person needs. Keys of a JSON object.
pub struct ErrorShape {
    /// The array of errors.
    pub list: &'static str,
    /// Texts of one error, the best first.
    pub messages: &'static [&'static str],
    /// The code of one error.
    pub code: &'static str,
    /// The trace id, beside the array.
    pub trace: &'static str,
    /// The code by which a 404 says that there is no object with the id in the path.
    pub unknown_id: &'static str,
    /// What to do about a status.
    pub hints: &'static [(u16, &'static str)],
}

/// An object of the API: one table.
pub struct Object {
    /// The value of the table option `object`, and the table's name on import.
    pub name: &'static str,
    /// Other names that the option may have.
    pub aliases: &'static [&'static str],
    /// The attribute that tells rows apart; empty where there is none.
    pub id: &'static str,
    /// Its columns, without [`crate::column::WHOLE`].
    pub columns: &'static [Column],
    /// The ways to reach its rows. Of those that a query can take the cheapest is taken, the first of equals.
    pub access: &'static [Access],
    /// Attributes that are never shown, keys joined by dots.
    pub secrets: &'static [&'static str],
    /// What it is, for the documentation; a guest is built without.
    #[cfg(feature = "docs")]
    pub about: &'static str,
}

impl Object {
    /// An object with an attribute `id`.
    #[cfg_attr(not(feature = "docs"), expect(unused_variables, reason = "texts are for the documentation alone"))]
    pub const fn new(
        name: &'static str,
        about: &'static str,
        columns: &'static [Column],
        access: &'static [Access],
    ) -> Self {
        Object {
            name,
            aliases: &[],
            id: "id",
            columns,
            access,
            secrets: &[],
            #[cfg(feature = "docs")]
            about,
        }
    }

    /// The same, told apart by another attribute.
    pub const fn told_apart_by(self, id: &'static str) -> Self {
        Object { id, ..self }
    }

    /// The same, with other names.
    pub const fn also(self, aliases: &'static [&'static str]) -> Self {
        Object { aliases, ..self }
    }

    /// The same, with attributes that are never shown.
    pub const fn without(self, secrets: &'static [&'static str]) -> Self {
        Object { secrets, ..self }
    }
}
