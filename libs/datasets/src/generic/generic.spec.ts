import { describe, expect, it } from '@jest/globals';
import { imported } from '../../test/imported.js';
import { genericInteractions } from './interactions.js';
import { genericSeries } from './series.js';
import { genericTransactions } from './transactions.js';

describe('your own transactions', () => {
  const LINE = {
    order_id: '1',
    line_number: 1,
    customer_id: null,
    product_id: 'x',
    product_name: '',
    category: null,
    quantity: 2,
    unit_price: 9.5,
    currency: 'XXX',
    ordered_at: '2026-01-31T08:30:00Z',
    status: 'sold',
    seller_id: null,
    country: null,
  };

  it('need five columns, and say of the others what is usual', async () => {
    const { rows } = await imported(genericTransactions, [
      'product_id,order_id,quantity,unit_price,ordered_at\nx,1,2,9.5,2026-01-31 08:30:00\nx,1,-2,9.5,2026-02-01\n',
    ]);
    expect(rows.transactions).toEqual([
      LINE,
      { ...LINE, line_number: 2, quantity: -2, ordered_at: '2026-02-01T00:00:00Z', status: 'returned' },
    ]);
  });

  it('may have columns of your own, texts that stand in every row, and your format of dates', async () => {
    const content =
      'Beleg;Artikel;Menge;Preis;Zeit;Filiale\n1;x;2;9.5;31.01.2026 08:30;Nord\n1;y;2;9.5;2026-01-31;Nord\n';
    const { rows, rejects } = await imported(genericTransactions, [content], {
      columns: { order_id: 'Beleg', product_id: 'Artikel', quantity: 'Menge', unit_price: 'Preis', ordered_at: 'Zeit' },
      fixed: { currency: 'EUR', country: 'Germany' },
      date_format: 'DD.MM.YYYY HH:mm',
      separator: ';',
    });
    expect(rows.transactions).toEqual([{ ...LINE, currency: 'EUR', country: 'Germany' }]);
    expect(rejects).toEqual([
      expect.objectContaining({
        line: 3,
        column: 'ordered_at',
        reason: 'must be a time of the format DD.MM.YYYY HH:mm',
      }),
    ]);
  });

  it('number the lines of an order that goes on in the next file', async () => {
    const file = 'product_id,order_id,quantity,unit_price,ordered_at\nx,1,2,9.5,2026-01-31\n';
    const { rows } = await imported(genericTransactions, [file, file]);
    expect(rows.transactions.map(({ line_number }) => line_number)).toEqual([1, 2]);
  });

  it('are refused with columns that nobody has spoken of', async () => {
    const header = 'order_id,product_id,quantity,unit_price,ordered_at,shop\n';
    await expect(imported(genericTransactions, [header])).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: "the header does not fit: unknown column 'shop'",
    });
    await expect(imported(genericTransactions, [header], {})).resolves.toMatchObject({ accepted: 0 });
  });

  it.each([
    [{ columns: { order: 'Beleg' } }, 'mapping.columns.order'],
    [{ fixed: { colour: 'red' } }, 'mapping.fixed.colour'],
    [{ columns: { currency: 'Cur' }, fixed: { currency: 'EUR' } }, 'mapping.fixed.currency'],
    [{ date_format: 'DD/MM' }, 'mapping.date_format'],
    [{ regressors: { warmth: 'temp' } }, 'mapping.regressors.warmth'],
    [{ columns: { order_id: 'Beleg' } }, 'Beleg'],
    [{ columns: { quantity: 'order_id' } }, 'mapping.columns.quantity'],
    [{ columns: { quantity: 'Menge', unit_price: 'Menge' } }, 'mapping.columns.unit_price'],
    [{ columns: { currency: 'Land', country: 'Land' } }, 'mapping.columns.country'],
  ])('the mapping %j is refused, naming %s', async (mapping, path) => {
    const content = 'order_id,product_id,quantity,unit_price,ordered_at\n1,x,1,1,2026-01-31\n';
    await expect(imported(genericTransactions, [content], mapping)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [expect.objectContaining({ path })],
    });
  });

  it('refuse a fixed text that the column does not take, row by row', async () => {
    const content = 'order_id,product_id,quantity,unit_price,ordered_at\n1,x,1,1,2026-01-31\n';
    const { rejects } = await imported(genericTransactions, [content], { fixed: { currency: 'Euro' } });
    expect(rejects).toEqual([expect.objectContaining({ column: 'currency', value: 'Euro' })]);
  });
});

describe('a column of the file that a mapping reads', () => {
  it('is none of those that may be missing, though it be called as one', async () => {
    const content = 'order_id,product_id,quantity,price,country,ordered_at\n1,x,1,7,FR,2026-01-31\n';
    const { rows } = await imported(genericTransactions, [content], {
      columns: { unit_price: 'price', seller_id: 'country' },
    });
    expect(rows.transactions).toEqual([expect.objectContaining({ unit_price: 7, seller_id: 'FR', country: null })]);
  });

  it.each([
    [{ regressors: { sales: 'value' } }, 'mapping.regressors.sales'],
    [{ regressors: { hot: 'temp', warm: 'temp' } }, 'mapping.regressors.warm'],
  ])('is no regressor, or another one, as well: %j', async (mapping, path) => {
    const content = 'series_id,observed_on,value,temp\na,2026-01-31,5,21\n';
    await expect(imported(genericSeries, [content], mapping)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [expect.objectContaining({ path })],
    });
  });
});

describe('your own interactions', () => {
  it('need three columns', async () => {
    const { rows } = await imported(genericInteractions, [
      'user_id,item_id,occurred_at\nu,i,2026-01-31T10:00:00+02:00\n',
    ]);
    expect(rows.interactions).toEqual([
      {
        user_id: 'u',
        item_id: 'i',
        interaction_type: 'interaction',
        occurred_at: '2026-01-31T08:00:00Z',
        session_id: null,
        price: null,
        quantity: null,
        rating: null,
      },
    ]);
  });
});

describe('your own series', () => {
  it('take every further column as a regressor, and leave out what is missing', async () => {
    const { rows, rejects } = await imported(genericSeries, [
      'series_id,observed_on,value,promo,price\na,2026-01-31,5,TRUE,\na,2026-02-01,6,0,9.5\na,2026-02-02,6,0,cheap\n',
    ]);
    expect(rows.series).toEqual([
      { series_id: 'a', observed_on: '2026-01-31', value: 5, regressors: { promo: 1 } },
      { series_id: 'a', observed_on: '2026-02-01', value: 6, regressors: { promo: 0, price: 9.5 } },
    ]);
    expect(rejects).toEqual([
      expect.objectContaining({ line: 4, column: 'price', value: 'cheap', reason: 'must be a number' }),
    ]);
  });

  it('have one value a day: the second is refused, also in the next file', async () => {
    const file = 'series_id,observed_on,value\na,2026-01-31,5\nb,2026-01-31,5\n';
    const { rows, rejects } = await imported(genericSeries, [`${file}a,2026-01-31,6\n`, file]);
    expect(rows.series).toHaveLength(2);
    expect(rejects.map(({ line, column }) => [line, column])).toEqual([4, 2, 3].map((line) => [line, 'observed_on']));
  });

  it('take those that a mapping names, and pass over the others', async () => {
    const content = 'day,shop,sales,temp\n31/01/2026,north,5,21\n';
    const { rows } = await imported(genericSeries, [content], {
      columns: { observed_on: 'day', value: 'sales' },
      fixed: { series_id: 'all' },
      regressors: { temperature: 'temp' },
      date_format: 'DD/MM/YYYY',
    });
    expect(rows.series).toEqual([
      { series_id: 'all', observed_on: '2026-01-31', value: 5, regressors: { temperature: 21 } },
    ]);
    await expect(imported(genericSeries, [content], { regressors: { rain: 'rain' } })).rejects.toThrow(
      "missing column 'rain'",
    );
  });
});
