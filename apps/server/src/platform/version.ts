import server from '../../package.json' with { type: 'json' }

/** The version of this Stepkey. */
export const VERSION: string = server.version
