import 'reflect-metadata';
import { parseConfig } from '@bellwether/platform/config';
import { serve } from '@bellwether/platform/bootstrap';
import { workerApp } from './app.js';
import { WorkerConfig } from './config.js';

await serve(() => workerApp(parseConfig(WorkerConfig, process.env)));
