import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cents, imported, importedFrom } from '../../test/imported.js';
import { itWithRealData } from '../../test/real-data.js';
import { walmart } from './importer.js';

const SALES = 'Store,Dept,Date,Weekly_Sales,IsHoliday\n1,7,2011-11-11,-24.5,FALSE\n2,7,2011-11-25,10,TRUE\n';
const FEATURES =
  'Store,Date,Temperature,Fuel_Price,MarkDown1,MarkDown2,MarkDown3,MarkDown4,MarkDown5,CPI,Unemployment,IsHoliday\n' +
  '1,2011-11-11,59.11,3.297,10382.9,NA,NA,NA,NA,217.9980849,NA,FALSE\n';
/** As in the original, with the line ends of old Macs. */
const STORES = 'Store,Type,Size\r1,A,151315\r2,B,34875\r';

describe('the walmart importer', () => {
  it('makes a series of each store and department, with what is known of the week, in whatever order the files come', async () => {
    const expected = [
      {
        series_id: '1/7',
        observed_on: '2011-11-11',
        value: -24.5,
        regressors: {
          is_holiday: 0,
          store_size: 151_315,
          temperature: 59.11,
          fuel_price: 3.297,
          markdown_1: 10_382.9,
          cpi: 217.9980849,
        },
      },
      { series_id: '2/7', observed_on: '2011-11-25', value: 10, regressors: { is_holiday: 1, store_size: 34_875 } },
    ];
    for (const files of [
      [SALES, FEATURES, STORES],
      [STORES, SALES, FEATURES],
    ]) {
      expect((await imported(walmart, files)).rows.series).toEqual(expected);
    }
  });

  it('does without features and stores, and not without sales', async () => {
    const { rows } = await imported(walmart, [SALES]);
    expect(rows.series[1]!.regressors).toEqual({ is_holiday: 1 });
    await expect(imported(walmart, [STORES])).rejects.toThrow('the import must have a file of sales (Store, Dept,');
  });

  it.each([
    ['1,7,2011-11-32,5,FALSE', 'Date'],
    ['1,7,2011-11-11,n/a,FALSE', 'Weekly_Sales'],
    ['1,7,2011-11-11,5,maybe', 'IsHoliday'],
  ])('refuses %s', async (line, column) => {
    const { rejects } = await imported(walmart, [`${SALES}${line}\n`]);
    expect(rejects).toEqual([expect.objectContaining({ line: 4, column })]);
  });

  // Counted with Python's csv module on the same files.
  itWithRealData('reads the 421,570 weeks of 3,331 series', 'walmart-2014/train.csv.gz', async (path) => {
    const files = ['train', 'features', 'stores'].map((name) => join(dirname(path), `${name}.csv.gz`));
    const { accepted, rejects, rows } = await importedFrom(walmart, files);
    expect([accepted, rejects]).toEqual([421_570 + 8_190 + 45, []]);
    expect(rows.series).toHaveLength(421_570);
    expect(new Set(rows.series.map(({ series_id }) => series_id)).size).toBe(3_331);
    expect(cents(rows.series.map(({ value }) => value))).toBe(6_737_218_987.11);
    expect(rows.series.filter(({ regressors }) => regressors['is_holiday'] === 1)).toHaveLength(29_661);
    const week = rows.series.find(({ series_id, observed_on }) => series_id === '1/1' && observed_on === '2011-11-11');
    expect(week!.regressors).toEqual({
      ...{
        is_holiday: 0,
        store_size: 151_315,
        temperature: 59.11,
        fuel_price: 3.297,
        cpi: 217.9980849,
        unemployment: 7.866,
      },
      ...{ markdown_1: 10_382.9, markdown_2: 6_115.67, markdown_3: 215.07, markdown_4: 2_406.62, markdown_5: 6_551.42 },
    });
  });
});
