/** The part of cli-progress 3.12 that is used; the package has no types of its own. */
declare module 'cli-progress' {
  export interface BarOptions {
    readonly format: () => string;
    readonly stream: NodeJS.WritableStream;
    readonly clearOnComplete: boolean;
    readonly forceRedraw: boolean;
  }
  export class SingleBar {
    constructor(options: BarOptions);
    start(total: number, startValue: number): void;
    update(value: number): void;
    stop(): void;
  }
}
