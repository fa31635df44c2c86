import type { Config } from '../../config.ts'

/** Returns the redirect URI that must be registered with every OAuth app. */
export const redirectUri = ({ publicUrl }: Pick<Config, 'publicUrl'>): string => `${publicUrl}/oauth/callback`
