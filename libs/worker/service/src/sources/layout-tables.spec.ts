import { describe, expect, it } from '@jest/globals';
import { layoutTables } from './layout-tables.js';

const ddlOf = (columns: Parameters<typeof layoutTables>[0][string]['columns']) =>
  layoutTables({ things: { name: 'stored_things', columns, order: ['thing'] } }).things.ddl;

describe('the table of a layout', () => {
  it('has the name, the columns in their order and the sorting of the layout, between source and time of recording', () => {
    expect(ddlOf({ thing: 'text', amount: 'amount' })).toBe(
      'CREATE TABLE IF NOT EXISTS stored_things (source LowCardinality(String), thing String, amount Float64, ' +
        "recorded_at DateTime('UTC') DEFAULT now()) ENGINE = MergeTree PARTITION BY source ORDER BY (source, thing)",
    );
  });

  it('takes null where the layout says so', () => {
    const ddl = ddlOf({ thing: 'text', seen_on: 'day?', weight: 'number?', colour: 'label?' });
    expect(ddl).toContain(
      'seen_on Nullable(Date32), weight Nullable(Float64), colour LowCardinality(Nullable(String))',
    );
  });
});
