import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { MAX_GARBAGE } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';

/** Whether an experiment `e` may go: deleted by the instant `$1`, and without runs and logged models; its datasets go along. */
const IS_EMPTY = `e.lifecycle_stage = 'deleted' AND e.deleted_at <= $1
  AND NOT EXISTS (SELECT 1 FROM run r WHERE r.experiment_id = e.experiment_id)
  AND NOT EXISTS (SELECT 1 FROM logged_model m WHERE m.experiment_id = e.experiment_id)`;

/** Takes deleted experiments away once nothing of theirs is left. */
@Injectable()
export class ExperimentPurge {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(ARTIFACT_STORE) private readonly store: ArtifactStore,
    private readonly audit: AuditLog,
  ) {}

  /** @param deletedBy milliseconds: those deleted later are kept. @returns ids of those that went, or would go. */
  async purge(deletedBy: number, dryRun: boolean): Promise<string[]> {
    const empty = await rows<{ experiment_id: string; name: string }>(
      this.dataSource.manager,
      `SELECT experiment_id, name FROM experiment e WHERE ${IS_EMPTY} ORDER BY experiment_id LIMIT $2`,
      [deletedBy, MAX_GARBAGE],
    );
    const gone: string[] = [];
    for (const { experiment_id, name } of empty) {
      // Files that are of neither are somebody's.
      if ((await this.store.list(experiment_id)).length > 0) continue;
      if (dryRun || (await this.remove(experiment_id, name, deletedBy))) gone.push(experiment_id);
    }
    return gone;
  }

  private async remove(experimentId: string, name: string, deletedBy: number): Promise<boolean> {
    try {
      return await inTransaction(this.dataSource, async (manager) => {
        const removed = await rows(
          manager,
          `DELETE FROM experiment e WHERE e.experiment_id = $2 AND ${IS_EMPTY} RETURNING e.experiment_id`,
          [deletedBy, experimentId],
        );
        if (removed.length === 0) return false;
        const change = { model: '', subject: `experiment ${experimentId}`, before: { name } };
        await this.audit.record(manager, { action: 'garbage.deleted', ...change });
        return true;
      });
    } catch (error) {
      // Something still belongs to it: the database knows better than a list of tables here.
      if (error instanceof DomainError && error.code === 'FAILED_PRECONDITION') return false;
      throw error;
    }
  }
}
