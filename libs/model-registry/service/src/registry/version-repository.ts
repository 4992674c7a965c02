import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DomainError } from '@bellwether/errors';
import { canonicalModelName, readVersion } from '@bellwether/model-registry-core';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { groupBy } from '../database/group-by.js';
import { ModelVersionEntity, ModelVersionTagEntity } from '../database/model-version.entity.js';
import { RegisteredModelAliasEntity } from '../database/registered-model.entity.js';
import { DOMAIN } from '../domain.js';
import { versionView, type VersionView } from './version-view.js';

/** Model versions as they lie in the database. */
@Injectable()
export class VersionRepository {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /** @throws NOT_FOUND */
  async find(
    name: string,
    version: string | number,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<ModelVersionEntity> {
    const key = { name: canonicalModelName(name), version: readVersion(String(version)) };
    const found = await manager.findOneBy(ModelVersionEntity, key);
    if (found === null) {
      throw new DomainError('NOT_FOUND', `Model Version (name=${key.name}, version=${key.version}) not found`);
    }
    return found;
  }

  /** The version that an alias names. @throws NOT_FOUND */
  async byAlias(
    name: string,
    alias: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<ModelVersionEntity> {
    const found = await manager.findOneBy(RegisteredModelAliasEntity, { name: canonicalModelName(name), alias });
    if (found === null) {
      // MLflow's own code for this is INVALID_PARAMETER_VALUE; clients ask by message or take any refusal.
      throw new DomainError('NOT_FOUND', `Registered model alias ${alias} not found.`);
    }
    return this.find(found.name, found.version, manager);
  }

  async view(version: ModelVersionEntity, manager?: EntityManager): Promise<VersionView> {
    const [view] = await this.views([version], manager);
    return view!;
  }

  /** Versions with their tags and aliases: two queries, however many versions. */
  async views(
    versions: readonly ModelVersionEntity[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<VersionView[]> {
    if (versions.length === 0) return [];
    const name = In([...new Set(versions.map((version) => version.name))]);
    const tags = await manager.find(ModelVersionTagEntity, { where: { name }, order: { key: 'ASC' } });
    const aliases = await manager.find(RegisteredModelAliasEntity, { where: { name }, order: { alias: 'ASC' } });
    const key = (row: { name: string; version: number }) => `${row.version}/${row.name}`;
    const tagsOf = groupBy(tags, key);
    const aliasesOf = groupBy(aliases, key);
    return versions.map((version) =>
      versionView(
        version,
        (tagsOf.get(key(version)) ?? []).map(({ key, value }) => ({ key, value })),
        (aliasesOf.get(key(version)) ?? []).map(({ alias }) => alias),
      ),
    );
  }
}
