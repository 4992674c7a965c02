import type { BundleFeature, BundleManifest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { VectorEncoder } from '@bellwether/feature-engineering';
import { calibrate } from '@bellwether/model-kernel/calibration';
import { mondrianConfidence } from '@bellwether/model-kernel/conformal';
import { compileTreeShap, type TreeExplainer } from '@bellwether/model-kernel/explanation';
import { compileTrees, type TreeEnsemble, type TreeScorer } from '@bellwether/model-kernel/trees';
import type { FeatureValue } from '@bellwether/customer-analytics-core';
import { decodeTreesOffLoop, type Bundle, type PreparedModel } from '@bellwether/platform/model-runtime';

/** How often a model is run before it serves, so that the first requests meet compiled code. */
const WARM_UP_RUNS = 50;

/** A tree model of bookings in use: margins, calibrated probabilities, attributions, confidence. */
export class BookingModel {
  readonly encoder: VectorEncoder;
  readonly features: readonly BundleFeature[];
  readonly baseMargin: number;
  readonly baseProbability: number;
  private readonly scorer: TreeScorer;
  private readonly explainer: TreeExplainer;

  /** @throws FAILED_PRECONDITION when the trees and the manifest do not fit together. */
  constructor(
    readonly manifest: BundleManifest,
    ensemble: TreeEnsemble,
  ) {
    if (ensemble.featureCount !== manifest.features.length) {
      throw new DomainError(
        'FAILED_PRECONDITION',
        `bundle: the trees take ${ensemble.featureCount} features, the manifest names ${manifest.features.length}`,
      );
    }
    this.features = manifest.features;
    this.encoder = new VectorEncoder(manifest.features);
    this.scorer = compileTrees(ensemble);
    this.explainer = compileTreeShap(ensemble);
    this.baseMargin = this.explainer.baseMargin;
    this.baseProbability = calibrate(manifest.calibration, this.baseMargin);
  }

  get width(): number {
    return this.features.length;
  }

  margin(row: Float64Array): number {
    return this.scorer.margin(row);
  }

  probabilityOf(margin: number): number {
    return calibrate(this.manifest.calibration, margin);
  }

  probability(row: Float64Array): number {
    return this.probabilityOf(this.scorer.margin(row));
  }

  /** @param out receives the attributions on the margin, shape (width,). */
  attributions(row: Float64Array, out: Float64Array): void {
    this.explainer.attributions(row, out);
  }

  /** Largest confidence at which the label-conditional conformal set holds one outcome; without one, max(p, 1 − p). */
  confidence(probability: number): number {
    const { conformal } = this.manifest;
    if (conformal === undefined) return Math.max(probability, 1 - probability);
    return mondrianConfidence(conformal.scores, probability).confidence;
  }

  /** What a value of a row stands for: a category by name, null where it is missing. */
  valueOf(column: number, value: number): FeatureValue {
    if (Number.isNaN(value)) return null;
    if (this.features[column]!.kind === 'numeric') return value;
    return this.features[column]!.categories?.[value] ?? null;
  }
}

/** Builds the model of a bundle and runs it warm; decoding happens off the event loop, the rest takes milliseconds. */
export async function prepareBookingModel({ manifest, files }: Bundle): Promise<PreparedModel<BookingModel>> {
  const onnx = files.get('model.onnx');
  if (onnx === undefined) throw new DomainError('FAILED_PRECONDITION', 'bundle: model.onnx is missing');
  const model = new BookingModel(manifest, await decodeTreesOffLoop(onnx));
  return { model, warmUpMs: warmUp(model) };
}

function warmUp(model: BookingModel): number {
  const row = new Float64Array(model.width);
  const out = new Float64Array(model.width);
  let checksum = 0;
  const started = performance.now();
  for (let run = 0; run < WARM_UP_RUNS; run++) {
    row.fill(run);
    model.attributions(row, out);
    checksum += model.probability(row);
  }
  if (!Number.isFinite(checksum)) throw new DomainError('FAILED_PRECONDITION', 'bundle: the model gives no numbers');
  return (performance.now() - started) / WARM_UP_RUNS;
}
