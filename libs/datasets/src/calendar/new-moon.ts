const DEGREE = Math.PI / 180;
const { sin } = Math;

/** Days between the start of Julian dates and 1970-01-01T00:00Z. */
const JULIAN_EPOCH = 2_440_587.5;

/**
 * The k-th new moon since January 1900, in days since 1970-01-01T00:00Z; to some minutes in 1900–2100.
 *
 * @see Meeus (1979), Astronomical Formulae for Calculators, ch. 32.
 */
export function newMoon(k: number): number {
  const t = k / 1236.85;
  const mean =
    2_415_020.75933 +
    29.53058868 * k +
    0.0001178 * t ** 2 -
    0.000000155 * t ** 3 +
    0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t ** 2) * DEGREE);
  const sun = (359.2242 + 29.10535608 * k - 0.0000333 * t ** 2 - 0.00000347 * t ** 3) * DEGREE;
  const moon = (306.0253 + 385.81691806 * k + 0.0107306 * t ** 2 + 0.00001236 * t ** 3) * DEGREE;
  const node = (21.2964 + 390.67050646 * k - 0.0016528 * t ** 2 - 0.00000239 * t ** 3) * DEGREE;
  const correction =
    (0.1734 - 0.000393 * t) * sin(sun) +
    0.0021 * sin(2 * sun) -
    0.4068 * sin(moon) +
    0.0161 * sin(2 * moon) -
    0.0004 * sin(3 * moon) +
    0.0104 * sin(2 * node) -
    0.0051 * sin(sun + moon) -
    0.0074 * sin(sun - moon) +
    0.0004 * sin(2 * node + sun) -
    0.0004 * sin(2 * node - sun) -
    0.0006 * sin(2 * node + moon) +
    0.001 * sin(2 * node - moon) +
    0.0005 * sin(2 * moon + sun);
  // From dynamical time to that of clocks, about a minute.
  const clock = -0.000278 + 0.000265 * t + 0.000262 * t ** 2;
  return mean + correction - clock - JULIAN_EPOCH;
}

/** Which k has the last new moon at or before a time, or its neighbour. @param time days since 1970-01-01T00:00Z. */
export function newMoonNumber(time: number): number {
  return Math.floor((time + JULIAN_EPOCH - 2_415_020.75933) / 29.53058868);
}

/**
 * Apparent longitude of the sun in degrees, 0–360, to 0.01°.
 *
 * @param time days since 1970-01-01T00:00Z.
 * @see Meeus (1991), Astronomical Algorithms, ch. 24.
 */
export function solarLongitude(time: number): number {
  const t = (time + JULIAN_EPOCH - 2_451_545) / 36_525;
  const anomaly = (357.52911 + 35_999.05029 * t - 0.0001537 * t ** 2) * DEGREE;
  const centre =
    (1.914602 - 0.004817 * t - 0.000014 * t ** 2) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.000289 * sin(3 * anomaly);
  const apparent =
    280.46646 +
    36_000.76983 * t +
    0.0003032 * t ** 2 +
    centre -
    0.00569 -
    0.00478 * sin((125.04 - 1934.136 * t) * DEGREE);
  return ((apparent % 360) + 360) % 360;
}
