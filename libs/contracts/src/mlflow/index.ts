/** One name for the whole protocol: `Run` and `Metric` mean something else to most of its readers. */
export * as mlflow from './messages.js';
