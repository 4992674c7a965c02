export { BUNDLE_DIGEST_TAG, MANIFEST_FILE, openBundle, sha256, type Bundle } from './bundle.js';
export { ModelSlot, type ServedModel } from './model-slot.js';
export type { ChampionVersion, ModelSource } from './model-source.js';
export { ModelSubscriber, type PreparedModel, type PrepareModel, type SubscriberOptions } from './model-subscriber.js';
export { RegistryModelSource } from './registry-model-source.js';
export { decodeTreesOffLoop } from './decode-trees.js';
