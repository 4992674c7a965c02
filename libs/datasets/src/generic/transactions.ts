import { decimal, instant, missingAs, oneOf, text, whole } from '../importing/cells.js';
import type { FileKind } from '../importing/file-kind.js';
import { fileImporter } from '../importing/make-importer.js';
import type { TransactionStatus } from '../records/transaction.js';

interface Cells {
  order_id: string;
  product_id: string;
  quantity: number;
  unit_price: number;
  ordered_at: string;
  customer_id: string | null;
  line_number: number | null;
  product_name: string;
  category: string | null;
  currency: string;
  status: TransactionStatus | null;
  seller_id: string | null;
  country: string | null;
}

const id = text(128);
const optionalId = { read: missingAs(null, id), absent: null };
const MOST = 1e9;

const FILE: FileKind<Cells> = {
  name: 'lines',
  about: 'one row a line of an order',
  columns: {
    order_id: { about: 'order', read: id },
    product_id: { about: 'product', read: id },
    quantity: { about: 'negative for what came back', read: decimal(-MOST, MOST) },
    unit_price: { about: 'in the currency', read: decimal(-MOST, MOST) },
    ordered_at: { about: 'instant or day; UTC where it names no zone', read: instant, isTime: true },
    customer_id: { about: 'customer', ...optionalId },
    line_number: {
      about: 'of the order; where there is none, of the file',
      read: missingAs(null, whole(0, 4_294_967_295)),
      absent: null,
    },
    product_name: { about: 'name', read: missingAs('', text(512)), absent: '' },
    category: { about: 'category of the product', ...optionalId },
    currency: { about: 'ISO 4217; XXX where it is not told', read: text(3), absent: 'XXX' },
    status: {
      about: 'sold, returned, cancelled or adjusted; where there is none, returned below a quantity of 0, else sold',
      read: missingAs(
        null,
        oneOf({ sold: 'sold', returned: 'returned', cancelled: 'cancelled', adjusted: 'adjusted' } as const),
      ),
      absent: null,
    },
    seller_id: { about: 'seller', ...optionalId },
    country: { about: 'of the customer', ...optionalId },
  },
};

/** Anyone's transactions, by these columns or by those that a mapping names. */
export const genericTransactions = fileImporter<Cells>({
  name: 'generic-transactions',
  description: 'Your own lines of orders, whose columns a mapping may name',
  tables: ['transactions'],
  file: FILE,
  take(cells, put, { ordinal }) {
    put('transactions', {
      ...cells,
      line_number: cells.line_number ?? ordinal,
      status: cells.status ?? (cells.quantity < 0 ? 'returned' : 'sold'),
    });
    return undefined;
  },
});
