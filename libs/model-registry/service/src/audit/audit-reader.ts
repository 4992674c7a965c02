import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { AuditEntry, ListAuditEntriesRequest, ListAuditEntriesResponse } from '@bellwether/contracts';
import { canonicalModelName } from '@bellwether/model-registry-core';
import { withDomainErrors } from '@bellwether/platform/relational';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { AuditEntryEntity } from '../database/audit-entry.entity.js';
import { DOMAIN } from '../domain.js';

const DIRECTION = { newest: 'DESC', oldest: 'ASC' } as const;
const BEYOND = { newest: '<', oldest: '>' } as const;

/**
 * Lists the audit log. Numbers are given out before commit, so who goes on from the greatest number seen can pass over an
 * entry that was numbered earlier and committed later. Hence the order by transaction, and no entry is shown before every
 * older transaction has ended: what comes later is always further on.
 */
@Injectable()
export class AuditReader {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  list(request: ListAuditEntriesRequest): Promise<ListAuditEntriesResponse> {
    return withDomainErrors(async () => {
      const found = await this.query(request).getMany();
      const entries = found.slice(0, request.limit).map(viewOf);
      const last = entries.at(-1);
      return { entries, ...(found.length > request.limit && last !== undefined && { next_cursor: last.cursor }) };
    });
  }

  private query({ order, limit, cursor, ...wanted }: ListAuditEntriesRequest): SelectQueryBuilder<AuditEntryEntity> {
    const query = this.dataSource.manager
      .createQueryBuilder(AuditEntryEntity, 'e')
      .where('e.tx < pg_snapshot_xmin(pg_current_snapshot())')
      .orderBy('e.tx', DIRECTION[order])
      .addOrderBy('e.id', DIRECTION[order])
      // One more tells whether there are more.
      .limit(limit + 1);
    if (cursor !== undefined) {
      const [tx, id] = cursor.split('-');
      query.andWhere(`(e.tx, e.id) ${BEYOND[order]} (CAST(:tx AS xid8), CAST(:id AS bigint))`, { tx, id });
    }
    const { model_name, actor, action, from, to } = wanted;
    if (model_name !== undefined) query.andWhere('e.model_name = :name', { name: canonicalModelName(model_name) });
    if (actor !== undefined) query.andWhere('e.actor = :actor', { actor });
    if (action !== undefined) query.andWhere('e.action = :action', { action });
    if (from !== undefined) query.andWhere('e.at >= :from', { from: Date.parse(from) });
    if (to !== undefined) query.andWhere('e.at < :to', { to: Date.parse(to) });
    return query;
  }
}

function viewOf({ tx, id, at, version, subject, before, after, ...entry }: AuditEntryEntity): AuditEntry {
  return {
    ...entry,
    cursor: `${tx}-${id}`,
    at: new Date(at).toISOString(),
    ...(version !== null && { version: String(version) }),
    ...(subject !== null && { subject }),
    ...(before !== null && { before: JSON.stringify(before) }),
    ...(after !== null && { after: JSON.stringify(after) }),
  };
}
