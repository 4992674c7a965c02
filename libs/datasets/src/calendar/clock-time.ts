const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `HH:MM:SS` of a second of the day, 0–86,399. */
export const clockTime = (second: number): string =>
  `${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
