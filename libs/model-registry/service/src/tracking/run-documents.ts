import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { RunRepository } from './run-repository.js';
import { runOfRow, type RunRow } from './run-row.js';
import { runInfo } from './run-view.js';

/** How many runs are read at once, and so held in memory row by row where nothing is kept of them. */
const RUNS_AT_ONCE = 1_000;
/** A document of more characters is not kept: a run of so many metrics is rare, and writing it again costs the most. */
const MOST_KEPT_LENGTH = 256_000;

export interface WrittenRuns {
  readonly texts: readonly string[];
  /** How many of the runs asked for these are, those that are gone counted. */
  readonly read: number;
}

type Found = RunRow & { readonly body: string | null };

/**
 * Runs as JSON text, kept from one search to the next.
 *
 * What is kept of a run (`run_document`) is its view without its info, labelled with the run's revision. The revision is
 * read before the data, so a label may be older than what it stands on, never younger: a document whose label is the run's
 * present revision is right, any other is made again.
 */
@Injectable()
export class RunDocuments {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly runs: RunRepository,
  ) {}

  /**
   * Reads runs until their texts fill an answer.
   *
   * @param runIds in the order of the answer; a run that is gone by now is passed over.
   * @param mostLength characters after which no further run is added; the first always is.
   */
  async read(runIds: readonly string[], mostLength: number): Promise<WrittenRuns> {
    const texts: string[] = [];
    let length = 0;
    for (let from = 0; from < runIds.length; from += RUNS_AT_ONCE) {
      const some = runIds.slice(from, from + RUNS_AT_ONCE);
      const written = await this.textsOf(some);
      for (const [i, runId] of some.entries()) {
        const text = written.get(runId);
        if (text === undefined) continue;
        length += text.length;
        if (texts.length > 0 && length > mostLength) return { texts, read: from + i };
        texts.push(text);
      }
    }
    return { texts, read: runIds.length };
  }

  private async textsOf(runIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await rows<Found>(
      this.dataSource.manager,
      `SELECT r.*, d.body FROM run r
       LEFT JOIN run_document d ON d.run_id = r.run_id AND d.revision = r.revision WHERE r.run_id = ANY($1::text[])`,
      [runIds],
    );
    const made = await this.make(found.filter(({ body }) => body === null));
    return new Map(found.map((row) => [row.run_id, textOf(row, row.body ?? made.get(row.run_id)!)]));
  }

  /** Writes runs out and keeps what is written. */
  private async make(missing: readonly Found[]): Promise<ReadonlyMap<string, string>> {
    if (missing.length === 0) return new Map();
    const views = await this.runs.views(missing.map(runOfRow));
    const bodies = new Map(views.map(({ info, ...body }) => [info.run_id, JSON.stringify(body)]));
    const revisions = new Map(missing.map(({ run_id, revision }) => [run_id, revision]));
    const kept = [...bodies].filter(([, body]) => body.length <= MOST_KEPT_LENGTH);
    // In the order of their ids, so that two searches at once wait for each other and never both; without those that are
    // being deleted.
    await rows(
      this.dataSource.manager,
      `INSERT INTO run_document AS known (run_id, revision, body)
       SELECT made.* FROM unnest($1::text[], $2::bigint[], $3::text[]) AS made (run_id, revision, body)
       JOIN run r ON r.run_id = made.run_id AND r.revision = made.revision
       ORDER BY made.run_id FOR KEY SHARE OF r SKIP LOCKED
       ON CONFLICT (run_id) DO UPDATE SET revision = excluded.revision, body = excluded.body
         WHERE known.revision < excluded.revision`,
      [kept.map(([id]) => id), kept.map(([id]) => revisions.get(id)), kept.map(([, body]) => body)],
    );
    return bodies;
  }
}

/** `{"info":…` and, in place of the body's own brace, the rest of the run. */
function textOf(row: RunRow, body: string): string {
  return `{"info":${JSON.stringify(runInfo(runOfRow(row)))},${body.slice(1)}`;
}
