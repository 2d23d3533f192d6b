//! Shares as the exact integers that they are: millionths, ten thousand to a percent.

const DECIMALS: usize = 4;
pub(super) const SCALE: u32 = 10_000;
/// 100%.
pub(super) const ALL: u32 = 100 * SCALE;

/// Too many digits in front of the point saturate, which is above 100% anyway.
pub(super) fn in_units(number: &str, least: u32) -> Result<u32, String> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let exact = decimals.len().min(DECIMALS);
    let digits = format!("{whole}{:0<DECIMALS$}", &decimals[..exact]);
    let units = digits.parse().unwrap_or(u32::MAX);
    if units > ALL {
        return Err("a share must be at most 100%".to_owned());
    }
    let is_exact = decimals[exact..].trim_end_matches('0').is_empty();
    if units < least && is_exact {
        return Err("a share must be above 0%".to_owned());
    }
    if decimals.len() > DECIMALS {
        let fix = if is_exact { shown(units) } else { return Err(too_exact()) };
        return Err(format!("at most four decimals: write \"{fix}\""));
    }
    Ok(units)
}

/// A share near to it is none that was written.
pub(crate) fn too_exact() -> String {
    "at most four decimals: write one such as \"12.5%\"".to_owned()
}

/// As a percentage: `12.5%`.
pub(super) fn shown(units: u32) -> String {
    let decimals = format!(".{:0DECIMALS$}", units % SCALE);
    let decimals = decimals.trim_end_matches('0').trim_end_matches('.');
    format!("{}{decimals}%", units / SCALE)
}
