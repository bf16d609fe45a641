"""Runs a query repeatedly with psycopg: psycopg_runs.py PORT QUERY SETTING. Prints the number of runs before a failure."""

import sys

import psycopg

port, query, setting = sys.argv[1:]
connection = psycopg.connect(f"host=127.0.0.1 port={port} dbname=clerk user=postgres", autocommit=True)
if setting == "safe":
    connection.prepare_threshold = None
runs = 0
try:
    for _ in range(20):
        if query == "parameter":
            connection.execute("select count(id) from clerk.users where id = %s", ["user_x"]).fetchall()
        else:
            connection.execute("select count(id) from clerk.domains").fetchall()
        runs += 1
except psycopg.OperationalError:
    pass
print(runs)
