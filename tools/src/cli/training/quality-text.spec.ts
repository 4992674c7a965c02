import { describe, expect, it } from '@jest/globals';
import type { ModelQuality } from './model-quality.js';
import { qualityText } from './quality-text.js';

const model = (metrics: Record<string, number>): ModelQuality => ({
  model_name: 'churn_predictor',
  version: '3',
  metrics,
  protocol: 'Tested on later bookings.',
  training_rows: 40_000,
  source: 'simulated-hotel',
});

describe('the table of quality', () => {
  it('shows the protocol with the figures', () => {
    const text = qualityText([model({ auc: 0.81234, test_rows: 9_000 })]);
    expect(text).toMatch(/churn_predictor +3 +0\.812 +40,000 +9,000/);
    expect(text).toContain('churn_predictor: Tested on later bookings.');
  });

  it('leaves out what no model was measured by, and dashes what one was not', () => {
    const text = qualityText([
      model({ auc: 0.8 }),
      model({ auc: 0.7, cv_auc_mean: 0.69, cv_auc_sd: 0.02, cv_folds: 5 }),
    ]);
    expect(text).toContain('0.690 ± 0.020 (5)');
    expect(text).toContain('–');
    expect(text).not.toContain('Brier');
    expect(text).not.toContain('truth');
  });

  it('says what the truth’s AUC means where there is one', () => {
    expect(qualityText([model({ auc: 0.8, oracle_auc: 0.83, auc_at_booking: 0.79 })])).toContain(
      'no model ranks better but by luck',
    );
  });
});
