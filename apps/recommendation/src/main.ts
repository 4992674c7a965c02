import 'reflect-metadata';
import { parseConfig } from '@bellwether/platform/config';
import { serve } from '@bellwether/platform/bootstrap';
import { recommendationApp } from './app.js';
import { RecommendationConfig } from './config.js';

await serve(() => recommendationApp(parseConfig(RecommendationConfig, process.env)));
