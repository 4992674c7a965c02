import 'reflect-metadata';
import { parseConfig } from '@bellwether/platform/config';
import { serve } from '@bellwether/platform/bootstrap';
import { pricingApp } from './app.js';
import { PricingConfig } from './config.js';

await serve(() => pricingApp(parseConfig(PricingConfig, process.env)));
