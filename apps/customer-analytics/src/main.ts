import 'reflect-metadata';
import { parseConfig } from '@bellwether/platform/config';
import { serve } from '@bellwether/platform/bootstrap';
import { customerAnalyticsApp } from './app.js';
import { CustomerAnalyticsConfig } from './config.js';

await serve(() => customerAnalyticsApp(parseConfig(CustomerAnalyticsConfig, process.env)));
