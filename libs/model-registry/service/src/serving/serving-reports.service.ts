import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { RefusedVersion, ReportServingRequest } from '@bellwether/contracts';
import { servingLatencyMs } from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { withDomainErrors } from '@bellwether/platform/relational';
import { In, MoreThan, type DataSource } from 'typeorm';
import { groupBy } from '../database/group-by.js';
import { ServingReportEntity } from '../database/serving-report.entity.js';
import { DOMAIN } from '../domain.js';
import { VersionRepository } from '../registry/version-repository.js';

/** A replica that has been silent for so long is gone, and what it said no longer counts, in milliseconds. */
const STALE_MS = 24 * 3_600_000;

/** What the serving replicas say of the versions that they serve. */
@Injectable()
export class ServingReportsService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly versions: VersionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Keeps the latest report of a replica on a model. @throws NOT_FOUND for a version that is not registered. */
  report(request: ReportServingRequest): Promise<void> {
    return withDomainErrors(async () => {
      const { name, version } = await this.versions.find(request.model_name, request.version);
      const { replica, latency_ms_mean, requests, refused } = request;
      await this.dataSource.manager.upsert(
        ServingReportEntity,
        { name, replica, version, latency_ms_mean, requests, refused, reported_at: this.clock().getTime() },
        ['name', 'replica'],
      );
    });
  }

  /** Mean latency of versions over their replicas, by `<name>/<version>`; nothing for one that nobody serves. */
  async latencies(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const byVersion = groupBy(await this.recent(names), (report) => `${report.name}/${report.version}`);
    const means = [...byVersion].flatMap(([key, ofVersion]) => {
      const mean = servingLatencyMs(
        ofVersion.map((report) => ({ latencyMsMean: report.latency_ms_mean, requests: report.requests })),
      );
      return mean === undefined ? [] : [[key, mean] as const];
    });
    return new Map(means);
  }

  /** What replicas could not load, by model, each version once with its latest reason. */
  async refusals(names: readonly string[]): Promise<ReadonlyMap<string, RefusedVersion[]>> {
    const byModel = groupBy(await this.recent(names), (report) => report.name);
    return new Map(
      [...byModel].map(([name, reports]) => {
        const inOrder = reports.sort((a, b) => a.reported_at - b.reported_at).flatMap(({ refused }) => refused);
        return [name, [...new Map(inOrder.map((one) => [one.version, one])).values()]];
      }),
    );
  }

  private recent(names: readonly string[]): Promise<ServingReportEntity[]> {
    const reported_at = MoreThan(this.clock().getTime() - STALE_MS);
    return this.dataSource.manager.findBy(ServingReportEntity, { name: In([...names]), reported_at });
  }
}
