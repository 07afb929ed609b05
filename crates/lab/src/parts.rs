//! What figures and diagrams need to know about the parts of a system.

use crate::palette::Role;
use model::format::significant;
use model::prelude::*;

/// A component's colour.
pub(crate) fn role(component: Component) -> Role {
    match component {
        Component::Client => Role::Client,
        Component::WebServer => Role::Web,
        Component::Database => Role::Database,
        Component::Shared => Role::Machine,
        Component::Balancer => Role::Balancer,
        Component::Replica => Role::Replica,
        Component::Cache => Role::Cache,
        Component::Cdn => Role::Cdn,
        Component::Queue | Component::Worker => Role::Queue,
        _ => Role::Ink,
    }
}

/// The closed form's answer.
///
/// # Panics
/// When a parameter is missing or out of range: a figure has no other way to say so, and the kernel shows the message.
#[track_caller]
pub(crate) fn predict(system: &System, traffic: &Traffic) -> Prediction {
    match system.predict(traffic) {
        Ok(prediction) => prediction,
        Err(error) => panic!("cannot predict: {error}"),
    }
}

/// What a component can run short of as load grows, the fullest first, of all needs.
///
/// Memory is left out: its share does not depend on the load, and a machine whose memory is well used is not busy. But memory
/// that is too small is why nothing works: then it comes first.
pub(crate) fn load(needs: &[Need], component: Component) -> impl Iterator<Item = &Need> {
    let own = move || needs.iter().filter(move |need| need.component == component);
    let memory = |need: &&Need| matches!(need.resource, Resource::Memory);
    let over = own().filter(move |need| memory(need) && need.ratio > 1.0);
    over.chain(own().filter(move |need| !memory(need)))
}

/// "cores" on a shared machine, "database cores" where there are several.
pub(crate) fn short(need: &Need) -> String {
    match need.component {
        Component::Shared => need.resource.to_string(),
        _ => need.label.to_string(),
    }
}

/// A percentage of two digits, for small print.
pub(crate) fn rough(share: f64) -> String {
    format!("{}%", significant(100.0 * share, 2))
}

/// "2 × web server on t3.medium, database on m7g.xlarge": what is rented.
pub(crate) fn described(system: &System) -> String {
    let parts = system.parts().into_iter();
    let rented = parts.filter(|part| !part.machine.is_empty());
    let named = rented.map(|part| match part.count {
        1 => format!("{} on {}", part.label, part.machine),
        count => format!("{count} × {} on {}", part.label, part.machine),
    });
    named.collect::<Vec<_>>().join(", ")
}

/// "is" or "are", as the resource's name asks.
pub(crate) fn verb(need: &Need) -> &'static str {
    match need.resource {
        Resource::DiskSpace | Resource::Memory | Resource::Bandwidth | Resource::Applier => "is",
        _ => "are",
    }
}
