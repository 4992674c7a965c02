import { decimal, instant, missingAs, text, whole } from '../importing/cells.js';
import type { FileKind } from '../importing/file-kind.js';
import { fileImporter } from '../importing/make-importer.js';
import type { TransactionStatus } from '../records/transaction.js';

interface Cells {
  InvoiceNo: string;
  StockCode: string;
  Description: string;
  Quantity: number;
  InvoiceDate: string;
  UnitPrice: number;
  CustomerID: string | null;
  Country: string | null;
}

const MOST = 1_000_000;

const FILE: FileKind<Cells> = {
  name: 'lines',
  about: 'one row a line of an invoice',
  columns: {
    InvoiceNo: { about: 'invoice; C… cancels one, A… corrects the books', read: text(32) },
    StockCode: { about: 'product', read: text(32) },
    Description: { about: 'name of the product; may be missing', read: missingAs('', text(256)) },
    Quantity: { about: 'pieces; negative for what came back or was written off', read: whole(-MOST, MOST) },
    InvoiceDate: { about: 'local time', read: instant, isTime: true },
    UnitPrice: { about: 'GBP a piece; negative only where the books are corrected', read: decimal(-MOST, MOST) },
    CustomerID: { about: 'may be missing', read: missingAs(null, text(32)) },
    Country: { about: 'of the customer, English name', read: missingAs(null, text(64)) },
  },
};

/**
 * Online Retail: the invoices of a British gift shop, 2010–2011. Every line is taken. A cancelled line is `cancelled`; one
 * of less than nothing without being a cancellation, or of a negative price, is `adjusted`: stock that was written off, a
 * bad debt. What is `sold` at a price of 0 was given away or is an error of the shop's.
 *
 * @see Chen, Sain & Guo (2012), Data mining for the online retail industry, Journal of Database Marketing 19.
 */
export const onlineRetail = fileImporter<Cells>({
  name: 'online-retail',
  description: 'UCI Online Retail (Chen 2015): lines of invoices',
  tables: ['transactions'],
  file: FILE,
  take(cells, put, { ordinal }) {
    put('transactions', {
      order_id: cells.InvoiceNo,
      line_number: ordinal,
      customer_id: cells.CustomerID,
      product_id: cells.StockCode,
      product_name: cells.Description,
      category: null,
      quantity: cells.Quantity,
      unit_price: cells.UnitPrice,
      currency: 'GBP',
      ordered_at: cells.InvoiceDate,
      status: statusOf(cells),
      seller_id: null,
      country: cells.Country,
    });
    return undefined;
  },
});

function statusOf({ InvoiceNo, Quantity, UnitPrice }: Cells): TransactionStatus {
  if (InvoiceNo.startsWith('C')) return 'cancelled';
  return InvoiceNo.startsWith('A') || Quantity < 0 || UnitPrice < 0 ? 'adjusted' : 'sold';
}
