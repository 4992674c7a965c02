export { CallPolicy, type PolicedCall } from './call-policy.js';
export { channelCredentials, type ChannelFiles } from './channel-credentials.js';
export { openNeighbour, type Neighbour, type NeighbourOptions } from './neighbour.js';
export {
  NEIGHBOUR_CREDENTIALS,
  openWatchedNeighbour,
  type Surroundings,
  type WatchedOptions,
} from './watched-neighbour.js';
