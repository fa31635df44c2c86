import type { Token } from './refresh.ts'

/** Returns the scopes of a token; undefined if the provider did not tell them. */
export const tokenScopes = ({ scope }: Token): string[] | undefined =>
  typeof scope === 'string' ? scope.split(/[\s,]+/).filter(Boolean) : undefined
