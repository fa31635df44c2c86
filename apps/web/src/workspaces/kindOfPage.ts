const pages = {
  credentials: '/w/$workspace/credentials',
  flows: '/w/$workspace/flows',
  settings: '/w/$workspace/settings',
} as const

/** The page of this kind that every workspace has: what is deeper belongs to one workspace alone. */
export function kindOfPage(pathname: string) {
  const kind = pathname.split('/')[3] ?? ''
  return Object.hasOwn(pages, kind) ? pages[kind as keyof typeof pages] : pages.credentials
}
