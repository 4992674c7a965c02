import type { PredictionGroup } from '@bellwether/model-kernel/metrics';

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 64;
const BOTTOM = 48;
const TOP = 56;
const RIGHT = 16;
const PREDICTED = '#4477aa';
const ACTUAL = '#ee8866';

/** Groups of customers by forecast, lowest first: its mean beside the mean of what came, with two standard errors. */
export function decilePlot(
  deciles: readonly PredictionGroup[],
  { method, unit = 'purchases' }: { readonly method: string; readonly unit?: string | undefined },
): string {
  const top = Math.max(
    ...deciles.map((each) => Math.max(each.meanPredicted, each.meanActual + 2 * each.standardError)),
  );
  const ceiling = niceCeiling(top);
  const y = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / ceiling);
  const slot = (WIDTH - LEFT - RIGHT) / deciles.length;
  const marks = deciles.map((each, i) => groupMarks(each, i, LEFT + i * slot, slot, y)).join('\n');
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => gridLine(share * ceiling, y(share * ceiling))).join('\n');
  const title = `Mean ${unit} by decile of the forecast: ${method}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(title)}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>
<text x="${LEFT}" y="22" font-size="15">${escape(title)}</text>
<rect x="${LEFT}" y="32" width="10" height="10" fill="${PREDICTED}"/><text x="${LEFT + 15}" y="41">forecast</text>
<rect x="${LEFT + 90}" y="32" width="10" height="10" fill="${ACTUAL}"/><text x="${LEFT + 105}" y="41">what came, ± 2 standard errors</text>
${lines}
${marks}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">decile of customers, lowest forecast first</text>
</svg>
`;
}

function groupMarks(
  { rows, meanPredicted, meanActual, standardError }: PredictionGroup,
  index: number,
  x: number,
  slot: number,
  y: (value: number) => number,
): string {
  const wide = 0.36 * slot;
  const bar = (from: number, value: number, fill: string): string =>
    `<rect x="${round(from)}" y="${round(y(value))}" width="${round(wide)}" height="${round(y(0) - y(value))}" fill="${fill}"/>`;
  const middle = round(x + 0.5 * slot + wide / 2);
  const error = `<line x1="${middle}" x2="${middle}" y1="${round(y(meanActual + 2 * standardError))}" y2="${round(
    y(Math.max(0, meanActual - 2 * standardError)),
  )}" stroke="black"/>`;
  const label = `<text x="${round(x + 0.5 * slot)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${index + 1}</text>`;
  const tip = `<title>${rows} customers: forecast ${figure(meanPredicted)}, came ${figure(meanActual)}</title>`;
  return `<g>${tip}${bar(x + 0.5 * slot - wide, meanPredicted, PREDICTED)}${bar(x + 0.5 * slot, meanActual, ACTUAL)}${error}${label}</g>`;
}

function gridLine(value: number, y: number): string {
  return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y)}" y2="${round(y)}" stroke="#dddddd"/><text x="${
    LEFT - 6
  }" y="${round(y + 4)}" text-anchor="end">${figure(value)}</text>`;
}

/** The next of 1, 2, 4, 5, 8, 10 times a power of ten. */
function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 4, 5, 8, 10].find((step) => step * power >= value)!;
}

const round = (value: number): number => Math.round(100 * value) / 100;
const figure = (value: number): string => String(Number(value.toPrecision(4)));
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('>', '&gt;');
