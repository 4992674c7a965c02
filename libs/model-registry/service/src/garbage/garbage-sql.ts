/** Whether a registered version has its files at a path, below it or above it. @param path an SQL expression. */
const REFERRED = (path: string): string => `EXISTS (
  SELECT 1 FROM model_version v
  WHERE v.storage_path = ${path} OR starts_with(v.storage_path, ${path} || '/') OR starts_with(${path}, v.storage_path || '/'))`;

/** Folder of a run in the store. @param run alias of the table. */
export const folderOf = (run: string): string => `${run}.experiment_id || '/' || ${run}.run_id`;

/** Folder of a logged model in the store. @param model alias of the table. */
export const modelFolderOf = (model: string): string => `${model}.experiment_id || '/models/' || ${model}.model_id`;

/** Whether a run may go: deleted by the instant `$1`, and named by no version. */
export const RUN_IS_GARBAGE = `
  r.lifecycle_stage = 'deleted' AND r.deleted_at <= $1
  AND NOT EXISTS (SELECT 1 FROM model_version v WHERE v.run_id = r.run_id)
  AND NOT ${REFERRED(folderOf('r'))}`;

/**
 * Whether a logged model may go: deleted, or its experiment, by the instant `$1`, and named by no version. That its run is
 * deleted is no reason: others may have read it since.
 */
export const MODEL_IS_GARBAGE = `
  (m.lifecycle_stage = 'deleted' AND m.last_updated_timestamp <= $1 OR EXISTS (
    SELECT 1 FROM experiment e
    WHERE e.experiment_id = m.experiment_id AND e.lifecycle_stage = 'deleted' AND e.deleted_at <= $1))
  AND NOT EXISTS (SELECT 1 FROM model_version v WHERE v.model_id = m.model_id)
  AND NOT ${REFERRED(modelFolderOf('m'))}`;

/** Whether a run `r` is that of a folder: found by its id, which ends the path, and then held to the whole of it. */
export const isRunOf = (path: string): string =>
  `r.run_id = split_part(${path}, '/', -1) AND ${folderOf('r')} = ${path}`;

/** The same of a logged model `m`. */
export const isModelOf = (path: string): string =>
  `m.model_id = split_part(${path}, '/', -1) AND ${modelFolderOf('m')} = ${path}`;

const HAS_RUN = (path: string): string => `EXISTS (SELECT 1 FROM run r WHERE ${isRunOf(path)})`;

/** Whether a mark `g` still holds, `$1` as above. */
export const IS_GARBAGE = `
  CASE g.kind
    WHEN 'run' THEN EXISTS (SELECT 1 FROM run r WHERE ${isRunOf('g.path')} AND ${RUN_IS_GARBAGE})
    WHEN 'logged-model' THEN EXISTS (SELECT 1 FROM logged_model m WHERE ${isModelOf('g.path')} AND ${MODEL_IS_GARBAGE})
    ELSE NOT ${REFERRED('g.path')} AND NOT ${HAS_RUN('g.path')}
  END`;

/** Whether a path `p.path` without a run may go. */
export const ORPHAN_IS_GARBAGE = `NOT ${REFERRED('p.path')} AND NOT ${HAS_RUN('p.path')}`;
