import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';

/** Which artifacts belong to registered versions. */
@Injectable()
export class RegisteredFiles {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /** Whether a path lies in the folder of a registered version, or such a folder lies in it. */
  async hold(path: string): Promise<boolean> {
    const segments = path.split('/');
    const folders = segments.map((_, i) => segments.slice(0, i + 1).join('/'));
    const found = await rows(
      this.dataSource.manager,
      `SELECT 1 FROM model_version WHERE storage_path = ANY($1::text[])
       UNION ALL SELECT 1 FROM model_version WHERE starts_with(storage_path, $2) LIMIT 1`,
      [folders, `${path}/`],
    );
    return found.length > 0;
  }
}
