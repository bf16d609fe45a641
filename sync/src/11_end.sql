-- Nobody else can use the kit, whatever the default privileges are.
do $$
begin
    perform fdw_sync.revoke_grants('schema fdw_sync', n.nspacl, n.nspowner) from pg_namespace n where n.nspname = 'fdw_sync';
    perform fdw_sync.revoke_grants(c.oid::regclass) from pg_class c
        where c.relnamespace = 'fdw_sync'::regnamespace and c.relkind in ('r', 'S');
    perform fdw_sync.revoke_grants('routine ' || p.oid::regprocedure, coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner)
        from pg_proc p where p.pronamespace = 'fdw_sync'::regnamespace;
end
$$;

commit;
