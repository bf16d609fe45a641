//! A set of row fingerprints.

/// A set of fingerprints: eight bytes for each at least.
#[derive(Default)]
pub struct Seen {
    /// A power of two, or none; 0 where there is no fingerprint.
    slots: Vec<u64>,
    used: usize,
}

impl Seen {
    /// Adds a fingerprint; `false` if it is there already.
    pub fn insert(&mut self, fingerprint: u64) -> bool {
        if 2 * self.used >= self.slots.len() {
            let grown = vec![0; (2 * self.slots.len()).max(64)];
            for fingerprint in core::mem::replace(&mut self.slots, grown) {
                if fingerprint > 0 {
                    self.put(fingerprint);
                }
            }
        }
        let is_new = self.put(fingerprint.max(1));
        self.used += usize::from(is_new);
        is_new
    }

    /// Whether a fingerprint was added; 0 and 1 are taken for one another.
    pub fn may_have(&self, fingerprint: u64) -> bool {
        let fingerprint = fingerprint.max(1);
        self.slots.get(self.find(fingerprint)) == Some(&fingerprint)
    }

    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        size_of_val(&*self.slots)
    }

    /// Adds a fingerprint; `false` if it is there already.
    fn put(&mut self, fingerprint: u64) -> bool {
        let at = self.find(fingerprint);
        let Some(slot) = self.slots.get_mut(at) else { return false };
        let is_new = *slot == 0;
        *slot = fingerprint;
        is_new
    }

    /// The slot that a fingerprint is in, or the free one for it. Half of the slots are free at least, so that there is
    /// an end.
    fn find(&self, fingerprint: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = fingerprint as usize & mask;
        while self.slots.get(at).is_some_and(|slot| *slot != 0 && *slot != fingerprint) {
            at = (at + 1) & mask;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_new_once() {
        let mut seen = Seen::default();
        // Many that fall into the same slots, and 0 and 1, which are taken for one another.
        let all: Vec<u64> = (0..2000).map(|n| n * 64).chain([3, 5, 7]).collect();
        for fingerprint in &all {
            assert!(seen.insert(*fingerprint), "{fingerprint}");
        }
        assert!(all.iter().all(|fingerprint| !seen.insert(*fingerprint)));
        assert!(all.iter().all(|fingerprint| seen.may_have(*fingerprint)));
        assert!(!seen.may_have(2) && !seen.may_have(64 * 2000));
        assert!(!Seen::default().may_have(0));
        assert!(seen.size() <= 8 * 4 * all.len());
    }
}
