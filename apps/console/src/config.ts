import { baseConfig } from '@bellwether/platform/config';
import type { z } from 'zod';

export const ConsoleConfig = baseConfig({ http: 8009, grpc: 50059 });
export type ConsoleConfig = z.output<typeof ConsoleConfig>;
