//! Sets of row fingerprints.

/// A set of fingerprints, which are hashes already: a hash table with linear probing. It needs 16 to 32 bytes for each
/// fingerprint. The fingerprints 0 and 1 count as equal, because 0 marks a free slot.
#[derive(Default)]
pub struct FingerprintSet {
    /// Fingerprints, and zeros for free slots. Their number is zero or a power of two; at least half of them are free.
    slots: Vec<u64>,
    used: usize,
}

impl FingerprintSet {
    /// Adds a fingerprint. Returns whether it is new.
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

    /// Whether the set contains a fingerprint.
    pub fn contains(&self, fingerprint: u64) -> bool {
        let fingerprint = fingerprint.max(1);
        self.slots.get(self.find(fingerprint)) == Some(&fingerprint)
    }

    /// Memory used, in bytes.
    pub fn size(&self) -> usize {
        size_of_val(&*self.slots)
    }

    /// Adds a fingerprint that is not 0 to the slots as they are. Returns whether it is new.
    fn put(&mut self, fingerprint: u64) -> bool {
        let at = self.find(fingerprint);
        let Some(slot) = self.slots.get_mut(at) else { return false };
        let is_new = *slot == 0;
        *slot = fingerprint;
        is_new
    }

    /// The index of the slot that contains a fingerprint, or of the free slot in which it belongs. The search ends,
    /// because there are free slots.
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
    fn each_fingerprint_is_new_only_once() {
        let mut set = FingerprintSet::default();
        // Many of these fall into the same slots. The fingerprint 0 is among them, but not 1, which equals it.
        let all: Vec<u64> = (0..2000).map(|n| n * 64).chain([3, 5, 7]).collect();
        for fingerprint in &all {
            assert!(set.insert(*fingerprint), "{fingerprint}");
        }
        assert!(all.iter().all(|fingerprint| !set.insert(*fingerprint)));
        assert!(all.iter().all(|fingerprint| set.contains(*fingerprint)));
        assert!(!set.contains(2) && !set.contains(64 * 2000));
        assert!(!FingerprintSet::default().contains(0));
        assert!(set.size() <= 8 * 4 * all.len());
    }
}
