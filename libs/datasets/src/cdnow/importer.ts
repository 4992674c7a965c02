import { CellRefused, decimal, text, whole, type CellReader } from '../importing/cells.js';
import { dayFrom, isoDate, type Day } from '../calendar/day.js';
import type { FileKind, TableColumns } from '../importing/file-kind.js';
import { importStep, makeImporter, type Put, type RowPlace } from '../importing/make-importer.js';

interface Cells {
  customer_id: string;
  date: Day;
  number_of_cds: number;
  dollar_value: number;
}

/** YYYYMMDD. */
const compactDate: CellReader<Day> = (cell) => {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(cell);
  const day = parts && dayFrom(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (day === null) throw new CellRefused('must be a date YYYYMMDD');
  return day;
};

const customer = { about: 'customer', read: text(32) };
const purchase = {
  date: { about: 'day of the purchase, YYYYMMDD', read: compactDate },
  number_of_cds: { about: 'CDs', read: whole(1, 10_000) },
  dollar_value: { about: 'USD of the purchase', read: decimal(0, 1_000_000) },
};

const MASTER: FileKind<Cells> = {
  name: 'master',
  about: 'every purchase, separated by spaces, with names of the columns',
  separator: 'spaces',
  columns: { customer_id: customer, ...purchase },
};

const SAMPLE_COLUMNS: TableColumns<Cells & { sample_id: string }> = {
  customer_id: customer,
  sample_id: { about: 'number of the customer in the sample', read: text(32) },
  ...purchase,
};

const SAMPLE: FileKind<Cells & { sample_id: string }> = {
  name: 'sample',
  about: 'a tenth of the customers, separated by spaces, without names of the columns',
  separator: 'spaces',
  headless: true,
  columns: SAMPLE_COLUMNS,
};

/**
 * CDNOW: purchases of the customers who first bought in the first quarter of 1997. Which CDs is not known: all are one
 * product, and the price of a piece is the mean of its purchase.
 *
 * @see Fader & Hardie (2001), Forecasting repeat sales at CDNOW: a case study, Interfaces 31.
 */
export const cdnow = makeImporter<null>({
  name: 'cdnow',
  description: 'CDNOW purchases (Fader & Hardie), the master file or the sample',
  tables: ['transactions'],
  memory: () => null,
  // The purchases of the sample are among those of the master file.
  alternatives: true,
  steps: [
    importStep<Cells, null>({ file: MASTER, optional: true, take: putPurchase }),
    importStep<Cells & { sample_id: string }, null>({ file: SAMPLE, optional: true, take: putPurchase }),
  ],
});

function putPurchase({ customer_id, date, number_of_cds, dollar_value }: Cells, put: Put, { ordinal }: RowPlace<null>) {
  put('transactions', {
    order_id: `CD${String(ordinal).padStart(6, '0')}`,
    line_number: 1,
    customer_id,
    product_id: 'CD',
    product_name: 'CDs',
    category: null,
    quantity: number_of_cds,
    unit_price: dollar_value / number_of_cds,
    currency: 'USD',
    ordered_at: `${isoDate(date)}T00:00:00Z`,
    status: 'sold',
    seller_id: null,
    country: null,
  });
  return undefined;
}
