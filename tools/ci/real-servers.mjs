// What runs on servers that others use too leaves nothing there: the databases, keys and streams of one prefix.
import pg from 'pg';

/** The same server, another database. */
export function withName(url, name) {
  const named = new URL(url);
  named.pathname = `/${name}`;
  return named.href;
}

/** Does something on a PostgreSQL server, outside of any database of ours. @returns the names of its databases. */
export async function databases(server, work = async () => {}) {
  const client = new pg.Client({ connectionString: withName(server, 'postgres'), connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT datname FROM pg_database');
    const names = rows.map(({ datname }) => datname);
    await work(client, names);
    return names;
  } finally {
    await client.end();
  }
}

export async function dropDatabases(server, prefix) {
  await databases(server, async (client, names) => {
    for (const name of names.filter((name) => name.startsWith(prefix))) {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
}

export async function clearRedis(url, prefix) {
  const { Redis } = await import('ioredis');
  const client = new Redis(url);
  // BullMQ's keys are hash-tagged with the prefix.
  for (const match of [`${prefix}*`, `{${prefix}*`]) {
    for await (const keys of client.scanStream({ match, count: 1_000 })) {
      if (keys.length > 0) await client.del(...keys);
    }
  }
  client.disconnect();
}

export async function clearNats(url, prefix) {
  const { connect } = await import('@nats-io/transport-node');
  const { jetstreamManager } = await import('@nats-io/jetstream');
  const connection = await connect({ servers: new URL(url).host });
  const { streams } = await jetstreamManager(connection);
  for (const name of [prefix, `${prefix}-dead`]) await streams.delete(name).catch(() => false);
  await connection.close();
}
