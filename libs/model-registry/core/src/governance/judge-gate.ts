/** A rule of a gate, as `models/<name>/gate.json` has it. */
export interface Rule {
  readonly name: string;
  readonly kind: 'within' | 'against_champion' | 'slices_within';
  readonly figure: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly better?: 'higher' | 'lower' | undefined;
  /** How much worse than the champion's the figure may be, in its unit. */
  readonly margin?: number | undefined;
  readonly by?: string | undefined;
  readonly min_rows?: number | undefined;
}

type Figures = Readonly<Record<string, number>>;

/** What was measured: of the challenger, and of the champion on the same rows. */
export interface Evidence {
  readonly figures: Figures;
  readonly slices: readonly {
    readonly by: string;
    readonly value: string;
    readonly rows: number;
    readonly figures: Figures;
  }[];
  readonly champion?:
    | {
        readonly version: string;
        /** None where it cannot be compared. */
        readonly figures: Figures;
        readonly reason?: string | undefined;
      }
    | undefined;
}

export interface RuleResult {
  readonly name: string;
  readonly figure: string;
  readonly value?: number;
  /** What the figure has to be, in words. */
  readonly bound: string;
  readonly passed: boolean;
  readonly detail: string;
}

/**
 * What each rule says of a version. A figure that was not measured, or is no number, passes nothing.
 *
 * @param champion the version in production at this moment; undefined when none is. Evidence against any other is none.
 */
export function judgeGate(rules: readonly Rule[], evidence: Evidence, champion: string | undefined): RuleResult[] {
  return rules.map((rule) => {
    switch (rule.kind) {
      case 'within':
        return { ...within(rule, valueOf(evidence.figures, rule.figure)), ...named(rule) };
      case 'against_champion':
        return { ...againstChampion(rule, evidence, champion), ...named(rule) };
      case 'slices_within':
        return { ...slicesWithin(rule, evidence), ...named(rule) };
    }
  });
}

type Outcome = Omit<RuleResult, 'name' | 'figure'>;

const named = ({ name, figure }: Rule) => ({ name, figure });

function within({ min = -Infinity, max = Infinity }: Rule, value: number | undefined): Outcome {
  const bound = boundText(min, max);
  if (value === undefined) return { bound, passed: false, detail: 'not measured' };
  return { value, bound, passed: value >= min && value <= max, detail: '' };
}

function againstChampion(
  { figure, better, margin = 0 }: Rule,
  { figures, champion: compared }: Evidence,
  champion: string | undefined,
): Outcome {
  const value = valueOf(figures, figure);
  const measured = { ...(value !== undefined && { value }) };
  const bound = `no worse than the champion's by more than ${shown(margin)}`;
  if (champion === undefined) {
    // Nothing to be worse than; but a figure that is none must not come in by this.
    return { ...measured, bound, passed: value !== undefined, detail: 'no version is in production' };
  }
  if (compared?.version !== champion) {
    const with_ = compared === undefined ? 'nothing' : `version ${compared.version}`;
    return { ...measured, bound, passed: false, detail: `compared with ${with_}, and ${champion} is in production` };
  }
  const theirs = valueOf(compared.figures, figure);
  if (theirs === undefined) {
    const why = compared.reason ?? 'not measured';
    return { ...measured, bound, passed: false, detail: `champion ${champion} cannot be compared: ${why}` };
  }
  const limit = better === 'lower' ? theirs + margin : theirs - margin;
  const detail = `champion ${champion} has ${shown(theirs)}`;
  const limits = better === 'lower' ? { max: limit } : { min: limit };
  const isWithin = value !== undefined && (better === 'lower' ? value <= limit : value >= limit);
  return {
    ...measured,
    bound: boundText(limits.min ?? -Infinity, limits.max ?? Infinity),
    passed: isWithin,
    detail: value === undefined ? `not measured; ${detail}` : detail,
  };
}

/** The slice that decides is the one furthest out, or nearest to a bound. */
function slicesWithin(rule: Rule, { slices }: Evidence): Outcome {
  const { min = -Infinity, max = Infinity, by = '', min_rows = 1 } = rule;
  const judged = slices
    .filter((slice) => slice.by === by && slice.rows >= min_rows)
    .map((slice) => ({ slice, value: valueOf(slice.figures, rule.figure) }));
  const bound = `${boundText(min, max)} in every slice by ${by}`;
  // The rule speaks of slices that are large enough; the size of the whole is a rule of its own.
  if (judged.length === 0) return { bound, passed: true, detail: `no slice by ${by} has ${min_rows} rows` };
  const room = (value: number | undefined) => (value === undefined ? -Infinity : Math.min(value - min, max - value));
  const { slice, value } = judged.reduce((least, each) => (room(each.value) < room(least.value) ? each : least));
  return {
    ...(value !== undefined && { value }),
    bound,
    passed: room(value) >= 0,
    detail: `${by} = ${slice.value}, ${slice.rows} rows${value === undefined ? ': not measured' : ''}`,
  };
}

function valueOf(figures: Figures, figure: string): number | undefined {
  const value = Object.hasOwn(figures, figure) ? figures[figure] : undefined;
  return Number.isFinite(value) ? value : undefined;
}

function boundText(min: number, max: number): string {
  if (max === Infinity) return `at least ${shown(min)}`;
  if (min === -Infinity) return `at most ${shown(max)}`;
  return `in [${shown(min)}, ${shown(max)}]`;
}

/** Enough digits to tell a margin, and none that only a double has. */
const shown = (value: number): string => String(Number(value.toPrecision(6)));
