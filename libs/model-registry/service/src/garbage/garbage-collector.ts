import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { MAX_GARBAGE, type CollectGarbageResponse, type GarbageItem } from '@bellwether/contracts';
import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { ArtifactClaims } from './artifact-claims.js';
import { ExperimentPurge } from './experiment-purge.js';
import { GarbageFinder, type Found } from './garbage-finder.js';
import { IS_GARBAGE, isModelOf, isRunOf } from './garbage-sql.js';

const DAY_MS = 86_400_000;
const DEFAULT_RETENTION_MS = 30 * DAY_MS;
const DEFAULT_GRACE_MS = DAY_MS;

interface Mark extends Found {
  readonly marked_at: number;
}

/**
 * Collects garbage in three steps, each whole by itself: mark with an instant; a grace period later condemn what is still
 * garbage, from when on nothing can refer to it any more; delete. A crash leaves a mark or a condemned item for the next
 * call, and no reference to nothing.
 */
@Injectable()
export class GarbageCollector {
  private readonly retentionMs: number;
  private readonly graceMs: number;

  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(ARTIFACT_STORE) private readonly store: ArtifactStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MODEL_REGISTRY_CONFIG) { garbage }: ModelRegistryConfig,
    private readonly finder: GarbageFinder,
    private readonly claims: ArtifactClaims,
    private readonly experiments: ExperimentPurge,
    private readonly audit: AuditLog,
  ) {
    this.retentionMs = garbage?.retentionMs ?? DEFAULT_RETENTION_MS;
    this.graceMs = garbage?.graceMs ?? DEFAULT_GRACE_MS;
  }

  async collect(dryRun: boolean): Promise<CollectGarbageResponse> {
    if (!dryRun) await this.unmark();
    const due = await this.due(MAX_GARBAGE + 1);
    const deleted: Mark[] = [];
    for (const mark of due.slice(0, MAX_GARBAGE)) if (dryRun || (await this.delete(mark))) deleted.push(mark);
    const found = await this.finder.unmarked(this.deletedBy(), MAX_GARBAGE + 1);
    const marked = found.slice(0, MAX_GARBAGE).map((item) => ({ ...item, marked_at: this.now() }));
    if (!dryRun) await this.mark(marked);
    return {
      dry_run: dryRun,
      marked: marked.map((mark) => this.view(mark)),
      deleted: deleted.map((mark) => this.view(mark)),
      experiments: await this.experiments.purge(this.deletedBy(), dryRun),
      more: due.length > MAX_GARBAGE || found.length > MAX_GARBAGE,
    };
  }

  /** Takes the mark off what is referred to again, or restored: should it be garbage later, its grace begins anew. */
  private async unmark(): Promise<void> {
    await rows(this.dataSource.manager, `DELETE FROM garbage g WHERE condemned_at IS NULL AND NOT (${IS_GARBAGE})`, [
      this.deletedBy(),
    ]);
  }

  private async mark(found: readonly Mark[]): Promise<void> {
    await rows(
      this.dataSource.manager,
      `INSERT INTO garbage (path, kind, marked_at)
       SELECT path, kind, $3 FROM unnest($1::text[], $2::text[]) AS found(path, kind) ON CONFLICT DO NOTHING`,
      [found.map(({ path }) => path), found.map(({ kind }) => kind), this.now()],
    );
  }

  /** What was marked a grace period ago and is garbage still, and what a crash left condemned; the oldest first. */
  private async due(most: number): Promise<Mark[]> {
    const found = await rows<Found & { marked_at: string }>(
      this.dataSource.manager,
      `SELECT path, kind, marked_at FROM garbage g
       WHERE condemned_at IS NOT NULL OR (marked_at <= $2 AND ${IS_GARBAGE}) ORDER BY marked_at, path LIMIT $3`,
      [this.deletedBy(), this.now() - this.graceMs, most],
    );
    return found.map((mark) => ({ ...mark, marked_at: Number(mark.marked_at) }));
  }

  /** @returns whether it went: something may refer to it since it was looked at. */
  private async delete(mark: Mark): Promise<boolean> {
    if (!(await this.condemn(mark))) return false;
    await this.store.delete(mark.path);
    await inTransaction(this.dataSource, async (manager) => {
      // Their metrics, and the links between them and to datasets, go along.
      await rows(manager, `DELETE FROM run r WHERE ${isRunOf('$1::text')}`, [mark.path]);
      await rows(manager, `DELETE FROM logged_model m WHERE ${isModelOf('$1::text')}`, [mark.path]);
      const gone = await rows(manager, 'DELETE FROM garbage WHERE path = $1 RETURNING path', [mark.path]);
      // Another replica may have been faster.
      if (gone.length === 0) return;
      const before = { kind: mark.kind, marked_at: new Date(mark.marked_at).toISOString() };
      await this.audit.record(manager, { action: 'garbage.deleted', model: '', subject: mark.path, before });
    });
    return true;
  }

  /** Decides for good that an item goes; from its commit on nobody can refer to it. */
  private condemn({ path }: Mark): Promise<boolean> {
    return inTransaction(this.dataSource, async (manager) => {
      await this.claims.exclude(manager);
      const condemned = await rows(
        manager,
        `UPDATE garbage g SET condemned_at = COALESCE(condemned_at, $3)
         WHERE path = $2 AND (condemned_at IS NOT NULL OR ${IS_GARBAGE}) RETURNING path`,
        [this.deletedBy(), path, this.now()],
      );
      return condemned.length > 0;
    });
  }

  private view({ path, kind, marked_at }: Mark): GarbageItem {
    const instant = (milliseconds: number) => new Date(milliseconds).toISOString();
    return { path, kind, marked_at: instant(marked_at), due_at: instant(marked_at + this.graceMs) };
  }

  private now(): number {
    return this.clock().getTime();
  }

  private deletedBy(): number {
    return this.now() - this.retentionMs;
  }
}
