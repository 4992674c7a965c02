import { operationsOf } from '@bellwether/contracts';
import { DOMAIN } from '@bellwether/recommendation-core';

/** The operations that this domain serves. */
export const recommendationOperations = operationsOf(DOMAIN);
