import { operationsOf } from '@bellwether/contracts';
import { DOMAIN } from './domain.js';

/** The operations that this domain serves; the MLflow protocol and the Open Inference Protocol stand beside them. */
export const modelRegistryOperations = operationsOf(DOMAIN);
