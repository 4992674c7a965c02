import { z } from 'zod';
import { repeated } from './scalars.js';
import { FileInfo } from './runs.js';

/** The answer of the artifact proxy to a listing; paths are names within the folder asked for. */
export const ArtifactListing = z.object({ files: repeated(FileInfo) });
export type ArtifactListing = z.output<typeof ArtifactListing>;
