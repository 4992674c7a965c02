import { randomUUID } from 'node:crypto';
import { DomainError } from '@bellwether/errors';
import type { AnalyticsTables } from '../analytics-tables.js';
import type { SourceTable } from './source-table.js';

/** A row of a source; one that does not say which is of the source that is being replaced. */
interface SourceRow {
  readonly source?: string;
}

/**
 * Rows handed to the store at a time: few enough that turning them into text does not hold up a process that answers
 * requests, and enough that a world which yields a handful of rows a day is not a part on disk for each.
 */
const INSERT_ROWS = 5_000;

/** Where the new rows of a source gather until they take the place of the old ones. */
export class StagingTable {
  private waiting: SourceRow[] = [];
  private inserted = 0;

  private constructor(
    private readonly store: AnalyticsTables,
    private readonly table: SourceTable,
    private readonly source: string,
    private readonly name: string,
  ) {}

  /**
   * An empty one. Earlier ones of the same source are gone: a crash left them; or somebody believed dead still fills one,
   * and fails at the next row instead of mixing its rows with these.
   *
   * @param source checked by the caller.
   */
  static async create(store: AnalyticsTables, table: SourceTable, source: string): Promise<StagingTable> {
    const prefix = `${table.name}_staging_${source.replaceAll('-', '_')}__`;
    const staging = new StagingTable(store, table, source, `${prefix}${randomUUID().slice(0, 8)}`);
    await store.command(table.ddl);
    for (const name of await earlier(store, prefix)) await store.command(`DROP TABLE IF EXISTS ${name}`);
    await store.command(`CREATE TABLE ${staging.name} AS ${table.name}`);
    // Worlds of millions of rows do not carry the name of their source in every one.
    await store.command(`ALTER TABLE ${staging.name} MODIFY COLUMN source DEFAULT '${source}'`);
    return staging;
  }

  /** @throws INVALID_ARGUMENT for a row of another source. */
  async add(rows: readonly object[]): Promise<void> {
    for (const row of rows as readonly SourceRow[]) {
      if (row.source !== undefined && row.source !== this.source) {
        throw new DomainError('INVALID_ARGUMENT', `rows must be of the source '${this.source}', got '${row.source}'`);
      }
      this.waiting.push(row);
      if (this.waiting.length === INSERT_ROWS) await this.flush();
    }
  }

  /** Hands over what still waits. @returns rows gathered in all. */
  async flush(): Promise<number> {
    const rows = this.waiting;
    this.waiting = [];
    if (rows.length > 0) await this.store.insert(this.name, rows);
    this.inserted += rows.length;
    return this.inserted;
  }

  /**
   * Puts what was handed over in the place of what the source had, in one step.
   *
   * @throws what the store does when this table is gone: a later attempt has taken over, and what is live may be its.
   */
  async publish(): Promise<void> {
    const { source } = this;
    const table = this.table.name;
    if (this.inserted === 0) {
      // REPLACE PARTITION fails where the table is gone; DROP PARTITION does not know of it.
      await this.store.rows(`SELECT 1 FROM ${this.name} LIMIT 0`);
      await this.store.command(`ALTER TABLE ${table} DROP PARTITION {source:String}`, { source });
    } else {
      await this.store.command(`ALTER TABLE ${table} REPLACE PARTITION {source:String} FROM ${this.name}`, { source });
    }
  }

  drop(): Promise<void> {
    return this.store.command(`DROP TABLE IF EXISTS ${this.name}`);
  }
}

async function earlier(store: AnalyticsTables, prefix: string): Promise<string[]> {
  const tables = await store.rows<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, {prefix:String})',
    { prefix },
  );
  // Another source's name may begin with this one's.
  return tables.map(({ name }) => name).filter((name) => /^[0-9a-f]{8}$/.test(name.slice(prefix.length)));
}
