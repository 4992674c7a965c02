/**
 * ClickHouse's error numbers that mean «this statement, or the data it brings, is wrong»: what the caller can mend.
 *
 * @see ClickHouse, src/Common/ErrorCodes.cpp; `SELECT errorCodeToName(47)` tells a number's name.
 */
export const STATEMENT_ERRORS: ReadonlySet<string> = new Set(
  [
    // Text and literals that do not parse, in the statement or in the rows of an insert.
    [6, 25, 26, 27, 32, 33, 38, 41, 62, 72, 117, 130, 131, 376, 441, 467, 563, 632, 675, 676, 691],
    // Columns, tables, functions and types that are not there, or there twice.
    [8, 10, 15, 16, 46, 47, 50, 51, 52, 56, 57, 60, 63, 73, 81, 82, 115, 179, 207, 352, 432, 703],
    // Arguments and types that do not fit.
    [7, 9, 19, 20, 34, 35, 36, 42, 43, 44, 48, 53, 59, 69, 70, 120, 122, 124, 127, 128, 135, 153, 169, 190, 321],
    [349, 353, 377, 378, 386, 407, 427, 455, 469, 471, 490, 549],
    // Queries that say something impossible.
    [
      12, 55, 78, 80, 90, 92, 108, 119, 121, 125, 133, 134, 162, 167, 168, 174, 181, 182, 183, 184, 211, 215, 229, 258,
      264,
    ],
    [306, 309, 395, 403, 406, 418, 419, 440, 450, 456, 457, 475, 476, 524, 565, 596, 628],
  ]
    .flat()
    .map(String),
);
