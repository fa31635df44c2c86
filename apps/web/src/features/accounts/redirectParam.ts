/** Where to go on after signing in: a path inside Stepkey, never another site. */
export const redirectParam = (params: Record<string, unknown>): { redirect?: string } =>
  typeof params.redirect === 'string' && /^\/(?![/\\])/.test(params.redirect)
    ? { redirect: params.redirect }
    : {}
