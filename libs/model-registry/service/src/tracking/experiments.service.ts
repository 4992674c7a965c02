import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  checkExperimentId,
  checkExperimentName,
  checkTag,
  DEFAULT_EXPERIMENT_ID,
  EXPERIMENT_PAGE,
  EXPERIMENT_SEARCH,
  parseFilter,
  parseOrderBy,
  stagesOfView,
  type LifecycleStage,
} from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { storeUri } from '../artifacts/artifact-uri.js';
import { ExperimentEntity, ExperimentTagEntity } from '../database/experiment.entity.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { addFilter, compileOrder, type SearchTarget } from '../search/compile-filter.js';
import { ArtifactClaims } from '../garbage/artifact-claims.js';
import { Page, queryOf } from '../search/page.js';
import { SqlConditions } from '../search/sql-conditions.js';

type ExperimentView = mlflow.MlflowResponseInput<typeof mlflow.getExperiment>['experiment'];

const TARGET: SearchTarget = {
  columns: {
    name: 'e.name',
    experiment_id: 'e.experiment_id',
    creation_time: 'e.creation_time',
    last_update_time: 'e.last_update_time',
  },
  texts: ['name'],
  tag: { table: 'experiment_tag', joined: 'kv.experiment_id = e.experiment_id' },
};

@Injectable()
export class ExperimentsService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly claims: ArtifactClaims,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async create({ name, artifact_location, tags }: mlflow.MlflowRequest<typeof mlflow.createExperiment>) {
    checkExperimentName(name);
    for (const tag of tags) checkTag(tag.key, tag.value);
    if (artifact_location) {
      // Where artifacts lie is the registry's to choose: a location of the client's own is a way to read other files.
      throw new DomainError('INVALID_ARGUMENT', 'artifact_location cannot be chosen: artifacts go through this server');
    }
    return inTransaction(this.dataSource, async (manager) => {
      const now = this.clock().getTime();
      const [created] = await rows<{ experiment_id: string }>(
        manager,
        `INSERT INTO experiment (name, lifecycle_stage, creation_time, last_update_time) VALUES ($1, 'active', $2, $2)
         ON CONFLICT (name) DO NOTHING RETURNING experiment_id`,
        [name, now],
      );
      if (created === undefined) throw await this.nameTaken(manager, name);
      const { experiment_id } = created;
      // The last of several tags of one key holds.
      const byKey = new Map(tags.map(({ key, value }) => [key, value]));
      const tagRows = [...byKey].map(([key, value]) => ({ experiment_id, key, value }));
      await manager.insert(ExperimentTagEntity, tagRows);
      return { experiment_id };
    });
  }

  async get(experimentId: string): Promise<ExperimentView> {
    const [view] = await this.views([await this.find(experimentId)]);
    return view!;
  }

  /** The experiment of a name, whether active or deleted. */
  async getByName(name: string): Promise<ExperimentView> {
    const experiment = await this.dataSource.manager.findOneBy(ExperimentEntity, { name });
    if (experiment === null) {
      throw new DomainError('NOT_FOUND', `Could not find experiment with name '${name.slice(0, 500)}'`);
    }
    const [view] = await this.views([experiment]);
    return view!;
  }

  async rename(experimentId: string, newName: string | undefined): Promise<void> {
    if (newName === undefined) return;
    checkExperimentName(newName);
    await inTransaction(this.dataSource, async (manager) => {
      const experiment = await this.find(experimentId, manager);
      if (experiment.lifecycle_stage !== 'active') {
        throw new DomainError('INVALID_ARGUMENT', 'Cannot rename a non-active experiment.');
      }
      const taken = await manager.findOneBy(ExperimentEntity, { name: newName });
      if (taken !== null && taken.experiment_id !== experimentId) throw await this.nameTaken(manager, newName);
      await this.update(manager, experimentId, { name: newName });
    });
  }

  async delete(experimentId: string): Promise<void> {
    if (experimentId === DEFAULT_EXPERIMENT_ID) {
      throw new DomainError('INVALID_ARGUMENT', 'The default experiment cannot be deleted.');
    }
    await this.move(experimentId, 'deleted');
  }

  async restore(experimentId: string): Promise<void> {
    await this.move(experimentId, 'active');
  }

  async search(request: mlflow.MlflowRequest<typeof mlflow.searchExperiments>) {
    const page = new Page(request, EXPERIMENT_PAGE, queryOf(request));
    const conditions = new SqlConditions();
    conditions.add(`e.lifecycle_stage = ANY(${conditions.bind(stagesOfView(request.view_type))}::text[])`);
    addFilter(parseFilter(request.filter, EXPERIMENT_SEARCH), TARGET, conditions);
    const order = parseOrderBy(request.order_by, EXPERIMENT_SEARCH);
    const byDefault = order.length === 0 ? 'e.creation_time DESC, e.experiment_id' : 'e.experiment_id DESC';
    const { joins, orderBy } = compileOrder(order, TARGET, conditions, byDefault);
    const found = await rows<{ experiment_id: string }>(
      this.dataSource.manager,
      `SELECT e.experiment_id FROM experiment e ${joins} WHERE ${conditions.where} ORDER BY ${orderBy}
       LIMIT ${conditions.bind(page.limit)} OFFSET ${conditions.bind(page.offset)}`,
      conditions.values,
    );
    const { rows: shown, next } = page.cut(found);
    const ids = shown.map((row) => row.experiment_id);
    const experiments = await this.dataSource.manager.findBy(ExperimentEntity, { experiment_id: In(ids) });
    const byId = new Map(experiments.map((experiment) => [experiment.experiment_id, experiment]));
    return { experiments: await this.views(ids.flatMap((id) => byId.get(id) ?? [])), ...next };
  }

  async setTag(experimentId: string, key: string, value: string): Promise<void> {
    checkTag(key, value);
    await inTransaction(this.dataSource, async (manager) => {
      await this.find(experimentId, manager);
      await manager.upsert(ExperimentTagEntity, { experiment_id: experimentId, key, value }, ['experiment_id', 'key']);
    });
  }

  async deleteTag(experimentId: string, key: string): Promise<void> {
    const { experiment_id } = await this.find(experimentId);
    const { affected } = await this.dataSource.manager.delete(ExperimentTagEntity, { experiment_id, key });
    if (affected === 0) {
      throw new DomainError('NOT_FOUND', `No tag with name: ${key} in experiment with id ${experiment_id}`);
    }
  }

  /** @throws NOT_FOUND */
  async find(experimentId: string, manager: EntityManager = this.dataSource.manager): Promise<ExperimentEntity> {
    checkExperimentId(experimentId);
    const experiment = await manager.findOneBy(ExperimentEntity, { experiment_id: experimentId });
    if (experiment === null) {
      throw new DomainError('NOT_FOUND', `No Experiment with id=${experimentId} exists`);
    }
    return experiment;
  }

  /** The experiment, to put something new into. @throws NOT_FOUND, INVALID_ARGUMENT for a deleted one. */
  async findActive(experimentId: string, manager?: EntityManager): Promise<ExperimentEntity> {
    const experiment = await this.find(experimentId, manager);
    if (experiment.lifecycle_stage === 'active') return experiment;
    throw new DomainError(
      'INVALID_ARGUMENT',
      `The experiment ${experiment.experiment_id} must be in the 'active' state. ` +
        `Current state is ${experiment.lifecycle_stage}.`,
    );
  }

  private async move(experimentId: string, to: LifecycleStage): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      const experiment = await this.find(experimentId, manager);
      if (experiment.lifecycle_stage === to) {
        throw new DomainError('NOT_FOUND', `The Experiment with id=${experimentId} is ${to} already`);
      }
      if (to === 'active') await this.claims.claim(manager, experimentId);
      await this.update(manager, experimentId, { lifecycle_stage: to });
      // Retention begins with the first of several deletions.
      const deleted = to === 'deleted' ? this.clock().getTime() : null;
      const deletedAt = 'deleted_at = CASE WHEN $1::bigint IS NULL THEN NULL ELSE COALESCE(deleted_at, $1) END';
      await rows(manager, `UPDATE experiment SET ${deletedAt} WHERE experiment_id = $2`, [deleted, experimentId]);
      const ofRuns = `lifecycle_stage = $3, revision = revision + 1, ${deletedAt}`;
      await rows(manager, `UPDATE run SET ${ofRuns} WHERE experiment_id = $2`, [deleted, experimentId, to]);
    });
  }

  private async update(manager: EntityManager, experimentId: string, change: Partial<ExperimentEntity>): Promise<void> {
    const last_update_time = this.clock().getTime();
    await manager.update(ExperimentEntity, { experiment_id: experimentId }, { ...change, last_update_time });
  }

  private async nameTaken(manager: EntityManager, name: string): Promise<DomainError> {
    const taken = await manager.findOneBy(ExperimentEntity, { name });
    const deleted = taken?.lifecycle_stage === 'deleted' ? ' in deleted state' : '';
    return new DomainError('ALREADY_EXISTS', `Experiment(name=${name}) already exists${deleted}.`);
  }

  private async views(experiments: readonly ExperimentEntity[]): Promise<ExperimentView[]> {
    const experiment_id = In(experiments.map((experiment) => experiment.experiment_id));
    const tags = await this.dataSource.manager.find(ExperimentTagEntity, {
      where: { experiment_id },
      order: { key: 'ASC' },
    });
    return experiments.map((experiment) => ({
      ...experiment,
      artifact_location: storeUri(experiment.experiment_id),
      tags: tags
        .filter((tag) => tag.experiment_id === experiment.experiment_id)
        .map(({ key, value }) => ({ key, value })),
    }));
  }
}
