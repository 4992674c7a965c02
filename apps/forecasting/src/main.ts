import 'reflect-metadata';
import { parseConfig } from '@bellwether/platform/config';
import { serve } from '@bellwether/platform/bootstrap';
import { forecastingApp } from './app.js';
import { ForecastingConfig } from './config.js';

await serve(() => forecastingApp(parseConfig(ForecastingConfig, process.env)));
