import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { RunRepository } from './run-repository.js';

/** How many runs are read at once, and so held in memory row by row where nothing is kept of them. */
const RUNS_AT_ONCE = 1_000;
/** A document of more characters is not kept: a run of so many metrics is rare, and writing it again costs the most. */
const MOST_KEPT_LENGTH = 256_000;

/** A run, and the revision that it had when a search found it. */
export interface FoundRun {
  readonly run_id: string;
  readonly revision: string;
}

export interface WrittenRuns {
  readonly texts: readonly string[];
  /** How many of the runs asked for these are, those that are gone counted. */
  readonly read: number;
}

/**
 * Runs as JSON text, kept from one search to the next.
 *
 * What is kept of a run (`run_document`) is labelled with a revision that was read before the run itself, so a label may be
 * older than what it stands on, never younger: a document whose label is the run's present revision is right, any other is
 * made again.
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
   * @param found in the order of the answer; a run that is gone by now is passed over.
   * @param mostLength characters after which no further run is added; the first always is.
   */
  async read(found: readonly FoundRun[], mostLength: number): Promise<WrittenRuns> {
    const texts: string[] = [];
    let length = 0;
    for (let from = 0; from < found.length; from += RUNS_AT_ONCE) {
      const some = found.slice(from, from + RUNS_AT_ONCE);
      const written = await this.textsOf(some);
      for (const [i, { run_id }] of some.entries()) {
        const text = written.get(run_id);
        if (text === undefined) continue;
        length += text.length;
        if (texts.length > 0 && length > mostLength) return { texts, read: from + i };
        texts.push(text);
      }
    }
    return { texts, read: found.length };
  }

  private async textsOf(found: readonly FoundRun[]): Promise<ReadonlyMap<string, string>> {
    const kept = await rows<{ run_id: string; body: string }>(
      this.dataSource.manager,
      `SELECT d.run_id, d.body FROM unnest($1::text[], $2::bigint[]) AS wanted (run_id, revision)
       JOIN run_document d ON d.run_id = wanted.run_id AND d.revision = wanted.revision`,
      [found.map(({ run_id }) => run_id), found.map(({ revision }) => revision)],
    );
    const texts = new Map(kept.map(({ run_id, body }) => [run_id, body]));
    const missing = found.filter(({ run_id }) => !texts.has(run_id));
    if (missing.length > 0) for (const [runId, body] of await this.make(missing)) texts.set(runId, body);
    return texts;
  }

  /** Writes runs out, and keeps what is written. */
  private async make(missing: readonly FoundRun[]): Promise<ReadonlyMap<string, string>> {
    const views = await this.runs.viewsOf(missing.map(({ run_id }) => run_id));
    const bodies = new Map(views.map((view) => [view.info.run_id, JSON.stringify(view)]));
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
