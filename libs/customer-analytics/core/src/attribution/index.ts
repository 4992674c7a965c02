export { attribute, ATTRIBUTION_MODELS, type AttributionModel, type ChannelCredit } from './attribute.js';
export { channelsOf, type ConversionPath, type Touch } from './conversion-path.js';
export { markovConversion, markovShares } from './markov.js';
export { DEFAULT_ATTRIBUTION, type AttributionOptions } from './options.js';
