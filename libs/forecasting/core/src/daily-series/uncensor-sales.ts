/** Days on either side whose sales tell what would have been sold. */
const AROUND = 28;

/**
 * Sales as demand: on a day at whose end nothing was in stock they may have been cut off, and then what was sold is the least that was
 * wanted. Such a day is given the mean of the days within four weeks on which something was left, if that is more.
 *
 * @param sold units a day, shape (n,). @param inStock units at the end of the day, shape (n,).
 */
export function uncensorSales(sold: ArrayLike<number>, inStock: ArrayLike<number>): Float64Array {
  return Float64Array.from(sold, (units, t) => {
    if (inStock[t]! > 0) return units;
    let sum = 0;
    let days = 0;
    for (let other = Math.max(0, t - AROUND); other <= Math.min(sold.length - 1, t + AROUND); other++) {
      if (inStock[other]! <= 0) continue;
      sum += sold[other]!;
      days += 1;
    }
    return days === 0 ? units : Math.max(units, sum / days);
  });
}
