// Numbers of 16 bits (IEEE 754-2019 binary16): a sign, 5 bits of exponent with the bias 15, 10 of fraction.

const SMALLEST_NORMAL = 2 ** -14;
/** Half-way between the largest, 65504, and what would follow it. */
const OVERFLOW = 65_520;
const INFINITY = 0x7c00;
const NOT_A_NUMBER = 0x7e00;

/** The bits of the binary16 number nearest to a value, ties to the even one. */
export function toHalf(value: number): number {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= OVERFLOW) return sign | INFINITY;
  // A fraction that rounds up to 1024 carries into the exponent by itself.
  if (size < SMALLEST_NORMAL) return sign | roundToEven(size * 2 ** 24);
  const exponent = exponentOf(size);
  return sign | (((exponent + 15) << 10) + roundToEven((size / 2 ** exponent - 1) * 1_024));
}

/** The value of a binary16 number, exactly. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1_024) * 2 ** (exponent - 15);
}

/** ⌊log₂ size⌋, where the logarithm itself may round to the next. */
function exponentOf(size: number): number {
  const near = Math.floor(Math.log2(size));
  if (size < 2 ** near) return near - 1;
  return size >= 2 ** (near + 1) ? near + 1 : near;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest === 0.5) return below + (below % 2);
  return rest < 0.5 ? below : below + 1;
}
