import { Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { EntityManager } from 'typeorm';
import { rows } from '../database/rows.js';

const LOCK = 'bellwether model-registry artifacts';

/**
 * Keeps those who refer to artifacts, or take them back, and those who delete them apart: any number may claim at once,
 * and nothing is condemned meanwhile. Both take this lock before any other and hold it to the end of their transaction, so
 * that each sees what the other has done, and neither waits for the other twice.
 */
@Injectable()
export class ArtifactClaims {
  /**
   * Claims a path for something that refers to it from now on.
   *
   * @throws FAILED_PRECONDITION for what is being deleted.
   */
  async claim(manager: EntityManager, path: string): Promise<void> {
    await rows(manager, 'SELECT pg_advisory_xact_lock_shared(hashtext($1))', [LOCK]);
    const condemned = await rows(
      manager,
      `SELECT 1 FROM garbage WHERE condemned_at IS NOT NULL
       AND ($1 = path OR starts_with($1, path || '/') OR starts_with(path, $1 || '/')) LIMIT 1`,
      [path],
    );
    if (condemned.length === 0) return;
    throw new DomainError('FAILED_PRECONDITION', `the artifacts at '${path}' are being deleted`);
  }

  /** Waits for those who are claiming, and keeps others from it to the end of the transaction. */
  async exclude(manager: EntityManager): Promise<void> {
    await rows(manager, 'SELECT pg_advisory_xact_lock(hashtext($1))', [LOCK]);
  }
}
