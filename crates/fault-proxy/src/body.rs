//! Bodies of responses, among them those that break off.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body_util::{BodyExt as _, Full, combinators::BoxBody};
use hyper::body::{Bytes, Frame};

/// Any body.
pub type Body = BoxBody<Bytes, Infallible>;

/// A body that is complete.
pub fn complete(bytes: Vec<u8>) -> Body {
    Full::new(Bytes::from(bytes)).boxed()
}

/// The first bytes of a body that breaks off after them.
pub fn truncated(mut bytes: Vec<u8>, length: usize) -> Body {
    bytes.truncate(length);
    Truncated { part: Some(Bytes::from(bytes)), is_flushed: false }.boxed()
}

/// A body that is shorter than its `content-length`.
struct Truncated {
    part: Option<Bytes>,
    /// Whether hyper has sent the part: it flushes when it has to wait for more of the body.
    is_flushed: bool,
}

impl hyper::body::Body for Truncated {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.part.is_none() && !self.is_flushed {
            self.is_flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.part.take().map(|part| Ok(Frame::data(part))))
    }
}
