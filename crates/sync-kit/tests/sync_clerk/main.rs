//! The kit on a real Postgres with pg_cron, with the component for Clerk and the mock of Clerk's API.

mod kit;

use clerk_mock::Size;
use kit::Kit;

#[test]
fn scratch() {
    let mut kit = Kit::start(Size::of_users(1200));
    let rows = kit.client.query("select * from fdw_sync.install('clerk_server')", &[]).expect("install");
    println!("{}", rows.len());    kit.client.batch_execute("select cron.unschedule(jobid) from cron.job").expect("no job");
    println!("{:#?}", kit.run().len());
    let st = kit.client.query("select copy, state, rows::text, requests, error, (next_run-fdw_sync.now())::text from fdw_sync.status() where error is not null or requests <> 1", &[]).unwrap();
    for r in st { println!("{:?} {:?} {:?} {:?} {:?} {:?}", r.get::<_, String>(0), r.get::<_, String>(1), r.get::<_, Option<String>>(2), r.get::<_, Option<i32>>(3), r.get::<_, Option<String>>(4), r.get::<_, Option<String>>(5)); }
    println!("{:#?}", kit.run());
    kit.assert_equal("users");
    kit.assert_equal("organization_memberships");
}
