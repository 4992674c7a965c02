import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { GarbageItem } from '@bellwether/contracts';
import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { MODEL_IS_GARBAGE, ORPHAN_IS_GARBAGE, RUN_IS_GARBAGE, folderOf, modelFolderOf } from './garbage-sql.js';

const EXPERIMENT_FOLDER = /^\d{1,19}$/;
const RUN_FOLDER = /^[0-9a-f]{32}$/;

export type Found = Pick<GarbageItem, 'path' | 'kind'>;

/**
 * Finds what nothing refers to. It knows the folders of runs and of logged models alone: what else lies in the store was put
 * there by somebody for something, and is left where it is.
 */
@Injectable()
export class GarbageFinder {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(ARTIFACT_STORE) private readonly store: ArtifactStore,
  ) {}

  /** @param deletedBy milliseconds: what was deleted later is kept. @param most how many are wanted. */
  async unmarked(deletedBy: number, most: number): Promise<Found[]> {
    const found = await rows<Found>(
      this.dataSource.manager,
      `SELECT path, kind FROM (
         SELECT ${folderOf('r')} AS path, 'run' AS kind, r.deleted_at AS since FROM run r WHERE ${RUN_IS_GARBAGE}
         UNION ALL
         SELECT ${modelFolderOf('m')}, 'logged-model', m.last_updated_timestamp FROM logged_model m WHERE ${MODEL_IS_GARBAGE}
       ) f
       WHERE NOT EXISTS (SELECT 1 FROM garbage g WHERE g.path = f.path) ORDER BY since, path LIMIT $2`,
      [deletedBy, most],
    );
    for await (const path of this.orphans()) {
      if (found.length >= most) break;
      found.push({ path, kind: 'orphan' });
    }
    return found;
  }

  /** Folders of runs that are not there, as a crash between the rows and the files of a deletion leaves them. */
  private async *orphans(): AsyncGenerator<string> {
    for (const experiment of await this.store.list('')) {
      if (!experiment.isDirectory || !EXPERIMENT_FOLDER.test(experiment.path)) continue;
      const folders = (await this.store.list(experiment.path)).filter(
        ({ path, isDirectory }) => isDirectory && RUN_FOLDER.test(path.slice(experiment.path.length + 1)),
      );
      const without = await rows<{ path: string }>(
        this.dataSource.manager,
        `SELECT p.path FROM unnest($1::text[]) AS p(path) WHERE ${ORPHAN_IS_GARBAGE}
         AND NOT EXISTS (SELECT 1 FROM garbage g WHERE g.path = p.path) ORDER BY p.path`,
        [folders.map(({ path }) => path)],
      );
      for (const { path } of without) yield path;
    }
  }
}
