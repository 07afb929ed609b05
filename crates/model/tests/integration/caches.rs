//! Caches: Che's approximation, simulated policies, and what they say of each other.

mod che;
mod component;
mod policies;
mod stampede;
mod witnesses;
mod written;
