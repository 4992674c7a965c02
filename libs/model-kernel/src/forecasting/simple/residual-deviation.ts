/**
 * √(Σ e² / (count − parameters)) over the errors that are numbers; 0 where no degree of freedom is left.
 *
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., equation 5.1.
 */
export function residualDeviation(errors: Float64Array, parameters: number): number {
  let squares = 0;
  let count = 0;
  for (const error of errors) {
    if (Number.isNaN(error)) continue;
    squares += error * error;
    count += 1;
  }
  return count > parameters ? Math.sqrt(squares / (count - parameters)) : 0;
}
