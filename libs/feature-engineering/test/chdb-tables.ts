import { createClient, type ClickHouseClientConfigOptions } from '@clickhouse/client';
import { buffer, text } from 'node:stream/consumers';
import { createChdbConnection } from 'chdb/connection';
import { createBookingTables, type AnalyticsTables, type QueryParams, type TableReader } from '../src/index.js';

export interface TestTables extends AnalyticsTables, TableReader {
  close(): Promise<void>;
}

/** The booking tables on an embedded ClickHouse in memory, under the settings of the platform's store. */
export async function openTestTables(): Promise<TestTables> {
  const client = createClient({
    // The engine's package is built against the types of another copy of the client.
    connection: createChdbConnection({ path: ':memory:' }) as unknown as ClickHouseClientConfigOptions['connection'],
    clickhouse_settings: {
      session_timezone: 'UTC',
      date_time_output_format: 'iso',
      date_time_input_format: 'best_effort',
      output_format_json_quote_64bit_integers: 0,
      input_format_null_as_default: 0,
      input_format_skip_unknown_fields: 0,
    },
  });
  const bound = (params: QueryParams | undefined): { query_params?: Record<string, unknown> } =>
    params ? { query_params: { ...params } } : {};
  const tables: TestTables = {
    command: async (query, params) => void (await client.command({ query, ...bound(params) })),
    rows: async <Row>(query: string, params?: QueryParams) =>
      (await client.query({ query, ...bound(params), format: 'JSONEachRow' })).json<Row>(),
    columns: async <Columns>(query: string, params?: QueryParams) =>
      JSON.parse(
        await text((await client.exec({ query: `${query}\nFORMAT JSONColumns`, ...bound(params) })).stream),
      ) as Columns,
    matrix: async (query, params) => {
      const cast = `SELECT * APPLY(x -> ifNull(toFloat64(x), nan)) FROM (${query}) FORMAT RowBinary`;
      const bytes = await buffer((await client.exec({ query: cast, ...bound(params) })).stream);
      return new Float64Array(new Uint8Array(bytes).buffer);
    },
    insert: async (table, values) => void (await client.insert({ table, values, format: 'JSONEachRow' })),
    close: () => client.close(),
  };
  await createBookingTables(tables);
  return tables;
}
