/** A page, or an action that begins on a page. */
interface PageCommand {
  label: string
  /** Below the workspace. */
  path: string
  isAction?: true
  /** The permission that it needs. */
  needs?: 'audit' | 'write' | 'flows'
}

/** Opens a dialog over the current page. */
interface DialogCommand {
  label: string
  opens: 'shortcuts'
  needs?: undefined
}

type Command = PageCommand | DialogCommand

const pages: readonly Command[] = [
  { label: 'Create credential', path: '/credentials/new', isAction: true, needs: 'write' },
  { label: 'Create flow', path: '/flows/new', isAction: true, needs: 'flows' },
  { label: 'Home', path: '/home' },
  { label: 'Credentials by component', path: '/credentials' },
  { label: 'All credentials', path: '/credentials/all' },
  { label: 'Failing credentials', path: '/credentials/all?status=needs_repair' },
  { label: 'Recently deleted credentials', path: '/credentials/deleted' },
  { label: 'Flows', path: '/flows' },
  { label: 'Activity', path: '/activity', needs: 'audit' },
  { label: 'Settings', path: '/settings' },
  { label: 'Notices', path: '/settings/notices' },
  { label: 'Your account', path: '/settings/account' },
  { label: 'Keyboard shortcuts', opens: 'shortcuts' },
]

/** Returns the pages and actions whose label contains every word of the query, as the beginning of a word. */
export function matchingPages(
  query: string,
  may: (permission: NonNullable<PageCommand['needs']>) => boolean,
): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return pages.filter(({ label, needs }) => {
    const labelWords = label.toLowerCase().split(' ')
    const isMatch = words.every((word) => labelWords.some((labelWord) => labelWord.startsWith(word)))
    return isMatch && (needs === undefined || may(needs))
  })
}
