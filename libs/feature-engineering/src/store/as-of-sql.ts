/** Days since 1970 of the bound instant. */
export const AS_OF_DAY = 'intDiv({as_of:Int64}, 86400)';

/** Days since 1970 of an instant's column. */
export const dayOfInstant = (column: string): string => `intDiv(toInt64(toUnixTimestamp(${column})), 86400)`;

/** Money in whole hundredths: sums of whole numbers do not depend on their order. */
export const hundredths = (column: string): string => `toInt64(round(${column} * 100))`;

/** A quotient, unknown where there is nothing to divide by. */
export const ratio = (numerator: string, denominator: string): string =>
  `if(${denominator} = 0, NULL, (${numerator}) / (${denominator}))`;
