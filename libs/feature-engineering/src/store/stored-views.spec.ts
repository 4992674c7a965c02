import { describe, expect, it } from '@jest/globals';
import { SOURCES } from './sources.js';
import { STORED_VIEWS } from './stored-views.js';
import { sourcesOf } from './view-sql.js';

describe('the stored views', () => {
  it('have as many features as the rentals specification says', () => {
    const size = (name: string) => Object.keys(STORED_VIEWS[name]!.features).length;
    expect(['property_features', 'user_features', 'engagement_features'].map(size)).toEqual([15, 12, 8]);
  });

  it.each(Object.values(STORED_VIEWS))('$name declares for its features what its query reads', (view) => {
    const read = sourcesOf(view);
    const declared = new Set(Object.values(view.features).flatMap(({ from }) => from));
    expect([...declared].filter((source) => !read.includes(source))).toEqual([]);
    // One more may say which entities there are.
    expect(read.filter((source) => !declared.has(source)).length).toBeLessThanOrEqual(1);
  });

  it.each(Object.values(STORED_VIEWS))('$name reads tables through what was known alone', (view) => {
    const sql = view.rowsSql(() => '(known)');
    for (const { table } of Object.values(SOURCES)) expect(sql).not.toMatch(new RegExp(`\\b(FROM|JOIN) ${table}\\b`));
  });

  it.each(Object.values(STORED_VIEWS))(
    '$name has keys that tell entities apart, and names that columns may have',
    (view) => {
      expect(Object.values(view.keys).filter((type) => type === 'text').length).toBeLessThanOrEqual(1);
      const names = [...Object.keys(view.keys), ...Object.keys(view.features)];
      expect(names.filter((name) => !/^[a-z][a-z0-9_]{0,63}$/.test(name))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    },
  );
});
