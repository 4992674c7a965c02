import { BundleManifest } from '@bellwether/contracts';
import { encodeRows, referenceOf, textOfSeconds, type TrainingTable } from '@bellwether/feature-engineering';
import type { Calibration } from '@bellwether/model-kernel/calibration';
import { encodeTreeEnsemble, type ProbabilityOutput } from '@bellwether/model-kernel/onnx';
import { MANIFEST_FILE } from '@bellwether/platform/model-runtime';
import { bundleOf, type BundleFiles } from '@bellwether/platform/training';
import type { FittedModel } from './fit-booking-model.js';
import type { Hyperparameters, ModelConfig } from './model-config.js';
import type { TimeSplit } from './time-split.js';

export interface BundleParts {
  readonly config: ModelConfig;
  readonly hyperparameters: Hyperparameters;
  readonly table: TrainingTable;
  readonly split: TimeSplit;
  readonly model: FittedModel;
  readonly metrics: Readonly<Record<string, number>>;
  readonly protocol: string;
  readonly codeVersion: string;
}

/**
 * The bundle of a model: an MLflow-layout folder with the trees as ONNX and all that serving needs beside them. The same
 * configuration, data and seed give the same bytes: nothing in it tells the time or the run.
 */
export function bundleFiles(parts: BundleParts): BundleFiles {
  const { model } = parts;
  const names = model.columns.map(({ name }) => name);
  const onnx = encodeTreeEnsemble(model.ensemble, {
    featureNames: names,
    probability: probabilityOutput(model.calibration),
  });
  const others = new Map<string, Uint8Array>([
    ['MLmodel', bytesOf(mlmodel(names.length))],
    ['model.onnx', onnx],
  ]);
  return bundleOf(others, (files) => manifestOf(parts, files));
}

function manifestOf(parts: BundleParts, files: BundleManifest['files']): BundleManifest {
  const { config, hyperparameters, table, split, model } = parts;
  const matrix = encodeRows(table, model.columns, split.training);
  const width = model.columns.length;
  const firstDecision = split.training.reduce((first, row) => Math.min(first, table.decidedAt[row]!), split.cutoff);
  return BundleManifest.parse({
    format: 'bellwether-bundle/1',
    model_name: config.name,
    model_type: config.model_type,
    task: 'binary',
    view: config.view,
    target: table.view.target.words,
    features: model.columns.map((column, c) => ({
      ...column,
      reference: referenceOf(matrix, c, width, column.categories),
    })),
    calibration: model.calibration,
    conformal: { variant: 'label-conditional-lac', scores: model.conformal },
    metrics: parts.metrics,
    protocol: parts.protocol,
    training: {
      source: table.source,
      range: { start: dateOf(firstDecision), end: dateOf(split.cutoff) },
      rows: split.training.length,
      positives: split.training.reduce((sum, row) => sum + table.labels[row]!, 0),
      data_fingerprint: table.fingerprint,
      seed: hyperparameters.seed,
      hyperparameters,
      code_version: parts.codeVersion,
    },
    files,
  });
}

function probabilityOutput(calibration: Calibration): ProbabilityOutput {
  switch (calibration.kind) {
    case 'identity':
      return { kind: 'logistic' };
    case 'platt':
      return calibration;
    case 'isotonic':
      return { kind: 'none', reason: `isotonic calibration is in ${MANIFEST_FILE}` };
  }
}

/** MLflow's description of the folder: the ONNX flavour, and the shapes that go in and come out. */
function mlmodel(width: number): string {
  const spec = (name: string, shape: readonly number[]): object => ({
    name,
    type: 'tensor',
    'tensor-spec': { dtype: 'float32', shape },
  });
  return [
    'artifact_path: model',
    'flavors:',
    '  onnx:',
    '    data: model.onnx',
    '    code: null',
    '  bellwether:',
    `    data: ${MANIFEST_FILE}`,
    'signature:',
    `  inputs: '${JSON.stringify([spec('features', [-1, width])])}'`,
    `  outputs: '${JSON.stringify([spec('margin', [-1, 1])])}'`,
    '',
  ].join('\n');
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function dateOf(seconds: number): string {
  return textOfSeconds(seconds).slice(0, 10);
}
