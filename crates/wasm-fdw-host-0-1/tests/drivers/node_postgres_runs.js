// Runs a query repeatedly with node-postgres: node_postgres_runs.js PORT QUERY SETTING. Prints the number of runs before a
// failure. The setting "named" gives the query a name, which makes node-postgres prepare it on the server.
const { Client } = require('pg')

async function main(port, query, setting) {
  const client = new Client({ host: '127.0.0.1', port: Number(port), database: 'clerk', user: 'postgres' })
  client.on('error', () => {})
  await client.connect()
  const config = query === 'parameter'
    ? { text: 'select count(id) from clerk.users where id = $1', values: ['user_x'] }
    : { text: 'select count(id) from clerk.domains' }
  if (setting === 'named') config.name = 'query'
  let runs = 0
  try {
    for (; runs < 20; runs++) await client.query(config)
  } catch {
    // The backend has ended.
  }
  console.log(runs)
  process.exit(0)
}

main(...process.argv.slice(2))
