//! What a request of the shop asks for at all stages, for tests and benchmarks.

use model::prelude::*;

/// The shop at all stages: what each component needs to know, said once.
pub(crate) fn work() -> Work {
    Work::per_request()
        .web_cpu(ms(8.0))
        .web_reads(0.2)
        .queries(3)
        .query_cpu(ms(1.5))
        .pages_per_query(2.0)
        .data_per_user(kib(40.0))
        .workers(64)
        .worker_memory(mib(40.0))
        .reserved_memory(mib(512.0))
        .writes(0.1)
        .objects(kib(4.0), Popularity::zipf(0.8))
        .page_size(kib(30.0))
        .task(0.1, ms(40.0))
}
