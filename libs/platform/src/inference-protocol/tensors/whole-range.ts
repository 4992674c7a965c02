/** The whole numbers that each type holds. */
export const WHOLE_RANGES = {
  int8: { least: -128n, most: 127n },
  int16: { least: -32_768n, most: 32_767n },
  int32: { least: -2_147_483_648n, most: 2_147_483_647n },
  int64: { least: -(2n ** 63n), most: 2n ** 63n - 1n },
  uint8: { least: 0n, most: 255n },
  uint16: { least: 0n, most: 65_535n },
  uint32: { least: 0n, most: 4_294_967_295n },
  uint64: { least: 0n, most: 2n ** 64n - 1n },
} as const;

export type WholeType = keyof typeof WHOLE_RANGES;

export function holds(type: WholeType, value: bigint | number): boolean {
  const { least, most } = WHOLE_RANGES[type];
  return value >= least && value <= most;
}
