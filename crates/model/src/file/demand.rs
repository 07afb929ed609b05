//! Traffic and work of a system file.

use super::error::FileError;
use super::fields::Fields;
use crate::workload::{Audience, Day, Popularity, Traffic, Work};

/// Reads the table `traffic`.
pub(super) fn traffic(mut fields: Fields) -> Result<Traffic, FileError> {
    let users = fields.number("daily_users")?;
    let requests = fields.number("requests_each")?;
    let peak = fields.number("peak_to_mean")?;
    let habits = Traffic::daily_users(fields.required("daily_users", users)?)
        .requests_each(fields.required("requests_each", requests)?);
    let mut traffic = match (fields.table("day")?, peak) {
        (Some(_), Some(_)) => {
            return Err(
                fields.wrong("expected peak_to_mean or day: the one follows from the other")
            );
        }
        (Some(table), None) => habits.day(day(table)?),
        (None, Some(peak)) => habits.peak_to_mean(peak),
        (None, None) => {
            let what = "must be given: peak_to_mean, or the shape of a day as day = { sinusoid = 1.85, top = 20 }";
            return Err(fields.wrong(what));
        }
    };
    if let Some(size) = fields.number("in_groups")? {
        traffic = traffic.in_groups(size);
    }
    if let Some(table) = fields.table("audience")? {
        traffic = traffic.audience(audience(table)?);
    }
    fields.checked(traffic, Traffic::check)
}

/// `{ hourly = [24 weights] }`, or `{ sinusoid = PEAK_TO_MEAN, top = HOUR }`.
fn day(mut fields: Fields) -> Result<Day, FileError> {
    let (weights, peak) = (fields.numbers("hourly")?, fields.number("sinusoid")?);
    let day = match (weights, peak) {
        (Some(weights), None) => match <[f64; 24]>::try_from(weights) {
            Ok(weights) => Day::hourly(weights),
            Err(other) => {
                let count = other.len();
                return Err(fields.wrong(format!("hourly: expected 24 weights, was {count}")));
            }
        },
        (None, Some(peak)) => {
            let top = fields.number("top")?;
            Day::sinusoid(peak, fields.required("top", top)?)
        }
        _ => {
            return Err(
                fields.wrong("expected either hourly = [24 weights] or sinusoid = PEAK_TO_MEAN")
            );
        }
    };
    fields.checked(day, Day::check)
}

/// Shares by place: `{ Toronto = 0.6, Seoul = 0.4 }`.
fn audience(mut fields: Fields) -> Result<Audience, FileError> {
    let shares = fields.shares()?;
    let mut shares = shares.into_iter();
    let (place, share) = shares
        .next()
        .ok_or_else(|| fields.wrong("expected at least one place with its share"))?;
    Ok(
        shares.fold(Audience::of(place, share), |all, (place, share)| {
            all.and(place, share)
        }),
    )
}

/// Reads the table `work`.
pub(super) fn work(mut fields: Fields) -> Result<Work, FileError> {
    let mut work = Work::per_request();
    macro_rules! given {
        ($($kind:ident $key:ident),+) => {
            $(if let Some(value) = fields.$kind(stringify!($key))? {
                work = work.$key(value);
            })+
        };
    }
    given!(quantity web_cpu, number web_reads, count queries, quantity query_cpu, number pages_per_query);
    given!(quantity data_per_user, count workers, quantity worker_memory, quantity reserved_memory);
    given!(number writes, quantity page_size);
    if let Some(mut table) = fields.table("task")? {
        let (share, cpu) = (table.number("share")?, table.quantity("cpu")?);
        work = work.task(table.required("share", share)?, table.required("cpu", cpu)?);
        table.finish()?;
    }
    if let Some(mut table) = fields.table("objects")? {
        let size = table.quantity("size")?;
        let size = table.required("size", size)?;
        work = work.objects(size, popularity(table)?);
    }
    if let Some(mut table) = fields.table("assets")? {
        let (each, size) = (table.number("per_request")?, table.quantity("size")?);
        let catalogue = table.number("catalogue")?;
        work = work.assets(
            table.required("per_request", each)?,
            table.required("size", size)?,
            table.required("catalogue", catalogue)?,
            popularity(table)?,
        );
    }
    fields.checked(work, Work::check)
}

/// The rest of a table: `zipf = 0.8`, or a list of `weights`.
fn popularity(mut fields: Fields) -> Result<Popularity, FileError> {
    let popularity = match (fields.number("zipf")?, fields.numbers("weights")?) {
        (Some(exponent), None) => Popularity::zipf(exponent),
        (None, Some(weights)) => {
            Popularity::weights(&weights).map_err(|error| fields.wrong(error))?
        }
        _ => {
            let what = "expected a popularity: either zipf = EXPONENT or weights = [...]";
            return Err(fields.wrong(what));
        }
    };
    fields.checked(popularity, Popularity::check)
}
