import { join } from 'node:path'
import type { Page } from '@playwright/test'

const folder = join(import.meta.dirname, '../../../docs/pictures')

/**
 * Takes a picture for the documentation in light and dark, `NAME.png` and `NAME-dark.png`, if `npm run screenshots`
 * runs the tests.
 */
export async function takePicture(page: Page, name: string) {
  if (!process.env.STEPKEY_PICTURES) return
  for (const [colorScheme, file] of [
    ['dark', `${name}-dark.png`],
    ['light', `${name}.png`],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // A host page of the picker has no such attribute.
    await page.waitForFunction(
      (scheme) => (document.documentElement.dataset.mantineColorScheme ?? scheme) === scheme,
      colorScheme,
    )
    await page.screenshot({ path: join(folder, file), animations: 'disabled', caret: 'hide' })
  }
}
