import { fileURLToPath } from 'node:url';

/** Training configurations of this repository, one folder for each model. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../../../models', import.meta.url));
