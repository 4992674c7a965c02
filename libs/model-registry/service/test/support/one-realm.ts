/**
 * The runtime makes its answers in Node's realm, and Jest runs tests in another: there, `instanceof` is false of arrays
 * that are what they should be. (Uint8Array is the same in both.) Import it before what runs a model.
 */
for (const Type of [
  ...[Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, BigInt64Array],
  ...[Uint16Array, Uint32Array, BigUint64Array],
]) {
  const isOne = (value: unknown) => Object.prototype.toString.call(value) === `[object ${Type.name}]`;
  Object.defineProperty(Type, Symbol.hasInstance, { value: isOne });
}
