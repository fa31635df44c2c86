import { getHotkeyHandler } from '@mantine/hooks'
import { expect, it, vi } from 'vitest'
import { SHORTCUT_GROUPS, shortcuts } from './shortcuts.ts'

it('lists every handled shortcut in the help', () => {
  const listed = SHORTCUT_GROUPS.flatMap(({ shortcuts }) => shortcuts)
  for (const shortcut of Object.values(shortcuts)) expect(listed).toContain(shortcut)
})

it.each([
  ['help', { key: '?', shiftKey: true }],
  ['help', { key: '?', shiftKey: false }],
  ['search', { key: '/', shiftKey: false }],
  // As on a German keyboard.
  ['search', { key: '/', shiftKey: true }],
  ['palette', { key: 'k', ctrlKey: true }],
  ['palette', { key: 'k', metaKey: true }],
] as const)('%s is pressed by %o, once', (name, pressed) => {
  const run = vi.fn()
  const event = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, code: '', ...pressed }
  const hotkeys = Object.values(shortcuts).flatMap((shortcut) =>
    shortcut.hotkeys.map((hotkey) => [hotkey, () => run(shortcut)] as [string, () => void]),
  )
  getHotkeyHandler(hotkeys)({ ...event, preventDefault: () => {} } as unknown as KeyboardEvent)
  expect(run.mock.calls).toEqual([[shortcuts[name]]])
})
