import type { HousekeepingNorms } from '@bellwether/forecasting-core';
import type { ChainConfig } from './chain-config.js';
import type { HotelData } from './read-hotel.js';

/** How the house is cleaned: minutes as its own records have them, else as configured. */
export function normsOf(config: ChainConfig['housekeeping'], { types, minutes }: HotelData): HousekeepingNorms {
  return {
    minutes: Object.fromEntries(types.map(({ name }) => [name, minutes[name] ?? config.minutes])),
    checkOutHours: config.check_out_hours,
    stayoverHours: config.stayover_hours,
    shifts: config.shifts.map(({ productive_minutes, ...shift }) => ({
      ...shift,
      productiveMinutes: productive_minutes,
    })),
  };
}
