import { z } from 'zod';
import { Identifier, Instant } from '../fields.js';
import { operation } from '../operation.js';

const governance = { domain: 'model-registry', service: 'GovernanceService' } as const;

/** Name of a measured figure: `auc`, `ece`, `test_rows`, `prediction_ms`, `bundle_bytes`, … */
export const FigureName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be a name in lower case, as calibration_slope');

const ruleShape = {
  /** What it asks for, in words; it names the rule in a refusal. */
  name: z.string().min(1).max(100),
  /**
   * `within`: the figure is in [min, max]. `against_champion`: it is no worse than the champion's on the same rows by more
   * than `margin`. `slices_within`: it is in [min, max] in every slice of the rows by the column `by`.
   */
  kind: z.enum(['within', 'against_champion', 'slices_within']),
  figure: FigureName,
  min: z.number().optional(),
  max: z.number().optional(),
  /** Of `against_champion`: which way is better. */
  better: z.enum(['higher', 'lower']).optional(),
  /** Of `against_champion`, in the unit of the figure: how much worse it may be; below zero, how much better it must be. */
  margin: z.number().optional(),
  /** Of `slices_within`: the column. */
  by: z.string().min(1).max(64).optional(),
  /** Of `slices_within`: smaller slices are left out, as they say little. */
  min_rows: z.int().min(1).max(1_000_000_000).optional(),
};

/** A rule that a version has to pass to go into production. */
export const GateRule = z.strictObject(ruleShape).superRefine((rule, context) => {
  const needed: readonly (keyof typeof ruleShape)[] =
    rule.kind === 'against_champion' ? ['better', 'margin'] : rule.kind === 'slices_within' ? ['by', 'min_rows'] : [];
  for (const field of needed) {
    if (rule[field] === undefined)
      context.addIssue({ code: 'custom', path: [field], message: `${rule.kind} needs it` });
  }
  if (rule.kind !== 'against_champion' && rule.min === undefined && rule.max === undefined) {
    context.addIssue({ code: 'custom', path: ['min'], message: `${rule.kind} needs min or max` });
  }
});
export type GateRule = z.output<typeof GateRule>;

/** `models/<name>/gate.json`. */
export const GateFile = z
  .strictObject({ rules: z.array(GateRule).min(1).max(50) })
  .refine(({ rules }) => new Set(rules.map(({ name }) => name)).size === rules.length, {
    path: ['rules'],
    message: 'two rules must not have one name',
  });
export type GateFile = z.output<typeof GateFile>;

/** Figures by name. One that could not be measured is left out: a rule over it is then not passed. */
export const GateFigures = z.record(z.string().max(64), z.number());

/** One slice of the rows: those with one value of a column. */
export const GateSlice = z.strictObject({
  by: z.string().min(1).max(64),
  value: z.string().max(200),
  rows: z.int().min(0),
  figures: GateFigures,
});
export type GateSlice = z.output<typeof GateSlice>;

/** The rows that both were measured on, later than all that either was trained on. */
export const GateRows = z.strictObject({
  source: z.string().max(64),
  count: z.int().min(0),
  /** The first of their decisions. */
  from: Instant,
  /** Of the data they are the end of, SHA-256. */
  data_fingerprint: z.string().max(128),
});
export type GateRows = z.output<typeof GateRows>;

/** The version in production on the same rows. */
export const GateChampion = z.strictObject({
  version: z.string().min(1).max(20),
  /** None where it cannot be compared. */
  figures: GateFigures.default({}),
  /** Why it cannot be compared. */
  reason: z.string().max(2_000).optional(),
});
export type GateChampion = z.output<typeof GateChampion>;

/** What a version is judged by. */
export const GateEvidence = z.strictObject({
  rows: GateRows,
  figures: GateFigures,
  slices: z.array(GateSlice).max(500).default([]),
  /** Left out where none was in production. */
  champion: GateChampion.optional(),
});
export type GateEvidence = z.output<typeof GateEvidence>;

/** What came of one rule. */
export const GateRuleResult = z.strictObject({
  name: z.string(),
  figure: z.string(),
  /** Of the slice that is furthest from passing, of a rule over slices; left out where it was not measured. */
  value: z.number().optional(),
  /** `in [0.7, 1.4]`, `at least 0.7741`. */
  bound: z.string(),
  passed: z.boolean(),
  /** What a person has to know beside: the slice, the champion compared with, why there is no figure. */
  detail: z.string(),
});
export type GateRuleResult = z.output<typeof GateRuleResult>;

export const GateResult = z.strictObject({
  passed: z.boolean(),
  decided_at: Instant,
  decided_by: z.string(),
  /** The version that was in production then, and that it was compared with. */
  champion_version: z.string().optional(),
  rows: GateRows,
  rules: z.array(GateRuleResult),
});
export type GateResult = z.output<typeof GateResult>;

/** `not_needed`: the model has no gate. `missing`: it has one, which has not been asked about this version. */
export const GateStatus = z.enum(['passed', 'failed', 'missing', 'not_needed']);
export type GateStatus = z.output<typeof GateStatus>;

export const GetModelGateRequest = z.strictObject({ model_name: Identifier });
export const GetModelGateResponse = z.strictObject({
  model_name: z.string(),
  /** None: the model has no gate. */
  rules: z.array(GateRule),
});
export type GetModelGateResponse = z.output<typeof GetModelGateResponse>;

export const getModelGate = operation({
  ...governance,
  method: 'GetModelGate',
  verb: 'GET',
  path: '/models/{model_name}/gate',
  access: 'reader',
  summary: 'The rules that a version of a model has to pass to go into production',
  request: GetModelGateRequest,
  response: GetModelGateResponse,
});

const byVersion = { model_name: Identifier, version: z.string().min(1).max(20) };

export const GetGateResultRequest = z.strictObject(byVersion);
export const GetGateResultResponse = z.strictObject({
  model_name: z.string(),
  version: z.string(),
  status: GateStatus,
  /** The newest. */
  result: GateResult.optional(),
});
export type GetGateResultResponse = z.output<typeof GetGateResultResponse>;

export const getGateResult = operation({
  ...governance,
  method: 'GetGateResult',
  verb: 'GET',
  path: '/models/{model_name}/versions/{version}/gate',
  access: 'reader',
  summary: 'What the gate said of a version: every rule, its figure, its bound',
  request: GetGateResultRequest,
  response: GetGateResultResponse,
});

export const JudgeVersionRequest = z.strictObject({ ...byVersion, evidence: GateEvidence });
export const JudgeVersionResponse = GetGateResultResponse;
export type JudgeVersionRequest = z.output<typeof JudgeVersionRequest>;

export const judgeVersion = operation({
  ...governance,
  method: 'JudgeVersion',
  idempotent: true,
  verb: 'POST',
  path: '/models/{model_name}/versions/{version}/gate',
  access: 'engineer',
  summary: 'Judges a version by what was measured of it and of the champion on the same rows, and keeps the result',
  request: JudgeVersionRequest,
  response: JudgeVersionResponse,
});
