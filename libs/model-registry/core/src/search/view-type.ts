import { DomainError } from '@bellwether/errors';

export type LifecycleStage = 'active' | 'deleted';

const STAGES_BY_VIEW: Readonly<Record<string, readonly LifecycleStage[]>> = {
  ACTIVE_ONLY: ['active'],
  DELETED_ONLY: ['deleted'],
  ALL: ['active', 'deleted'],
};

/**
 * The lifecycle stages that a `run_view_type` or `view_type` shows; active ones unless it says otherwise.
 *
 * @throws INVALID_ARGUMENT for an unknown view type.
 */
export function stagesOfView(viewType: string | undefined): readonly LifecycleStage[] {
  const name = viewType ?? 'ACTIVE_ONLY';
  const stages = Object.hasOwn(STAGES_BY_VIEW, name) ? STAGES_BY_VIEW[name] : undefined;
  if (stages === undefined) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid view type '${name.slice(0, 60)}'. Valid values are ${Object.keys(STAGES_BY_VIEW).join(', ')}`,
    );
  }
  return stages;
}
