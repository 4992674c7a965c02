import { ConsoleConfig, consoleApp } from '@bellwether/app-console';
import { CustomerAnalyticsConfig, customerAnalyticsApp } from '@bellwether/app-customer-analytics';
import { ModelRegistryConfig, modelRegistryApp } from '@bellwether/app-model-registry';
import { WorkerConfig, workerApp } from '@bellwether/app-worker';
import { RecommendationConfig, recommendationApp } from '@bellwether/app-recommendation';
import { PricingConfig, pricingApp } from '@bellwether/app-pricing';
import { ForecastingConfig, forecastingApp } from '@bellwether/app-forecasting';
import type { AppDefinition } from '@bellwether/platform/bootstrap';
import { parseConfig } from '@bellwether/platform/config';

type Environment = Readonly<Record<string, string | undefined>>;

/** The apps of this process, each made from its own configuration as in a process of its own. */
export const APPS: readonly ((environment: Environment) => AppDefinition)[] = [
  (environment) => customerAnalyticsApp(parseConfig(CustomerAnalyticsConfig, environment)),
  (environment) => modelRegistryApp(parseConfig(ModelRegistryConfig, environment)),
  (environment) => workerApp(parseConfig(WorkerConfig, environment)),
  (environment) => recommendationApp(parseConfig(RecommendationConfig, environment)),
  (environment) => pricingApp(parseConfig(PricingConfig, environment)),
  (environment) => forecastingApp(parseConfig(ForecastingConfig, environment)),
  (environment) => consoleApp(parseConfig(ConsoleConfig, environment)),
];
