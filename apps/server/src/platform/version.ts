import server from '../../package.json' with { type: 'json' }

/** Of this Stepkey. */
export const VERSION: string = server.version
