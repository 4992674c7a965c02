import { withDomainErrors } from '@bellwether/platform/relational';
import type { EntityManager } from 'typeorm';

/** The rows that a statement answers; of UPDATE and DELETE, those it returns. */
export function rows<Row extends object>(
  manager: EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  return withDomainErrors(async () => {
    const answer: unknown = await manager.query(sql, [...parameters]);
    if (!Array.isArray(answer)) return [];
    // For UPDATE and DELETE the driver answers [rows, count].
    const [first, second] = answer as [unknown, unknown];
    return (Array.isArray(first) && typeof second === 'number' ? first : answer) as Row[];
  });
}
