import { operationsOf } from '@bellwether/contracts';
import { DOMAIN } from '@bellwether/pricing-core';

/** The operations that this domain serves. */
export const pricingOperations = operationsOf(DOMAIN);
