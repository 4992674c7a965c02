/** Where the worker's threads find the task of the domain. */
export { publishSegmentsTask } from '@bellwether/customer-analytics-service/publishing';
