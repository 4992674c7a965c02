import { fileURLToPath } from 'node:url';
import { describeApp } from '@bellwether/platform/testing';

describeApp({
  name: 'forecasting',
  main: fileURLToPath(new URL('../dist/main.js', import.meta.url)),
  environment: { DATABASE_URL: 'pglite://memory' },
  checks: ['forecasting_database'],
});
