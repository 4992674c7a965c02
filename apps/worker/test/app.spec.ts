import { fileURLToPath } from 'node:url';
import { describeApp } from '@bellwether/platform/testing';

describeApp({
  name: 'worker',
  main: fileURLToPath(new URL('../dist/main.js', import.meta.url)),
  environment: { JOBS_URL: 'pglite://memory', ANALYTICS_URL: 'chdb://memory' },
  checks: [],
});
