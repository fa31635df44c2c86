import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const phone = { width: 390, height: 844 }
export const desktop = { width: 1280, height: 900 }

/** The combinations of window size and colour scheme that pages are checked in. */
export const views = [
  { size: phone, colorScheme: 'light' },
  { size: desktop, colorScheme: 'light' },
  { size: desktop, colorScheme: 'dark' },
] as const

/** The rules whose result depends on the colour scheme, because it changes styles only. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** Waits until no colour or position changes any more, because axe would see one in between. */
const transitionsEnd = (page: Page) =>
  page.evaluate(async () => {
    const ends = ({ effect }: Animation) =>
      effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(ends)
        .map(({ finished }) => finished),
    )
  })

/**
 * Checks in each view that axe finds no violations and that nothing is wider than the window or its dialog. In the second
 * colour scheme of a size, axe checks only the colours.
 */
export async function expectAccessible(page: Page, selected: readonly (typeof views)[number][] = views) {
  const checkedSizes = new Set<object>()
  for (const { size, colorScheme } of selected) {
    const label = `${page.url()}, ${colorScheme}, ${size.width} px`
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    await expect(page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`)).toBeAttached()
    await transitionsEnd(page)
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] })
    // The other mode opens a page to join the results of frames.
    if (page.frames().length === 1) axe.setLegacyMode()
    if (checkedSizes.has(size)) axe.withRules(COLOUR_RULES)
    checkedSizes.add(size)
    const { violations } = await axe.analyze()
    const violationsFound = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      at: nodes.map(({ html }) => html),
    }))
    expect(violationsFound, label).toEqual([])
    const tooWide = await page.evaluate(() => {
      const dialogs = [...document.querySelectorAll('[role="dialog"]')]
      return Math.max(
        document.documentElement.scrollWidth - window.innerWidth,
        ...dialogs.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
      )
    })
    expect(tooWide, label).toBeLessThanOrEqual(0)
  }
}
