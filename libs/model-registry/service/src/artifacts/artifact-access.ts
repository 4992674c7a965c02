/** Who may call a route for artifacts, and what load it is: transfers take no place, since they wait for the wire. */
export const LOOK = { config: { access: 'reader', domain: 'model-registry' } } as const;
export const CHANGE = { config: { access: 'engineer', domain: 'model-registry' } } as const;
export const DOWNLOAD = { config: { ...LOOK.config, load: 'waits' } } as const;
export const UPLOAD = { config: { ...CHANGE.config, load: 'waits' } } as const;
