import { text } from 'node:stream/consumers';
import type { ClickHouseClient } from '@clickhouse/client';
import { DomainError } from '@bellwether/errors';
import type { BoundedWork } from '../admission/bounded-work.js';
import type { AnalyticsParams, AnalyticsStore } from './analytics-store.js';
import { doubles } from './doubles.js';
import { encodeRows, type EncodedRows } from './encoded-rows.js';
import { withEngineErrors } from './engine-error.js';

/** Below the engine's own block size, so that an insert is one block: written whole or not at all. */
export const MAX_INSERT_ROWS = 500_000;
const TABLE_NAME = /^[A-Za-z_]\w{0,127}(\.[A-Za-z_]\w{0,127})?$/;

/**
 * The settings that every statement runs under, so that the embedded engine and any server answer alike.
 *
 * 64-bit integers come as JSON numbers, exact to 2^53: select `toString(x)` beyond that. A NaN or infinity of a row
 * comes as null.
 */
export const SETTINGS = {
  session_timezone: 'UTC',
  date_time_output_format: 'iso',
  date_time_input_format: 'best_effort',
  output_format_json_quote_64bit_integers: 0,
  // A missing value, or a column that the table lacks, is refused rather than turned into 0 or dropped.
  input_format_null_as_default: 0,
  input_format_skip_unknown_fields: 0,
  // Blocks of an insert are joined up to 1,048,449 rows whatever their bytes: see MAX_INSERT_ROWS.
  min_insert_block_size_bytes: '0',
  max_result_bytes: String(2 ** 31),
  // A server is to know of an error before its first byte of answer; the embedded engine always does.
  wait_end_of_query: 1,
} as const;

/** The analytics port on a ClickHouse client: the engine behind it is chDB in this process, or a server. */
export class ClickHouseStore implements AnalyticsStore {
  private closing: Promise<void> | null = null;
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly client: ClickHouseClient,
    private readonly admission: BoundedWork,
    private readonly onClose: () => Promise<void>,
  ) {}

  command(sql: string, params?: AnalyticsParams): Promise<void> {
    return this.ask(async () => {
      await this.client.command({ query: sql, ...bound(params) });
    });
  }

  rows<Row>(sql: string, params?: AnalyticsParams): Promise<Row[]> {
    return this.ask(async () => {
      const answer = await this.client.query({ query: sql, ...bound(params), format: 'JSONEachRow' });
      return answer.json<Row>();
    });
  }

  columns<Columns extends Record<string, readonly unknown[]>>(sql: string, params?: AnalyticsParams): Promise<Columns> {
    return this.ask(async () => {
      const answer = await this.client.exec({ query: `${sql}\nFORMAT JSONColumns`, ...bound(params) });
      return JSON.parse(await text(answer.stream)) as Columns;
    });
  }

  /**
   * Every column is cast to Float64 by the engine, so a row of RowBinary is a row of the matrix as it lies in memory.
   * NULL comes as NaN.
   */
  matrix(sql: string, params?: AnalyticsParams): Promise<Float64Array> {
    // The engine may drop an ORDER BY of a subquery as redundant; here the order of rows is part of the answer.
    const query = `SELECT * APPLY(x -> ifNull(toFloat64(x), nan)) FROM (\n${sql}\n)
      SETTINGS query_plan_remove_redundant_sorting = 0 FORMAT RowBinary`;
    return this.ask(async () => doubles((await this.client.exec({ query, ...bound(params) })).stream));
  }

  async insert(table: string, rows: readonly object[] | EncodedRows): Promise<void> {
    if (!TABLE_NAME.test(table)) {
      throw new DomainError('INVALID_ARGUMENT', `table must be a name or database.name, got '${table}'`);
    }
    const { count, columns, text } = 'text' in rows ? rows : encodeRows(rows);
    if (count > MAX_INSERT_ROWS) {
      const message = `rows must number at most ${MAX_INSERT_ROWS} an insert, got ${count}`;
      throw new DomainError('INVALID_ARGUMENT', message);
    }
    if (count === 0) return;
    const into = columns === null ? 'FORMAT JSONEachRow' : `(${columns.join(', ')}) FORMAT JSONCompactEachRow`;
    await this.command(`INSERT INTO ${table} ${into}\n${text}`);
  }

  /** Waits for what runs: the embedded engine does not survive being closed under a query. */
  close(): Promise<void> {
    this.closing ??= Promise.allSettled(this.running).then(() => this.onClose());
    return this.closing;
  }

  private ask<Result>(call: () => Promise<Result>): Promise<Result> {
    if (this.closing) return Promise.reject(new DomainError('UNAVAILABLE', 'the analytics store is closed'));
    const answer = this.admission.run(() => withEngineErrors(call));
    const settled = answer.catch(() => {}).finally(() => this.running.delete(settled));
    this.running.add(settled);
    return answer;
  }
}

function bound(params: AnalyticsParams | undefined): { query_params?: Record<string, unknown> } {
  return params ? { query_params: { ...params } } : {};
}
