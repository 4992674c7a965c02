import 'reflect-metadata';
import { parseConfig } from '@bellwether/platform/config';
import { serve } from '@bellwether/platform/bootstrap';
import { consoleApp } from './app.js';
import { ConsoleConfig } from './config.js';

await serve(() => consoleApp(parseConfig(ConsoleConfig, process.env)));
