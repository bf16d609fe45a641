create extension pg_cron;

grant usage on schema cron to developer;
