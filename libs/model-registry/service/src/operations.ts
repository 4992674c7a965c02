import { operationsOf } from '@bellwether/contracts';
import { DOMAIN } from './domain.js';

/** The operations that this domain serves; the MLflow protocol stands beside them. */
export const modelRegistryOperations = operationsOf(DOMAIN);
