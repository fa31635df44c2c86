/** Reads where to go after sign-in: a path inside Stepkey, never another site (open redirect). */
export const redirectParam = (params: Record<string, unknown>): { redirect?: string } =>
  typeof params.redirect === 'string' && /^\/(?![/\\])/.test(params.redirect)
    ? { redirect: params.redirect }
    : {}
