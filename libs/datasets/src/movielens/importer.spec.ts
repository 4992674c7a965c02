import { describe, expect, it } from '@jest/globals';
import { imported, importedFrom } from '../../test/imported.js';
import { itWithRealData } from '../../test/real-data.js';
import { movielens } from './importer.js';

const RATING = {
  user_id: '1',
  item_id: '1193',
  interaction_type: 'rating',
  occurred_at: '2000-12-31T22:12:40Z',
  session_id: null,
  price: null,
  quantity: null,
  rating: 5,
};

describe('the movielens importer', () => {
  it.each([
    ['ratings.csv', 'userId,movieId,rating,timestamp\n1,1193,5.0,978300760\n'],
    ['ratings.dat', '1::1193::5::978300760\n'],
    ['u.data', '1\t1193\t5\t978300760\n'],
  ])('reads a rating of %s', async (_, content) => {
    expect((await imported(movielens, [content])).rows.interactions).toEqual([RATING]);
  });

  it('reads pairs, which tell neither time nor rating', async () => {
    const { rows } = await imported(movielens, ['0\t7\n3\t8\n']);
    expect(rows.interactions).toEqual([
      {
        ...RATING,
        user_id: '0',
        item_id: '7',
        interaction_type: 'interaction',
        occurred_at: '1970-01-01T00:00:00Z',
        rating: null,
      },
      {
        ...RATING,
        user_id: '3',
        item_id: '8',
        interaction_type: 'interaction',
        occurred_at: '1970-01-01T00:00:00Z',
        rating: null,
      },
    ]);
  });

  it('does not take names of columns above pairs for a pair', async () => {
    await expect(imported(movielens, ['user\titem\n0\t7\n'])).rejects.toThrow('it is that of none of');
    const { rejects } = await imported(movielens, ['0\t7\nuser\titem\n']);
    expect(rejects).toEqual([expect.objectContaining({ line: 2, column: 'user', reason: 'must be a whole number' })]);
  });

  it.each([
    ['2::1193::6::978300760', 'rating', 'must be a number in 0.5–5'],
    ['2::1193::5::yesterday', 'timestamp', 'must be seconds since 1970'],
    ['::1193::5::978300760', 'userId', 'must not be missing'],
    ['2::1193::5', null, 'must have 4 cells, has 3'],
  ])('refuses %s', async (line, column, reason) => {
    const { accepted, rejects } = await imported(movielens, [`1::1193::5::978300760\n${line}\n`]);
    expect(accepted).toBe(1);
    expect(rejects).toEqual([expect.objectContaining({ line: 2, column, reason })]);
  });

  it('refuses a file of negative items, which were not seen', async () => {
    await expect(imported(movielens, ['(0,25)\t1064\t174\t2791\n'])).rejects.toThrow(
      'it is that of none of ratings.csv',
    );
  });

  // Counted with Python on the same files.
  itWithRealData('reads the 994,169 pairs of the NCF protocol', 'ncf-ml-1m/ml-1m.train.pairs.tsv.gz', async (path) => {
    const { accepted, rejects, rows } = await importedFrom(movielens, [path]);
    expect([accepted, rejects]).toEqual([994_169, []]);
    expect(new Set(rows.interactions.map(({ user_id }) => user_id)).size).toBe(6_040);
    expect(new Set(rows.interactions.map(({ item_id }) => item_id)).size).toBe(3_705);
  });
  itWithRealData('reads its 6,040 test ratings with their times', 'ncf-ml-1m/ml-1m.test.rating.gz', async (path) => {
    const { accepted, rejects, rows } = await importedFrom(movielens, [path]);
    expect([accepted, rejects]).toEqual([6_040, []]);
    expect(rows.interactions.reduce((sum, { rating }) => sum + rating!, 0)).toBe(21_818);
    expect(
      rows.interactions
        .map(({ occurred_at }) => occurred_at)
        .sort()
        .at(-1),
    ).toBe('2003-02-28T17:49:50Z');
  });
});
