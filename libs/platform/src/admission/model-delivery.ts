/** By which a process learns which version to serve: by alias, by number, and where it lies. */
const WHICH_VERSION =
  /^GET \/api\/2\.0\/mlflow\/(registered-models\/alias|model-versions\/(get|get-download-uri))(\?|$)/;
const FILES_OF_A_VERSION = /^GET \/api\/2\.0\/mlflow-artifacts\/artifacts[/?]/;
/** What puts versions into use, tells what is in use, and takes it back. */
const WHAT_IS_IN_USE =
  /^(GET|POST|PUT) \/api\/v1\/ml\/models\/[^/?]+\/(promote|rollback|rollout(\/end)?|serving)(\?|$)/;
const OVER_GRPC = /\/(PromoteModel|RollbackModel|(Start|Update|End|Get)Rollout|ReportServing)$/;

/**
 * Whether a request is part of a model being taken into use, or out of it. Such traffic is not what makes an overload,
 * since there is a handful of it for each promotion and replica, and refusing it keeps a version in use that was to be
 * replaced, or rolled back because it is what makes the overload: so it waits.
 */
export const isModelDelivery = (verb: string, url: string): boolean => {
  const what = `${verb} ${url}`;
  return WHICH_VERSION.test(what) || FILES_OF_A_VERSION.test(what) || WHAT_IS_IN_USE.test(what);
};

/** The same over gRPC, by the path of a method. */
export const deliversModels = (path: string): boolean => OVER_GRPC.test(path);
