// Generated from assembly/scoring.ts by assembly/build.mjs; do not edit.

/** The compiled module, 67 bytes, base64. */
export const SCORING_WASM = [
  'AGFzbQEAAAABBAFgAAACDwEDZW52Bm1lbW9yeQIAAAMCAQAHGAILcGxhY2Vob2xkZXIAAAZtZW1vcnkCAAoEAQIACw==',
].join('');
