// Sales of the UCI Online Retail data: lines without cancellations, corrections and what is no product.
import { createReadStream } from 'node:fs';
import { readTextTable } from '@bellwether/datasets';
import { dataFile } from './data-file.mjs';

const DAY_MS = 86_400_000;
/** Monday of the week of a day since 1970-01-01, itself a Thursday. */
const mondayOf = (day) => day - ((day + 3) % 7);

/** Columns of a table of the data, by name. */
export async function readColumns(name, ...wanted) {
  const { columns } = await readTextTable(createReadStream(dataFile(name)));
  return wanted.map((column) => columns.get(column));
}

export const dayOf = (text) => Math.floor(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY_MS);

/**
 * Lines sold: a product code of five digits and up to two letters, pieces and price above 0, invoice without a letter. A line that
 * the same customer cancelled, all its pieces, within its week is left out: at the week's end that is known.
 */
export async function readSales() {
  const [invoice, code, quantity, date, price, customer] = await readColumns(
    'uci-online-retail/online_retail.csv.gz',
    ...['InvoiceNo', 'StockCode', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID'],
  );
  const lines = invoice.map((number, i) => ({
    ...{ number, product: code[i].toUpperCase(), pieces: Number(quantity[i]), price: Number(price[i]) },
    ...{ day: dayOf(date[i]), customer: customer[i] },
  }));
  const isProduct = ({ product }) => /^\d{5}[A-Z]{0,2}$/.test(product);
  const keyOf = ({ product, customer, day }, pieces) => `${product}|${customer}|${mondayOf(day)}|${pieces}`;
  const cancelled = new Map();
  for (const line of lines) {
    if (!line.number.startsWith('C') || line.customer === null) continue;
    const key = keyOf(line, -line.pieces);
    cancelled.set(key, (cancelled.get(key) ?? 0) + 1);
  }
  return lines.filter((line) => {
    if (!isProduct(line) || !/^\d+$/.test(line.number) || !(line.pieces > 0 && line.price > 0)) return false;
    const key = keyOf(line, line.pieces);
    const left = cancelled.get(key) ?? 0;
    if (left > 0) cancelled.set(key, left - 1);
    return left === 0;
  });
}

/** Pieces by product and week, in whole weeks from Monday: `days` are the Mondays. */
export function weeklyDemand(sales) {
  const days = sales.map(({ day }) => day);
  const first = mondayOf(days.reduce((a, b) => Math.min(a, b)) + 6);
  const end = mondayOf(days.reduce((a, b) => Math.max(a, b)) + 1);
  const weeks = (end - first) / 7;
  const byProduct = new Map();
  for (const { product, pieces, day } of sales) {
    const week = Math.floor((day - first) / 7);
    if (week < 0 || week >= weeks) continue;
    if (!byProduct.has(product)) byProduct.set(product, new Float64Array(weeks));
    byProduct.get(product)[week] += pieces;
  }
  return { days: Array.from({ length: weeks }, (_, week) => first + 7 * week), byProduct };
}
