import { operationsOf } from '@bellwether/contracts';
import { DOMAIN } from '@bellwether/forecasting-core';

/** The operations that this domain serves. */
export const forecastingOperations = operationsOf(DOMAIN);
