//! What was meant by a word that nothing is called.

/// The candidate that most resembles what was written, whatever the case, if one does.
pub(crate) fn nearest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let written = written.to_lowercase();
    let alike = |candidate: &'c str| {
        // Two letters that changed places make a word of three unlike itself.
        let is_one_off = strsim::osa_distance(&written, candidate) <= 1;
        let likeness = strsim::jaro_winkler(&written, candidate);
        (likeness >= 0.8 || is_one_off).then_some((likeness, candidate))
    };
    let best = candidates.into_iter().filter_map(alike);
    best.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, candidate)| candidate)
}
