import type { OpenApiDocument } from '@bellwether/contracts';

/** One OpenAPI document of all apps'; what they share, such as health, is described once. */
export function mergedOpenApi(documents: readonly OpenApiDocument[], version: string): OpenApiDocument {
  const merge = <T>(parts: readonly Readonly<Record<string, T>>[]): Record<string, T> => Object.assign({}, ...parts);
  const paths: Record<string, OpenApiDocument['paths'][string]> = {};
  for (const document of documents) {
    // Operations of two apps may share a path and differ in the verb.
    for (const [path, verbs] of Object.entries(document.paths)) paths[path] = { ...paths[path], ...verbs };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Bellwether', version },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: merge(documents.map(({ components }) => components.schemas)),
      responses: merge(documents.map(({ components }) => components.responses)),
      securitySchemes: merge(documents.map(({ components }) => components.securitySchemes)),
    },
  };
}
