import { useHotkeys } from '@mantine/hooks'
import { shortcuts } from './shortcuts.ts'

/**
 * Runs a function when the user presses a shortcut.
 * @param options.isInInputs also while an input has the focus
 * @param options.isOff the shortcut does nothing
 */
export function useShortcut(
  name: keyof typeof shortcuts,
  run: () => void,
  { isInInputs = false, isOff = false } = {},
): void {
  const hotkeys = isOff ? [] : shortcuts[name].hotkeys
  useHotkeys(
    hotkeys.map((hotkey) => [hotkey, run]),
    isInInputs ? [] : undefined,
  )
}
