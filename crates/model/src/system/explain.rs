//! What a prediction means, with the changes that take a prediction of their own.

use super::definition::System;
use crate::components::cache::Cache;
use crate::error::Error;
use crate::format::{percent, significant};
use crate::report::{Prediction, Report};
use crate::units::Time;
use crate::workload::Traffic;

impl System {
    /// What the closed form says in sentences with numbers: [`Prediction::explain`], and what twice the memory for the cache
    /// would do, predicted anew.
    ///
    /// # Errors
    /// Those of [`predict`](Self::predict).
    pub fn explain(&self, traffic: &Traffic) -> Result<String, Error> {
        let prediction = self.predict(traffic)?;
        let mut text = prediction.explain();
        if let Some(cache) = &self.cache {
            let larger = self.clone().cache(twice(cache)?);
            text.push_str(&with_twice(&prediction, &larger.predict(traffic)?));
        }
        Ok(text)
    }
}

/// The same cache with twice the memory for objects on each machine.
fn twice(cache: &Cache) -> Result<Cache, Error> {
    let each = cache.capacity()? / f64::from(cache.count());
    Ok(cache.clone().memory(each * 2.0))
}

/// What became of the prediction with twice the memory for the cache.
fn with_twice(before: &Prediction, after: &Prediction) -> String {
    match (before, after) {
        (Prediction::Steady(before), Prediction::Steady(after)) => larger(before, after),
        (Prediction::Overloaded(_), Prediction::Steady(_)) => {
            " With twice the memory for the cache it keeps up.".into()
        }
        _ => " Twice the memory for the cache is not enough.".into(),
    }
}

fn larger(before: &Report, after: &Report) -> String {
    let (Some(one), Some(two)) = (before.cache, after.cache) else {
        return String::new();
    };
    if one.entries >= one.objects {
        return " All objects fit into the cache already.".into();
    }
    let saved = (before.response.mean.value - after.response.mean.value).max(Time::ZERO);
    let mut text = format!(
        " Twice the memory for the cache moves its hit ratio from {} to {} and takes {saved} off the mean",
        percent(one.hit_ratio),
        percent(two.hit_ratio)
    );
    if let (Some(one), Some(two)) = (before.headroom(), after.headroom())
        && two > one * 1.005
    {
        let two = significant(two, 3);
        text.push_str(&format!(", and the limit to {two} times this load"));
    }
    text.push('.');
    text
}
