/** A keyboard shortcut, as the help lists it. */
interface Shortcut {
  /** Alternative combinations, each with the keys as they are shown; `Mod` is Ctrl, or Command on a Mac. */
  keys: readonly (readonly string[])[]
  does: string
  /**
   * The combinations in the syntax of Mantine's `useHotkeys`. Absent if the part that has the focus handles the keys.
   * Some keyboards need Shift for `/` and `?`.
   */
  hotkeys?: readonly string[]
  /** For `aria-keyshortcuts` (WAI-ARIA 1.2). */
  aria?: string
}

const everywhere = {
  palette: {
    keys: [['Mod', 'K']],
    does: 'Search credentials, flows, components and pages',
    hotkeys: ['mod+K'],
    aria: 'Control+K Meta+K',
  },
  help: {
    keys: [['?']],
    does: 'Show the keyboard shortcuts',
    hotkeys: ['?', 'shift+?'],
    aria: 'Shift+?',
  },
  escape: { keys: [['Esc']], does: 'Close a dialog, a menu or a list' },
} as const satisfies Record<string, Shortcut>

const lists = {
  search: {
    keys: [['/']],
    does: 'Go to the search box of the page',
    hotkeys: ['/', 'shift+/'],
    aria: '/',
  },
  move: { keys: [['↑'], ['↓'], ['←'], ['→']], does: 'Move between the components that were found' },
  first: { keys: [['Enter']], does: 'Open the first component, in the search box for a new credential' },
} as const satisfies Record<string, Shortcut>

const flows = {
  choose: { keys: [['↑'], ['↓']], does: 'Choose another credential for a step' },
  take: { keys: [['Enter']], does: 'Take the chosen credential' },
} as const satisfies Record<string, Shortcut>

/** All shortcuts by the place where they work, in the order of the help. */
export const SHORTCUT_GROUPS: readonly { title: string; shortcuts: readonly Shortcut[] }[] = [
  { title: 'Everywhere', shortcuts: Object.values(everywhere) },
  { title: 'Lists', shortcuts: Object.values(lists) },
  { title: 'Credentials of a flow', shortcuts: Object.values(flows) },
]

/** The shortcuts that `useShortcut` handles. */
export const shortcuts = {
  palette: everywhere.palette,
  help: everywhere.help,
  search: lists.search,
} as const

/** Returns a key as it is printed on the keyboard of the user. */
export const keyLabel = (key: string): string =>
  key === 'Mod' ? (/mac|iphone|ipad/i.test(navigator.platform) ? '⌘' : 'Ctrl') : key
