import { redirectPath } from '@stepkey/shared/auth/redirect-path'
import type { Method } from '@stepkey/shared/component'
import type { Config } from '../../config.ts'

/** The path at which redirects for OAuth apps arrive. */
const CALLBACK = '/oauth/callback'

/**
 * Returns the redirect URI that must be registered for an OAuth app: its own, or Stepkey's.
 * @param own the one on the customer's domain
 */
export const redirectUriOf = ({ publicUrl }: Pick<Config, 'publicUrl'>, own?: string | null): string =>
  own ?? publicUrl + CALLBACK

/**
 * Returns the path of Stepkey at which the browser arrives from the provider of a method, also if a redirect URI on the
 * customer's domain is on the way.
 */
export const arrivalPath = (method: Pick<Method, 'token'>, values: Record<string, unknown>): string =>
  redirectPath(method, values) ?? CALLBACK
