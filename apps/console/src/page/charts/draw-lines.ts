import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { instant, measure } from '../data/format.js';
import type { Palette } from './palette.js';
import type { Series } from './series.js';

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

export interface Lines {
  readonly series: readonly Series[];
  readonly axis: 'time' | 'number';
  readonly axisName: string;
  /** A value drawn across all. */
  readonly limit: number | undefined;
  readonly palette: Palette;
}

/** Forms of points, so that lines can be told apart without their colours. */
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'arrow'];

/** Beyond so many points their forms would touch. */
const MOST_SYMBOLS = 80;

export interface Drawing {
  draw(lines: Lines): void;
  close(): void;
}

/** Takes an element for a chart. It follows the element's size until it is closed. */
export function drawIn(element: HTMLElement): Drawing {
  const chart: ECharts = init(element, undefined, { renderer: 'canvas' });
  const sizes = new ResizeObserver(() => chart.resize());
  sizes.observe(element);
  return {
    draw: (lines) => chart.setOption(optionOf(lines), { notMerge: true }),
    close: () => {
      sizes.disconnect();
      chart.dispose();
    },
  };
}

function optionOf({ series, axis, axisName, limit, palette }: Lines): Parameters<ECharts['setOption']>[0] {
  const { text, grid, surface, lines } = palette;
  const axisLine = { axisLine: { lineStyle: { color: grid } }, axisTick: { show: false } };
  const hasLegend = series.length > 1;
  return {
    animation: false,
    color: [...lines],
    textStyle: { fontFamily: 'system-ui, sans-serif', color: text },
    grid: { left: 8, right: 16, top: hasLegend ? 40 : 16, bottom: axis === 'number' ? 24 : 8, containLabel: true },
    legend: { show: hasLegend, type: 'scroll', top: 0, left: 0, textStyle: { color: text }, inactiveColor: grid },
    tooltip: {
      trigger: 'axis',
      // On the canvas: as HTML it would bring styles in attributes, which the page's policy refuses.
      renderMode: 'richText',
      confine: true,
      backgroundColor: surface,
      borderColor: grid,
      textStyle: { color: text },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? measure(value) : String(value)),
      axisPointer: { lineStyle: { color: text } },
    },
    xAxis: {
      type: axis === 'time' ? 'time' : 'value',
      name: axis === 'time' ? '' : axisName,
      nameLocation: 'middle',
      nameGap: 26,
      min: 'dataMin',
      max: 'dataMax',
      splitLine: { show: false },
      axisLabel: { hideOverlap: true, color: text, ...(axis === 'number' && { formatter: measure }) },
      axisPointer: { label: { formatter: ({ value }: { value: unknown }) => place(value, axis, axisName) } },
      ...axisLine,
    },
    yAxis: {
      type: 'value',
      scale: true,
      // The limit is seen, however far the values are from it.
      ...(limit !== undefined && {
        min: ({ min }: { min: number }) => Math.min(min, limit),
        max: ({ max }: { max: number }) => Math.max(max, limit),
      }),
      axisLabel: { color: text, formatter: measure },
      splitLine: { lineStyle: { color: grid } },
      ...axisLine,
    },
    series: series.map(({ name, points }, i) => ({
      type: 'line',
      name,
      data: points.map((point) => [...point]),
      symbol: SYMBOLS[i % SYMBOLS.length]!,
      symbolSize: 6,
      showSymbol: points.length <= MOST_SYMBOLS / series.length,
      sampling: 'lttb',
      lineStyle: { width: 2 },
      ...(i === 0 && limit !== undefined && { markLine: limitLine(limit, palette) }),
    })),
  };
}

function place(value: unknown, axis: Lines['axis'], name: string): string {
  const x = Number(value);
  return axis === 'time' ? `${instant(new Date(x))} UTC` : `${name} ${measure(x)}`;
}

function limitLine(limit: number, { limit: color }: Palette) {
  return {
    silent: true,
    symbol: 'none',
    label: { formatter: `limit ${measure(limit)}`, position: 'insideStartTop' as const, color },
    lineStyle: { color, type: 'dashed' as const },
    data: [{ yAxis: limit }],
  };
}
