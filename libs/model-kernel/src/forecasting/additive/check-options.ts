import { DomainError } from '@bellwether/errors';
import type { AdditiveOptions, HolidayOption, RegressorOption, SeasonOption } from './options.js';

const GROWTHS = ['linear', 'flat', 'logistic'];
const MODES = ['additive', 'multiplicative'];
/** What the components of a forecast are called already. */
const RESERVED = ['trend', 'holidays', 'yearly', 'weekly', 'daily'];

/** @throws INVALID_ARGUMENT for a setting outside its range, or a name that is empty, reserved or used twice. */
export function checkOptions(options: AdditiveOptions): void {
  const { growth = 'linear', seasons = [], holidays = [], regressors = [] } = options;
  if (!GROWTHS.includes(growth)) fail(`growth must be one of ${GROWTHS.join(', ')}, got ${growth}`);
  checkWhole('changepointCount', options.changepointCount, 0);
  const range = options.changepointRange ?? 0.8;
  if (!(range >= 0 && range <= 1)) fail(`changepointRange must be in [0, 1], got ${range}`);
  for (const name of ['changepointPriorScale', 'seasonalityPriorScale', 'holidayPriorScale'] as const) {
    checkPositive(name, options[name]);
  }
  for (const name of ['yearly', 'weekly', 'daily'] as const) {
    if (typeof options[name] === 'number') checkWhole(name, options[name], 1);
  }
  checkMode('seasonalityMode', options.seasonalityMode);
  checkMode('holidayMode', options.holidayMode);
  seasons.forEach(checkSeason);
  holidays.forEach(checkHoliday);
  regressors.forEach(checkRegressor);
  checkNames([...seasons, ...holidays, ...regressors].map(({ name }) => name));
}

function checkSeason({ name, periodDays, order, priorScale, mode }: SeasonOption): void {
  checkPositive(`periodDays of season ${name}`, periodDays);
  checkWhole(`order of season ${name}`, order, 1);
  checkPositive(`priorScale of season ${name}`, priorScale);
  checkMode(`mode of season ${name}`, mode);
}

function checkHoliday({ name, dates, lowerWindow = 0, upperWindow = 0, priorScale }: HolidayOption): void {
  const bad = dates.find((date) => !Number.isFinite(date));
  if (bad !== undefined) fail(`the dates of holiday ${name} must be finite days, got ${bad}`);
  if (!Number.isInteger(lowerWindow) || lowerWindow > 0) {
    fail(`lowerWindow of holiday ${name} must be a whole number ≤ 0, got ${lowerWindow}`);
  }
  checkWhole(`upperWindow of holiday ${name}`, upperWindow, 0);
  checkPositive(`priorScale of holiday ${name}`, priorScale);
}

function checkRegressor({ name, priorScale, mode }: RegressorOption): void {
  checkPositive(`priorScale of regressor ${name}`, priorScale);
  checkMode(`mode of regressor ${name}`, mode);
}

function checkNames(names: readonly string[]): void {
  names.forEach((name, i) => {
    if (name === '') fail('the name of a season, holiday or regressor must not be empty');
    if (RESERVED.includes(name)) fail(`the name ${name} is reserved; give the season, holiday or regressor another`);
    if (names.indexOf(name) < i) fail(`the name ${name} is used twice among seasons, holidays and regressors`);
  });
}

function checkPositive(name: string, value: number | undefined): void {
  if (value !== undefined && !(value > 0 && value < Infinity))
    fail(`${name} must be positive and finite, got ${value}`);
}

function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= least)) {
    fail(`${name} must be a whole number from ${least} on, got ${value}`);
  }
}

function checkMode(name: string, mode: string | undefined): void {
  if (mode !== undefined && !MODES.includes(mode)) fail(`${name} must be one of ${MODES.join(', ')}, got ${mode}`);
}

function fail(message: string): never {
  throw new DomainError('INVALID_ARGUMENT', message);
}
