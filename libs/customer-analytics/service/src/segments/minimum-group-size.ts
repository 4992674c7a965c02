/** Token of the number of customers that a group must have to be shown. */
export const MINIMUM_GROUP_SIZE = Symbol('MinimumGroupSize');
