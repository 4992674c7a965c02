/** By which a process learns which version to serve: by alias, by number, where it lies, and what is on trial. */
const WHICH_VERSION =
  /^GET \/api\/(2\.0\/mlflow\/(registered-models\/alias|model-versions\/(get|get-download-uri))|v1\/ml\/models\/[^/?]+\/rollout)(\?|$)/;
const FILES_OF_A_VERSION = /^GET \/api\/2\.0\/mlflow-artifacts\/artifacts[/?]/;
const WHAT_IS_SERVED = /^POST \/api\/v1\/ml\/models\/[^/?]+\/serving$/;

const OVER_GRPC = /\/(GetRollout|ReportServing)$/;

/** The same over gRPC, by the path of a method. */
export const deliversModels = (path: string): boolean => OVER_GRPC.test(path);

/**
 * Whether a request is part of a process taking a model into use. Such traffic is not what makes an overload, since there
 * is a handful of it for each promotion and replica, and refusing it keeps a version in use that was to be replaced, or
 * rolled back: so it waits.
 */
export const isModelDelivery = (verb: string, url: string): boolean => {
  const what = `${verb} ${url}`;
  return WHICH_VERSION.test(what) || FILES_OF_A_VERSION.test(what) || WHAT_IS_SERVED.test(what);
};
