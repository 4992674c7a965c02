/**
 * Brings the forecasts of the parts to the forecast of their whole, in proportion: x̃_i = x_i X/Σ x. Where the parts say nothing
 * the whole is shared evenly.
 *
 * @param parts shape (parts, h), ≥ 0. @param whole shape (h,), ≥ 0.
 * @see Athanasopoulos, Ahmed & Hyndman (2009), Hierarchical forecasts for Australian domestic tourism, International Journal of
 *   Forecasting 25(1), for top-down by forecast proportions.
 */
export function shareTotal(parts: readonly Float64Array[], whole: Float64Array): Float64Array[] {
  const sums = whole.map((_, day) => parts.reduce((sum, part) => sum + part[day]!, 0));
  return parts.map((part) =>
    part.map((value, day) => (sums[day]! > 0 ? (value * whole[day]!) / sums[day]! : whole[day]! / parts.length)),
  );
}
