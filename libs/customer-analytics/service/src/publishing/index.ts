export { customerSegments, type CustomerSegments } from './customer-segments.js';
export { publishSegmentsTask } from './publish-segments-task.js';
export { readOrders } from './read-orders.js';
