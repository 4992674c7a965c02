import 'reflect-metadata';
import { parseConfig } from '@bellwether/platform/config';
import { serve } from '@bellwether/platform/bootstrap';
import { modelRegistryApp } from './app.js';
import { ModelRegistryConfig } from './config.js';

await serve(() => modelRegistryApp(parseConfig(ModelRegistryConfig, process.env)));
