import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GateResultEntity } from '../database/gate-result.entity.js';

interface VersionKey {
  readonly name: string;
  readonly version: number;
}

/** What gates said, as it lies in the database. */
@Injectable()
export class GateResults {
  /** The newest of a version; undefined for one that was never judged. */
  async newest(manager: EntityManager, { name, version }: VersionKey): Promise<GateResultEntity | undefined> {
    const [result] = await manager.find(GateResultEntity, { where: { name, version }, order: { id: 'DESC' }, take: 1 });
    return result;
  }

  async add(manager: EntityManager, result: Omit<GateResultEntity, 'id'>): Promise<void> {
    await manager.insert(GateResultEntity, { ...result });
  }
}
