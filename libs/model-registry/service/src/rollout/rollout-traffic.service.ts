import type { VersionTraffic } from '@bellwether/contracts';
import {
  addTraffic,
  faded,
  NO_TRAFFIC,
  readVersion,
  trafficSince,
  type Traffic,
} from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { RolloutTrafficEntity } from '../database/rollout.entity.js';
import { DOMAIN } from '../domain.js';

/** Requests of the versions of a rollout, as the replicas tell them. */
@Injectable()
export class RolloutTrafficService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Keeps a replica's totals in place of its earlier ones; what is new among them is recent. */
  async keep(rollout_id: string, replica: string, reported: readonly VersionTraffic[]): Promise<void> {
    const { manager } = this.dataSource;
    const now = this.clock().getTime();
    const known = await manager.findBy(RolloutTrafficEntity, { rollout_id, replica });
    const rows = reported.map((one) => {
      const version = readVersion(one.version);
      const before = known.find((row) => row.version === version);
      const total = { requests: one.requests, errors: one.errors, latencyMsSum: one.latency_ms_sum };
      const recent =
        before === undefined ? total : addTraffic(recentOf(before, now), trafficSince(totalOf(before), total));
      return {
        ...{ rollout_id, replica, version, reported_at: now },
        ...{ requests: total.requests, errors: total.errors, latency_ms_sum: total.latencyMsSum },
        recent_requests: recent.requests,
        recent_errors: recent.errors,
        recent_latency_ms_sum: recent.latencyMsSum,
      };
    });
    if (rows.length > 0) await manager.upsert(RolloutTrafficEntity, rows, ['rollout_id', 'replica', 'version']);
  }

  /** All requests since the rollout began, by version. */
  totals(rollout_id: string): Promise<ReadonlyMap<number, Traffic>> {
    return this.summed(rollout_id, totalOf);
  }

  /** The requests of the last minutes, by version. */
  recent(rollout_id: string): Promise<ReadonlyMap<number, Traffic>> {
    const now = this.clock().getTime();
    return this.summed(rollout_id, (row) => recentOf(row, now));
  }

  private async summed(rollout_id: string, of: (row: RolloutTrafficEntity) => Traffic): Promise<Map<number, Traffic>> {
    const sums = new Map<number, Traffic>();
    for (const row of await this.dataSource.manager.findBy(RolloutTrafficEntity, { rollout_id })) {
      sums.set(row.version, addTraffic(sums.get(row.version) ?? NO_TRAFFIC, of(row)));
    }
    return sums;
  }
}

const totalOf = (row: RolloutTrafficEntity): Traffic => ({
  requests: row.requests,
  errors: row.errors,
  latencyMsSum: row.latency_ms_sum,
});

function recentOf(row: RolloutTrafficEntity, now: number): Traffic {
  const recent = {
    requests: row.recent_requests,
    errors: row.recent_errors,
    latencyMsSum: row.recent_latency_ms_sum,
  };
  return faded(recent, now - row.reported_at);
}
