//! Durations.
pub struct Duration {
    secs: u64,
    nanos: u32,
}
impl Duration {
    pub const ZERO: Duration = Duration { secs: 0, nanos: 0 };
    pub const fn new(secs: u64, nanos: u32) -> Duration {
        loop {}
    }
    pub const fn from_secs(secs: u64) -> Duration {
        loop {}
    }
    pub const fn from_millis(millis: u64) -> Duration {
        loop {}
    }
    pub const fn from_micros(micros: u64) -> Duration {
        loop {}
    }
    pub const fn from_nanos(nanos: u64) -> Duration {
        loop {}
    }
    pub fn from_secs_f64(secs: f64) -> Duration {
        loop {}
    }
    pub fn as_secs(&self) -> u64 {
        loop {}
    }
    pub fn as_millis(&self) -> u128 {
        loop {}
    }
    pub fn as_micros(&self) -> u128 {
        loop {}
    }
    pub fn as_nanos(&self) -> u128 {
        loop {}
    }
    pub fn as_secs_f64(&self) -> f64 {
        loop {}
    }
    pub fn mul_f64(self, rhs: f64) -> Duration {
        loop {}
    }
}
impl Clone for Duration {
    fn clone(&self) -> Self {
        *self
    }
}
impl Copy for Duration {}
impl crate::ops::Add for Duration {
    type Output = Duration;
    fn add(self, rhs: Duration) -> Duration {
        loop {}
    }
}
impl crate::ops::Sub for Duration {
    type Output = Duration;
    fn sub(self, rhs: Duration) -> Duration {
        loop {}
    }
}
impl crate::ops::Mul<u32> for Duration {
    type Output = Duration;
    fn mul(self, rhs: u32) -> Duration {
        loop {}
    }
}
impl crate::ops::Div<u32> for Duration {
    type Output = Duration;
    fn div(self, rhs: u32) -> Duration {
        loop {}
    }
}
