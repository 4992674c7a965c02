import { Inject, Injectable } from '@nestjs/common';
import type { AuditAction } from '@bellwether/contracts';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import type { EntityManager } from 'typeorm';
import { rows } from '../database/rows.js';
import { currentActor } from './actor.js';

export interface Change {
  readonly action: AuditAction;
  /** Name of the model when it happens; '' where it is of none. */
  readonly model: string;
  readonly version?: number;
  /** What else it is about: an alias, the key of a tag, a path. */
  readonly subject?: string;
  readonly before?: object;
  readonly after?: object;
}

/** The one writer of the audit log. */
@Injectable()
export class AuditLog {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Records a change as part of the transaction that makes it: both are there, or neither. */
  async record(manager: EntityManager, { action, model, version, subject, before, after }: Change): Promise<void> {
    const { id, role, requestId, reason } = currentActor();
    await rows(
      manager,
      `INSERT INTO audit_entry
         (at, actor, role, request_id, action, model_name, version, subject, reason, before, after)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[this.clock().getTime(), id, role ?? '', requestId, action, model],
        ...[version ?? null, subject ?? null, reason, json(before), json(after)],
      ],
    );
  }
}

const json = (value: object | undefined): string | null => (value === undefined ? null : JSON.stringify(value));
