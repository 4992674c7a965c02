/** A .proto file before its fields are numbered. */
export interface ProtoFile {
  /** Below the root of the .proto files. */
  readonly path: string;
  readonly package: string;
  readonly services: readonly ProtoService[];
  readonly messages: readonly ProtoMessage[];
}

export interface ProtoService {
  readonly name: string;
  readonly methods: readonly ProtoMethod[];
}

export interface ProtoMethod {
  readonly name: string;
  readonly comments: readonly string[];
}

export interface ProtoMessage {
  readonly name: string;
  readonly fields: readonly ProtoField[];
}

export interface ProtoField {
  readonly name: string;
  /** With its label: `optional string`, `repeated Action`, `map<string, double>`. */
  readonly type: string;
  readonly comments: readonly string[];
}
