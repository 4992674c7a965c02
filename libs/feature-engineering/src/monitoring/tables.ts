/**
 * Predictions as they were answered. An event that is delivered twice brings the same rows again, which take the place of
 * the first: hence FINAL wherever they are read. Kept for 400 days.
 */
export const PREDICTIONS_DDL = `
  CREATE TABLE IF NOT EXISTS predictions (
    model LowCardinality(String), version LowCardinality(String), prediction_id String, entity_id String,
    predicted_at DateTime64(3, 'UTC'), score Float64,
    lower Nullable(Float64), upper Nullable(Float64), coverage Nullable(Float64),
    label LowCardinality(String), request LowCardinality(String), latency_ms Float64, sampled_share Float64,
    policy LowCardinality(String), propensity Nullable(Float64), experiment LowCardinality(String),
    numeric Map(LowCardinality(String), Float64), categorical Map(LowCardinality(String), String),
    logged_at DateTime('UTC') DEFAULT now(),
    INDEX by_id prediction_id TYPE bloom_filter GRANULARITY 1
  ) ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(predicted_at)
  ORDER BY (model, toStartOfDay(predicted_at), prediction_id) TTL logged_at + INTERVAL 400 DAY`;

/**
 * What came of predictions: of one, by its id (model and entity_id are ''), or of all about an entity made before
 * observed_at (prediction_id is ''). The word received last stands.
 */
export const OUTCOMES_DDL = `
  CREATE TABLE IF NOT EXISTS outcomes (
    model LowCardinality(String), entity_id String, prediction_id String, value Float64,
    observed_at DateTime64(3, 'UTC'), matured_at DateTime64(3, 'UTC'), received_at DateTime64(3, 'UTC')
  ) ENGINE = ReplacingMergeTree(received_at) ORDER BY (model, entity_id, prediction_id)
  TTL toDateTime(received_at) + INTERVAL 400 DAY`;

/** Runs of monitors, and what they found. */
export const MONITOR_RUNS_DDL = `
  CREATE TABLE IF NOT EXISTS monitor_runs (
    monitor_id LowCardinality(String), ran_at DateTime64(3, 'UTC'), window_from DateTime64(3, 'UTC'),
    window_to DateTime64(3, 'UTC'), status LowCardinality(String), value Nullable(Float64), threshold Nullable(Float64),
    rows UInt64, summary String, evidence String
  ) ENGINE = ReplacingMergeTree ORDER BY (monitor_id, ran_at) TTL toDateTime(ran_at) + INTERVAL 400 DAY`;

/** Alerts: a monitor that was well and is so no longer. \`published\` once the event bus has it. */
export const ALERTS_DDL = `
  CREATE TABLE IF NOT EXISTS alerts (
    alert_id String, monitor_id LowCardinality(String), model LowCardinality(String), kind LowCardinality(String),
    raised_at DateTime64(3, 'UTC'), summary String, evidence String, retrain UInt8, published UInt8
  ) ENGINE = ReplacingMergeTree(published) ORDER BY alert_id TTL toDateTime(raised_at) + INTERVAL 400 DAY`;
